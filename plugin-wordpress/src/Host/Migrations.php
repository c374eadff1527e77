<?php
// Owns bringing the tables up to date: migrations in order, each recorded once all of it is done.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * The server ends a transaction with every statement that defines a table, so a migration may be killed in the middle.
 * INVARIANT: each of its statements may be carried out again, also by two processes at once.
 */
final class Migrations
{
    /** How long a process waits for another one that migrates; then it goes on beside it. Chosen. */
    private const WAIT_SECONDS = 30;

    /** What a statement that was carried out before answers. Source: the servers' lists of errors. */
    private const DONE_BEFORE = [1050, 1060, 1061, 1091]; // table, column, index exists; nothing to drop

    /** An engine that the server does not know, or that is switched off. */
    private const NO_ENGINE = [1286, 1289];

    /** A server that was told to let nobody choose an engine, or to be read-only. */
    private const REFUSED_BY_OPTION = 1290;

    private const REFUSED = 'the tables of Cartsignal need InnoDB, which keeps a text from being sent twice; `%s` does'
        . ' not have it';

    /** @var list<list<string>> */
    private readonly array $list;

    /**
     * @param \Closure(string): void|null $point Told after each effect.
     * @param list<list<string>>|null $list Statements by version; by default those of this release.
     */
    public function __construct(
        private readonly Database $database,
        private readonly ?\Closure $point = null,
        ?array $list = null
    ) {
        $this->list = $list ?? self::ofThisRelease();
    }

    /**
     * Returns whether the tables are those of this release. Costs one query; a database without tables has version 0.
     */
    public function isCurrent(): bool
    {
        return $this->version() === \count($this->list);
    }

    /** Returns the version of the tables; 0 where there are none. */
    public function version(): int
    {
        try {
            return (int) ($this->database->get('SELECT MAX(version) AS version FROM {migrations}')['version'] ?? 0);
        } catch (DatabaseGone $error) {
            return $error->number === 1146 ? 0 : throw $error;
        }
    }

    /**
     * Brings the tables up to date. What another try left half done is carried on.
     *
     * @return int How many migrations were carried out.
     * @throws SchemaFault The database is newer than this release, or not fit for it. Nothing is changed then.
     */
    public function run(): int
    {
        $this->refuseUnfit();
        if ($this->isCurrent() && $this->isWhole()) {
            return 0;
        }
        $locked = $this->database->tryLock('migrations', self::WAIT_SECONDS);
        try {
            $this->define('CREATE TABLE IF NOT EXISTS {migrations} (version INT NOT NULL PRIMARY KEY,
                at BIGINT NOT NULL)');
            // Tables that somebody dropped are made again; each statement may be carried out twice.
            $from = $this->isWhole() ? $this->version() : 0;
            for ($version = $from + 1; $version <= \count($this->list); $version += 1) {
                foreach ($this->list[$version - 1] as $statement) {
                    $this->define($statement);
                }
                $this->refuseOtherEngines();
                $now = (int) \floor(\microtime(true) * 1_000);
                $this->database->run('INSERT IGNORE INTO {migrations} (version, at) VALUES (?, ?)', $version, $now);
                $this->reached('migrated');
            }
            return \max(0, \count($this->list) - $from);
        } finally {
            if ($locked) {
                $this->database->unlock('migrations');
            }
        }
    }

    /** Drops all tables: for uninstalling, once the owner has asked for it. */
    public function drop(): void
    {
        foreach ($this->tables() as $table) {
            $this->database->define("DROP TABLE IF EXISTS `$table`");
        }
    }

    /** @return list<string> All tables there are of the plugin, with their prefix. */
    public function tables(): array
    {
        return \array_keys($this->engines());
    }

    /** Returns whether no table is missing. */
    public function isWhole(): bool
    {
        $wanted = \array_map($this->database->table(...), \array_keys(Tables::first()));
        return \array_diff($wanted, $this->tables()) === [];
    }

    /** @return list<list<string>> */
    private static function ofThisRelease(): array
    {
        $first = [];
        foreach (Tables::first() as $table => $columns) {
            $first[] = "CREATE TABLE IF NOT EXISTS {{$table}} ($columns)";
        }
        $first[] = 'INSERT IGNORE INTO {counters} (id, bytes) VALUES (1, NULL)';
        // What each text cost, or is thought to cost.
        $second = ['ALTER TABLE {outbox} ADD COLUMN cost_micros BIGINT NULL'];
        // Where events wait for the owner's receiver; and which opt-outs are new.
        $third = [
            'CREATE TABLE IF NOT EXISTS {webhooks} (' . Tables::WEBHOOKS . ')',
            'ALTER TABLE {opt_outs} ADD COLUMN place BIGINT NOT NULL AUTO_INCREMENT, ADD UNIQUE KEY place (place)',
        ];
        return [
            $first,
            $second,
            $third,
        ];
    }

    private function define(string $statement): void
    {
        $creates = \str_starts_with($statement, 'CREATE TABLE');
        $ending = $creates ? ' ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : '';
        try {
            $this->database->define($statement . $ending);
        } catch (DatabaseFault | DatabaseGone $error) {
            $enforced = $error->number === self::REFUSED_BY_OPTION && $this->variable('enforce_storage_engine') !== '';
            if ($enforced || \in_array($error->number, self::NO_ENGINE, true)) {
                throw new SchemaFault('not_innodb', \sprintf(self::REFUSED, 'the database server'));
            }
            if (!\in_array($error->number, self::DONE_BEFORE, true)) {
                throw $error;
            }
        }
        $this->reached('defined');
    }

    /** @throws SchemaFault */
    private function refuseUnfit(): void
    {
        $known = \count($this->list);
        $version = $this->version();
        if ($version > $known) {
            throw new SchemaFault('database_newer', "the database has version $version, this release of the plugin"
                . " knows $known: update it; until then nothing is read or written");
        }
        $this->refuseOtherEngines();
        if ($this->variable('log_bin') === 'ON' && $this->variable('binlog_format') === 'STATEMENT') {
            throw new SchemaFault('no_row_log', 'the database server keeps its log as statements, which refuses the'
                . ' transactions of Cartsignal: `binlog_format` has to be MIXED or ROW');
        }
    }

    /** Returns a setting of the server, empty where it has none of that name. */
    private function variable(string $name): string
    {
        return (string) ($this->database->get('SHOW VARIABLES WHERE Variable_name = ?', $name)['Value'] ?? '');
    }

    /**
     * A table in an engine without transactions would lose what is written beside it.
     *
     * @throws SchemaFault
     */
    private function refuseOtherEngines(): void
    {
        foreach ($this->engines() as $table => $engine) {
            if ($engine !== 'InnoDB') {
                throw new SchemaFault('not_innodb', \sprintf(self::REFUSED, $table));
            }
        }
    }

    /** @return array<string, string|null> The engine of each table of the plugin. */
    private function engines(): array
    {
        $like = \addcslashes($this->database->table(''), '_%\\') . '%';
        $sql = 'SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE ? ORDER BY TABLE_NAME';
        return \array_column($this->database->all($sql, $like), 'engine', 'name');
    }

    private function reached(string $point): void
    {
        if ($this->point !== null) {
            ($this->point)($point);
        }
    }
}
