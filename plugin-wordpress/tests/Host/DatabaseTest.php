<?php
// Owns the proof that transactions are kept whole or not at all, whatever the server does in the middle.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\DatabaseFault;
use Cartsignal\Host\DatabaseGone;
use Cartsignal\Host\StartOver;

final class DatabaseTest extends HostTestCase
{
    public function test_values_come_back_as_they_were_written(): void
    {
        $bytes = \implode('', \array_map(\chr(...), \range(0, 255)));
        $this->database->run('INSERT INTO {links} (hash, kind, decision, cart, expires_at) VALUES (?, ?, ?, ?, ?)',
            \substr($bytes, 240) . "\0'`", "cart", 'd', null, PHP_INT_MAX);
        $this->database->run('UPDATE {counters} SET bytes = ? WHERE id = 1', $bytes);
        $this->database->run('INSERT INTO {settings} (name, value) VALUES (?, ?)', 'ä', "Grüße 🛒 '\"\\");

        $row = $this->database->get('SELECT hash, cart, expires_at FROM {links}');
        self::assertSame(['hash' => \substr($bytes, 240) . "\0'`", 'cart' => null, 'expires_at' => PHP_INT_MAX], $row);
        self::assertSame("Grüße 🛒 '\"\\", $this->database->get('SELECT value FROM {settings}')['value']);
        self::assertNull($this->database->get('SELECT 1 FROM {settings} WHERE name = ?', 'a'));
    }

    public function test_bytes_that_do_not_fit_are_refused_rather_than_cut(): void
    {
        $sql = 'INSERT INTO {settings} (name, value) VALUES (?, ?)';
        try {
            $this->database->run($sql, \str_repeat('secret', 40), 'x');
            self::fail('it was cut');
        } catch (DatabaseFault $error) {
            self::assertSame(1406, $error->number);
            self::assertStringNotContainsString('secret', $error->getMessage() . $error->getTraceAsString());
        }
        self::assertSame(0, $this->rows('settings'));
    }

    public function test_a_transaction_that_throws_leaves_nothing(): void
    {
        $work = function (): never {
            $this->write('a');
            $this->database->transaction(fn () => $this->write('b'));
            throw new \DomainException('no');
        };
        try {
            $this->database->transaction($work);
            self::fail('it did not throw');
        } catch (\DomainException) {
            self::assertSame(0, $this->rows('settings'));
            self::assertFalse($this->database->inTransaction());
        }
    }

    public function test_a_faulty_statement_that_is_caught_does_not_end_the_transaction(): void
    {
        $this->database->transaction(function (): void {
            $this->write('a');
            try {
                $this->write('a');
                self::fail('there are two');
            } catch (DatabaseFault $error) {
                self::assertSame(1062, $error->number);
            }
            $this->write('b');
        });
        self::assertSame(2, $this->rows('settings'));
    }

    public function test_a_transaction_starts_over_and_is_kept_once(): void
    {
        $times = 0;
        $answer = $this->database->transaction(function () use (&$times): string {
            $times += 1;
            $this->write("a$times");
            return $times < 3 ? throw new StartOver('moved') : 'done';
        });
        self::assertSame('done', $answer);
        self::assertSame(['a3'], \array_column($this->database->all('SELECT name FROM {settings}'), 'name'));
    }

    public function test_starting_over_ends(): void
    {
        $times = 0;
        $this->expectException(DatabaseGone::class);
        try {
            $this->database->transaction(static function () use (&$times): never {
                $times += 1;
                throw new StartOver('moved');
            });
        } finally {
            self::assertSame(20, $times);
        }
    }

    public function test_of_two_that_lock_crosswise_both_are_kept(): void
    {
        $this->write('a', '0');
        $this->write('b', '0');
        $server = $this->server;
        $begun = Processes::each(2, static function (int $n) use ($server): int {
            $database = $server->another();
            $times = 0;
            $database->transaction(static function () use ($database, $n, &$times): void {
                $times += 1;
                foreach ($n === 0 ? ['a', 'b'] : ['b', 'a'] as $name) {
                    $database->run('UPDATE {settings} SET value = value + 1 WHERE name = ?', $name);
                    \usleep(200_000);
                }
            });
            return $times;
        });
        self::assertSame(3, \array_sum($begun), 'the deadlock did not happen');
        self::assertSame(['2', '2'], \array_column($this->database->all('SELECT value FROM {settings}'), 'value'));
    }

