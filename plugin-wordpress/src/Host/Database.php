<?php
// Owns the database: statements over a connection of the plugin's own, and transactions, kept whole or not at all.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * Tables are written `{inbox}`, values `?`. Locks are rows: an inbox row first, then recipients, then shoppers,
 * counters last (`Inbox::take`, `People::lock`, `Counters::read`). Isolation is READ COMMITTED: what is read without a
 * lock may be changed by others before it is written.
 */
final class Database
{
    /** How often a transaction is begun that others stood in the way of. Chosen: a deadlock lets one of two through. */
    private const TRIES = 20;

    /** How many of those may end in waiting for a lock in vain. Chosen: 15 s in all. */
    private const WAITS = 3;

    private const DEADLOCK = 1213;
    private const LOCK_WAIT = 1205;

    private readonly Connection $connection;

    private bool $within = false;

    /** Why the transaction under way can only be undone. */
    private ?DatabaseGone $doomed = null;

    /**
     * @param \Closure(): \mysqli $connect Opens a connection of its own, without MYSQLI_CLIENT_FOUND_ROWS, when it is
     *   first needed; is asked again after it broke, between transactions and never inside one.
     * @param string $prefix Of WordPress's tables, as `wp_`.
     */
    public function __construct(\Closure $connect, private readonly string $prefix)
    {
        $this->connection = new Connection($connect, fn (string $sql): string =>
            (string) \preg_replace('/\{([a-z_]+)\}/', "`{$this->prefix}cartsignal_\$1`", $sql));
    }

    /** Returns a table's name with its prefix. */
    public function table(string $name): string
    {
        return "{$this->prefix}cartsignal_$name";
    }

    /**
     * Returns the first row, or null.
     *
     * @return array<string, mixed>|null Integers are int, all else is string or null.
     * @throws DatabaseGone
     * @throws DatabaseFault
     */
    public function get(string $sql, string|int|null ...$values): ?array
    {
        return $this->all($sql, ...$values)[0] ?? null;
    }

    /**
     * Returns all rows.
     *
     * @return list<array<string, mixed>>
     */
    public function all(string $sql, string|int|null ...$values): array
    {
        $read = fn (): array => $this->connection->rows($sql, \array_values($values));
        return $this->within ? $this->inside($read) : $this->unlessIdle($read);
    }

    /** Carries a statement out and returns how many rows it changed; outside of a transaction it is one by itself. */
    public function run(string $sql, string|int|null ...$values): int
    {
        $write = fn (): int => $this->connection->changed($sql, \array_values($values));
        return $this->within ? $this->inside($write) : $this->transaction(fn (): int => $this->inside($write));
    }

    /** Returns the number that the last INSERT was given by an AUTO_INCREMENT column. */
    public function insertedPlace(): int
    {
        return $this->connection->insertedPlace();
    }

    /**
     * Runs `$work` in one transaction: all of it is kept, or nothing of it. A call inside another one joins it. Where
     * others stood in the way (deadlock, lock wait, `StartOver`) all of it is begun again, so `$work` does nothing but
     * read and write here. An error of the connection at the very end leaves open whether all was kept.
     *
     * @template T
     * @param \Closure(): T $work
     * @return T
     * @throws DatabaseGone
     */
    public function transaction(\Closure $work): mixed
    {
        if ($this->within) {
            return $work();
        }
        for ($try = 1, $waits = 0;; $try += 1) {
            try {
                return $this->once($work);
            } catch (StartOver | DatabaseGone $error) {
                $number = $error instanceof DatabaseGone ? $error->number : self::DEADLOCK;
                $waits += $number === self::LOCK_WAIT ? 1 : 0;
                $stood = \in_array($number, [self::DEADLOCK, self::LOCK_WAIT], true);
                if (!$stood || $try === self::TRIES || $waits === self::WAITS) {
                    throw $error instanceof StartOver ? new DatabaseGone(self::DEADLOCK, 'starting over') : $error;
                }
                \usleep(1_000 * $try * $try);
            }
        }
    }

    public function inTransaction(): bool
    {
        return $this->within;
    }

    /**
     * Takes a lock that the whole server knows by name, until `unlock` or the end of the connection. A courtesy among
     * processes: nothing may depend on it.
     */
    public function tryLock(string $name, int $waitSeconds = 0): bool
    {
        return $this->get('SELECT GET_LOCK(?, ?) AS got', $this->lockName($name), $waitSeconds)['got'] === 1;
    }

    public function unlock(string $name): void
    {
        $this->get('SELECT RELEASE_LOCK(?) AS released', $this->lockName($name));
    }

    /**
     * Carries out a statement that defines tables. It ends every transaction, so it may not be in one.
     *
     * @throws \LogicException In a transaction.
     */
    public function define(string $sql): void
    {
        if ($this->within) {
            throw new \LogicException('a table is not defined in a transaction');
        }
        $this->connection->forget();
        $this->unlessIdle(fn () => $this->connection->query($sql));
    }

    /** Closes the connection; the next call opens another one. */
    public function close(): void
    {
        $this->connection->close();
    }

    /**
     * @template T
     * @param \Closure(): T $work
     * @return T
     */
    private function once(\Closure $work): mixed
    {
        $this->doomed = null;
        $this->unlessIdle(fn () => $this->connection->query('START TRANSACTION'));
        $this->within = true;
        try {
            $result = $work();
            $this->inside(fn () => $this->connection->query('COMMIT'));
            return $result;
        } catch (\Throwable $error) {
            $this->undo();
            // Whoever caught why the transaction was doomed, and threw something else, does not change why it was.
            throw $this->doomed ?? $error;
        } finally {
            $this->within = false;
        }
    }

    /**
     * Does what may be done twice, on another connection where the one there was broke while it lay idle.
     *
     * @template T
     * @param \Closure(): T $call
     * @return T
     */
    private function unlessIdle(\Closure $call): mixed
    {
        $wasOpen = $this->connection->isOpen();
        try {
            return $call();
        } catch (DatabaseGone $error) {
            return $wasOpen && $error->isLost() ? $call() : throw $error;
        }
    }

    /**
     * Does something in the transaction under way. Once the database gave it up, nothing more is done in it: a
     * deadlock has undone all of it already, so whatever came afterwards would be kept by itself.
     *
     * @template T
     * @param \Closure(): T $call
     * @return T
     */
    private function inside(\Closure $call): mixed
    {
        if ($this->doomed !== null) {
            throw $this->doomed;
        }
        try {
            return $call();
        } catch (DatabaseGone $error) {
            throw $this->doomed = $error;
        }
    }

    private function undo(): void
    {
        if (!$this->connection->isOpen()) {
            return;
        }
        try {
            $this->connection->query('ROLLBACK');
        } catch (DatabaseGone | DatabaseFault) {
            // What was not committed ends with the connection.
            $this->connection->close();
        }
    }

    private function lockName(string $name): string
    {
        $database = $this->get('SELECT DATABASE() AS name')['name'];
        return "cartsignal_$name:" . \substr(\hash('sha256', "$database/$this->prefix"), 0, 32);
    }
}
