<?php
// Owns the proof that the tables come up to date whatever ends a try, and that nothing is done to what is not ours.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Database;
use Cartsignal\Host\Migrations;
use Cartsignal\Host\SchemaFault;
use Cartsignal\Host\Tables;

final class MigrationsTest extends HostTestCase
{
    /** The version that this release brings the tables to. */
    private const VERSION = 3;

    /** Tables beside those of the first version: that of versions, and those of later ones. */
    private const MORE_TABLES = 2;

    /** What a whole run does beside making the first version's tables: other statements, and recorded versions. */
    private const EFFECTS = 5 + self::VERSION;

    public function test_an_empty_database_gets_every_table_once(): void
    {
        $database = $this->empty();
        $migrations = new Migrations($database);
        self::assertSame([0, false], [$migrations->version(), $migrations->isCurrent()]);
        self::assertSame(self::VERSION, $migrations->run());
        self::assertSame(0, $migrations->run());
        self::assertSame([self::VERSION, true], [$migrations->version(), $migrations->isCurrent()]);
        self::assertCount(\count(Tables::first()) + self::MORE_TABLES, $migrations->tables());
    }

    public function test_a_store_of_the_first_version_keeps_its_texts_and_learns_what_they_cost(): void
    {
        $database = $this->empty($name);
        $list = [[
            ...\array_map(
                static fn (string $table, string $columns): string => "CREATE TABLE {{$table}} ($columns)",
                \array_keys(Tables::first()),
                Tables::first()
            ),
            'INSERT INTO {counters} (id, bytes) VALUES (1, NULL)',
        ]];
        (new Migrations($database, null, $list))->run();
        $database->run("INSERT INTO {outbox} (decision, act, decided_at) VALUES ('d1', 'send', 5)");
        self::assertSame(self::VERSION - 1, (new Migrations($database))->run());
        $row = $database->get('SELECT decided_at, cost_micros FROM {outbox}');
        self::assertSame(['decided_at' => 5, 'cost_micros' => null], $row);
        self::assertSame($this->shape($this->server->migrated()), $this->shape($database));
    }

    public function test_a_try_that_is_killed_anywhere_is_carried_on(): void
    {
        $whole = $this->shape($this->server->migrated());
        $effects = \count(Tables::first()) + self::EFFECTS;
        for ($killedAt = 1; $killedAt <= $effects; $killedAt += 1) {
            $database = $this->empty($name);
            $died = Processes::diesIn(function () use ($name, $killedAt): void {
                $left = $killedAt;
                $point = static function () use (&$left): void {
                    $left -= 1;
                    if ($left === 0) {
                        Processes::die();
                    }
                };
                (new Migrations($this->server->database($name), $point))->run();
            });
            self::assertTrue($died, "there is no effect $killedAt");
            (new Migrations($database))->run();
            self::assertSame($whole, $this->shape($database), "killed at effect $killedAt");
            $database->close();
        }
    }

    public function test_a_later_migration_that_was_done_by_half_is_carried_on(): void
    {
        $database = $this->empty($name);
        (new Migrations($database))->run();
        $before = \array_fill(0, self::VERSION, []);
        $list = [...$before, [
            'ALTER TABLE {carts} ADD COLUMN note VARBINARY(16) NULL',
            'ALTER TABLE {carts} ADD KEY note (note)',
            'ALTER TABLE {carts} DROP COLUMN order_id',
        ]];
        // The server knows a column that is there, and one that is gone.
        $database->define($list[self::VERSION][0]);
        $database->define($list[self::VERSION][2]);
        self::assertSame(1, (new Migrations($database, null, $list))->run());
        self::assertSame(self::VERSION + 1, (new Migrations($database, null, $list))->version());
        self::assertContains('carts.note', $this->shape($database));
    }

    public function test_eight_that_migrate_at_once_leave_one_set_of_tables(): void
    {
        $whole = $this->shape($this->server->migrated());
        $this->empty($name);
        $done = Processes::each(8, function (int $n) use ($name): int {
            return (new Migrations($this->server->database($name)))->run();
        });
        self::assertSame($whole, $this->shape($this->server->database($name)));
        self::assertSame(self::VERSION, \array_sum($done), 'a lock keeps them from working beside each other');
    }

    public function test_a_database_that_is_newer_is_left_alone_and_said(): void
    {
        $database = $this->server->migrated();
        $database->run('INSERT INTO {migrations} (version, at) VALUES (?, 1)', self::VERSION + 1);
        $database->define('DROP TABLE {carts}');
        $before = $this->shape($database);
        self::assertSame('database_newer', $this->refusal($database));
        self::assertSame($before, $this->shape($database));
    }

    public function test_an_engine_without_transactions_is_refused_in_a_sentence(): void
    {
        $database = $this->server->migrated();
        $database->define('ALTER TABLE {outbox} ENGINE = MyISAM');
        try {
            (new Migrations($database))->run();
            self::fail('it was taken');
        } catch (SchemaFault $refused) {
            self::assertSame('not_innodb', $refused->reason);
            self::assertStringContainsString('`wp_cartsignal_outbox`', $refused->getMessage());
        }
    }

    public function test_a_server_that_makes_another_engine_of_it_is_refused(): void
    {
        $this->server->ask("SET GLOBAL enforce_storage_engine = 'MyISAM'");
        try {
            $database = $this->empty();
            self::assertSame('not_innodb', $this->refusal($database));
        } finally {
            $this->server->ask('SET GLOBAL enforce_storage_engine = NULL');
        }
    }