    public function test_work_that_swallows_a_deadlock_is_not_kept_by_halves(): void
    {
        $this->write('a', '0');
        $this->write('b', '0');
        $server = $this->server;
        Processes::each(2, static function (int $n) use ($server): void {
            $database = $server->another();
            $database->transaction(static function () use ($database, $n): void {
                try {
                    foreach ($n === 0 ? ['a', 'b'] : ['b', 'a'] as $name) {
                        $database->run('UPDATE {settings} SET value = value + 1 WHERE name = ?', $name);
                        \usleep(200_000);
                    }
                } catch (DatabaseGone) {
                    // As code does that tries several things.
                }
                try {
                    $database->run('INSERT INTO {settings} (name, value) VALUES (?, ?)', "after$n", '');
                } catch (DatabaseGone) {
                }
            });
        });
        self::assertSame(['2', '2'], \array_column($this->database->all("SELECT value FROM {settings}
            WHERE name IN ('a', 'b')"), 'value'));
        self::assertSame(2, $this->rows('settings', "name LIKE 'after%'"));
    }

    public function test_a_connection_that_broke_while_idle_is_opened_again(): void
    {
        $this->write('a');
        $this->sever();
        self::assertSame(1, $this->rows('settings'));
        $this->sever();
        $this->write('b');
        $this->sever();
        $this->database->transaction(fn () => $this->write('c'));
        self::assertSame(3, $this->rows('settings'));
    }

    public function test_a_connection_that_breaks_in_a_transaction_is_not_opened_inside_it(): void
    {
        $times = 0;
        try {
            $this->database->transaction(function () use (&$times): void {
                $times += 1;
                $this->write('a');
                $this->sever();
                try {
                    $this->write('b');
                } catch (DatabaseGone) {
                    // Whatever is done from here on must not be kept either.
                }
                $this->write('c');
            });
            self::fail('it was kept by halves');
        } catch (DatabaseGone $error) {
            self::assertTrue($error->isLost());
        }
        self::assertSame([1, 0], [$times, $this->rows('settings')]);
    }

    public function test_all_of_it_holds_where_wordpress_has_switched_mysqli_exceptions_off(): void
    {
        $this->database->close();
        \mysqli_report(MYSQLI_REPORT_OFF);
        try {
            $this->test_a_faulty_statement_that_is_caught_does_not_end_the_transaction();
            $this->database->run('DELETE FROM {settings}');
            $this->test_a_connection_that_broke_while_idle_is_opened_again();
            $this->database->run('DELETE FROM {settings}');
            $this->test_a_connection_that_breaks_in_a_transaction_is_not_opened_inside_it();
            $this->database->run('DELETE FROM {settings}');
            $this->test_of_two_that_lock_crosswise_both_are_kept();
            $this->expectException(DatabaseGone::class);
            $this->server->database('nowhere')->get('SELECT 1');
        } finally {
            \mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        }
    }

    public function test_a_lock_that_nobody_gives_back_ends_the_wait(): void
    {
        $this->write('a');
        $other = $this->server->another();
        $other->transaction(function () use ($other): void {
            $other->get('SELECT value FROM {settings} WHERE name = ? FOR UPDATE', 'a');
            $this->database->get('SET SESSION innodb_lock_wait_timeout = 1');
            $this->expectExceptionObject(new DatabaseGone(1205, 'a statement was carried out'));
            $this->database->run("UPDATE {settings} SET value = 'x'");
        });
    }

    public function test_a_server_that_died_and_came_back_is_found_again(): void
    {
        $this->write('a');
        $this->server->kill();
        try {
            $this->write('b');
            self::fail('there is no server');
        } catch (DatabaseGone $error) {
            self::assertStringNotContainsString('socket', $error->getMessage());
        } finally {
            $this->server->begin();
        }
        $this->write('c');
        self::assertSame(['a', 'c'], \array_column($this->database->all('SELECT name FROM {settings}'), 'name'));
    }

    public function test_what_is_missing_or_wrong_says_what_it_is(): void
    {
        $number = function (string $sql, string|int ...$values): array {
            try {
                $this->database->run($sql, ...$values);
                return ['none', 0];
            } catch (DatabaseGone | DatabaseFault $error) {
                return [$error::class, $error->number];
            }
        };
        self::assertSame([DatabaseGone::class, 1146], $number('DELETE FROM {nothing}'));
        self::assertSame([DatabaseFault::class, 1064], $number('DELETE FORM {settings}'));
        self::assertSame([DatabaseFault::class, 1048], $number('UPDATE {counters} SET id = NULL'));
    }

    public function test_a_named_lock_is_one_process_s_and_another_shop_s_is_its_own(): void
    {
        $other = $this->server->another();
        $otherShop = $this->server->database('mysql');
        self::assertTrue($this->database->tryLock('drain'));
        self::assertFalse($other->tryLock('drain'));
        self::assertTrue($otherShop->tryLock('drain'));
        $this->database->unlock('drain');
        self::assertTrue($other->tryLock('drain'));
    }

    private function write(string $name, string $value = ''): void
    {
        $this->database->run('INSERT INTO {settings} (name, value) VALUES (?, ?)', $name, $value);
    }

    /** Ends the connection from the other side. */
    private function sever(): void
    {
        $this->server->ask('KILL ' . $this->database->get('SELECT CONNECTION_ID() AS id')['id']);
    }
}
