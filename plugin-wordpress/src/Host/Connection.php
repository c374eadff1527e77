<?php
// Owns one connection to the database: opening it, its statements, and what its errors mean.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * The trap: whether mysqli throws is a setting of the whole process, which WordPress switches off and relies on. So it
 * is left as it is, and each call is asked as well as caught.
 */
final class Connection
{
    /** How long a statement waits for another process's lock. Chosen: far above the longest transaction, some ms. */
    private const LOCK_WAIT_SECONDS = 5;

    /** The server forgot a statement: its cache of tables is too small, or a proxy changed servers. */
    private const FORGOTTEN = [1243, 1615];

    private ?\mysqli $mysqli = null;

    /** @var array<string, \mysqli_stmt> By their text. */
    private array $statements = [];

    /**
     * @param \Closure(): \mysqli $connect Opens one; may be asked again whenever one broke.
     * @param \Closure(string): string $named Returns a statement with the names of its tables.
     */
    public function __construct(private readonly \Closure $connect, private readonly \Closure $named)
    {
    }

    public function isOpen(): bool
    {
        return $this->mysqli !== null;
    }

    /**
     * Carries a prepared statement out, and returns its rows.
     *
     * @param list<string|int|null> $values
     * @return list<array<string, mixed>>
     * @throws DatabaseGone
     * @throws DatabaseFault
     */
    public function rows(string $sql, array $values): array
    {
        return $this->executed($sql, $values, static function (\mysqli_stmt $statement): array|false {
            // An error may come with any row, not only before the first one.
            $result = $statement->field_count === 0 ? null : @$statement->get_result();
            return $result === false ? false : $result?->fetch_all(MYSQLI_ASSOC) ?? [];
        });
    }

    /**
     * Carries a prepared statement out, and returns how many rows it changed.
     *
     * @param list<string|int|null> $values
     */
    public function changed(string $sql, array $values): int
    {
        $count = static fn (\mysqli_stmt $statement): int => (int) $statement->affected_rows;
        return $this->executed($sql, $values, $count);
    }

    /** Carries out a statement without values. */
    public function query(string $sql): void
    {
        $mysqli = $this->opened();
        $text = ($this->named)($sql);
        $this->checked(static fn () => @$mysqli->query($text), static fn () => $mysqli->errno, $sql);
    }

    public function insertedPlace(): int
    {
        return (int) $this->mysqli?->insert_id;
    }

    /** Lets statements go: what they stand on is about to change. */
    public function forget(): void
    {
        $this->statements = [];
    }

    /** Closes it; the next call opens another one. */
    public function close(): void
    {
        // One by one, since statements that end with a broken connection would warn of it.
        foreach ([...\array_values($this->statements), $this->mysqli] as $each) {
            try {
                @$each?->close();
            } catch (\Throwable) {
                // It broke before it could be closed.
            }
        }
        $this->statements = [];
        $this->mysqli = null;
    }

    /**
     * @template T
     * @param list<string|int|null> $values
     * @param \Closure(\mysqli_stmt): (T|false) $answer
     * @return T
     */
    private function executed(string $sql, array $values, \Closure $answer, bool $again = false): mixed
    {
        $statement = $this->prepared($sql);
        $types = \implode('', \array_map(static fn (mixed $value): string => \is_int($value) ? 'i' : 's', $values));
        $call = static fn () => ($types === '' || $statement->bind_param($types, ...$values)) && @$statement->execute()
            ? $answer($statement)
            : false;
        try {
            return $this->checked($call, static fn () => $statement->errno, $sql);
        } catch (DatabaseFault $error) {
            unset($this->statements[$sql]);
            if ($again || !\in_array($error->number, self::FORGOTTEN, true)) {
                throw $error;
            }
            return $this->executed($sql, $values, $answer, true);
        }
    }

    private function prepared(string $sql): \mysqli_stmt
    {
        if (!isset($this->statements[$sql])) {
            $mysqli = $this->opened();
            $text = ($this->named)($sql);
            $prepare = static fn () => @$mysqli->prepare($text);
            $this->statements[$sql] = $this->checked($prepare, static fn () => $mysqli->errno, $sql);
        }
        return $this->statements[$sql];
    }

    /** @throws DatabaseGone */
    private function opened(): \mysqli
    {
        if ($this->mysqli !== null) {
            return $this->mysqli;
        }
        try {
            $mysqli = ($this->connect)();
        } catch (\Exception $error) {
            // Its words may name the server and its user, and its trace the password.
            throw new DatabaseGone((int) $error->getCode(), 'connecting');
        }
        if ($mysqli->connect_errno !== 0) {
            throw new DatabaseGone($mysqli->connect_errno, 'connecting');
        }
        $wait = self::LOCK_WAIT_SECONDS;
        $set = static fn () => @$mysqli->set_charset('utf8mb4')
            && @$mysqli->query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
            && @$mysqli->query("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', autocommit = 1,
                innodb_lock_wait_timeout = $wait");
        $this->checked($set, static fn () => $mysqli->errno, 'SET SESSION');
        return $this->mysqli = $mysqli;
    }

    /**
     * Returns what a call answers.
     *
     * @template T
     * @param \Closure(): (T|false) $call
     * @param \Closure(): int $number Of its error, where it answered false.
     * @return T
     * @throws DatabaseGone
     * @throws DatabaseFault
     */
    private function checked(\Closure $call, \Closure $number, string $sql): mixed
    {
        try {
            $answer = $call();
            if ($answer !== false) {
                return $answer;
            }
            $found = (int) $number();
        } catch (\mysqli_sql_exception $error) {
            $found = (int) $error->getCode();
        }
        // A call that failed without saying why has lost its connection.
        $gone = new DatabaseGone($found === 0 ? DatabaseGone::LOST_NUMBER : $found, 'a statement was carried out');
        if ($gone->isLost()) {
            $this->close();
        }
        throw DatabaseGone::speaks($gone->number) ? $gone : new DatabaseFault($gone->number, $sql);
    }
}