    public function test_tables_that_an_uninstall_left_keep_their_rows(): void
    {
        $database = $this->server->migrated();
        $database->run("INSERT INTO {opt_outs} (recipient, channel, at) VALUES ('r1', 'sms', 5)");
        foreach ((new Migrations($database))->tables() as $table) {
            if ($table !== 'wp_cartsignal_opt_outs') {
                $database->define("DROP TABLE `$table`");
            }
        }
        self::assertSame(self::VERSION, (new Migrations($database))->run());
        self::assertSame(5, $database->get('SELECT at FROM {opt_outs}')['at']);
        self::assertSame($this->shape($this->server->migrated()), $this->shape($database));
    }

    public function test_a_table_that_somebody_dropped_is_made_again(): void
    {
        $database = $this->server->migrated();
        $database->define('DROP TABLE {links}');
        (new Migrations($database))->run();
        self::assertSame([], $database->all('SELECT * FROM {links}'));
    }

    public function test_dropping_takes_only_what_is_ours(): void
    {
        $database = $this->server->migrated();
        $name = $database->get('SELECT DATABASE() AS name')['name'];
        $this->server->ask("CREATE TABLE $name.wp_cartsignals (id INT)", "CREATE TABLE $name.wpXcartsignal_x (id INT)");
        $beside = $this->server->database($name, 'wp_2_');
        (new Migrations($beside))->run();
        (new Migrations($database))->drop();
        self::assertSame([], (new Migrations($database))->tables());
        self::assertTrue((new Migrations($beside))->isCurrent());
        $left = \array_column($database->all('SHOW TABLES'), "Tables_in_$name");
        self::assertContains('wp_cartsignals', $left);
        self::assertContains('wpXcartsignal_x', $left);
    }

    public function test_every_index_fits_an_old_row_format(): void
    {
        $sql = "SELECT TABLE_NAME AS name, COLUMN_NAME AS col FROM information_schema.STATISTICS s
            JOIN information_schema.COLUMNS c USING (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME)
            WHERE TABLE_SCHEMA = DATABASE() AND CHARACTER_OCTET_LENGTH > 767";
        self::assertSame([], $this->database->all($sql));
    }

    public function test_each_look_up_has_an_index(): void
    {
        $lookUps = [
            "SELECT 1 FROM {inbox} WHERE natural_key = 'a'",
            "SELECT place FROM {inbox} WHERE state = 'pending' ORDER BY place LIMIT 1",
            "SELECT not_before FROM {inbox} WHERE state = 'pending' ORDER BY not_before LIMIT 1",
            "SELECT 1 FROM {inbox} WHERE recipient = 'a' AND state = 'pending'",
            "SELECT 1 FROM {inbox} WHERE shopper = 'a' AND state = 'pending'",
            "SELECT 1 FROM {inbox} WHERE done_at < 5",
            "SELECT shopper FROM {shoppers} WHERE points_at = 'a'",
            "SELECT 1 FROM {aliases} WHERE survivor = 'a'",
            'SELECT 1 FROM {wakes} WHERE at <= 5',
            "SELECT 1 FROM {topics} WHERE name = 'a' ORDER BY place_in_line, shopper LIMIT 1",
            "SELECT 1 FROM {outbox} WHERE state = 'waiting' ORDER BY place LIMIT 1",
            "SELECT 1 FROM {outbox} WHERE state = 'waiting' AND due_at < 5",
            "SELECT 1 FROM {outbox} WHERE reference = 'a'",
            "SELECT 1 FROM {outbox} WHERE provider_id = 'a'",
            "SELECT 1 FROM {outbox} WHERE recipient = 'a' AND state = 'attempting'",
            "SELECT 1 FROM {outcomes} WHERE decision = 'a' ORDER BY place",
            "SELECT 1 FROM {links} WHERE expires_at < 5",
            "SELECT 1 FROM {carts} WHERE shopper = 'a'",
            "SELECT 1 FROM {coupons} WHERE state = 'issued' AND expires_at < 5",
        ];
        foreach ($lookUps as $sql) {
            $plan = $this->database->get("EXPLAIN $sql");
            $known = \preg_match('/const table|optimized away/', (string) $plan['Extra']) === 1;
            self::assertTrue($known || $plan['key'] !== null || $plan['possible_keys'] !== null, "no index for $sql");
            self::assertStringNotContainsString('filesort', (string) $plan['Extra'], $sql);
        }
    }

    private function empty(?string &$name = null): Database
    {
        return $this->server->database($name = $this->server->fresh());
    }

    private function refusal(Database $database): string
    {
        try {
            (new Migrations($database))->run();
            return 'none';
        } catch (SchemaFault $refused) {
            return $refused->reason;
        }
    }

    /** @return list<string> Every column and index there is, and the row of counters. */
    private function shape(Database $database): array
    {
        $named = static fn (array $rows): array => \array_map(
            static fn (array $row): string => \substr($row['t'], \strlen('wp_cartsignal_')) . ".{$row['c']}",
            $rows
        );
        $here = "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'wp\\_cartsignal\\_%'";
        return [
            ...$named($database->all("SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.COLUMNS $here
                ORDER BY TABLE_NAME, ORDINAL_POSITION")),
            ...$named($database->all("SELECT TABLE_NAME AS t, CONCAT(INDEX_NAME, ':', COLUMN_NAME) AS c
                FROM information_schema.STATISTICS $here ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX")),
            'counters ' . $database->get('SELECT COUNT(*) AS times FROM {counters}')['times'],
            'versions ' . $database->get('SELECT COUNT(*) AS times FROM {migrations}')['times'],
        ];
    }
}
