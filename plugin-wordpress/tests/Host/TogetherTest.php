<?php
// Owns the proof that processes which work at once, without any lock but rows, lose nothing and do nothing twice.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Counters;
use Cartsignal\Host\Database;
use Cartsignal\Host\People;
use Cartsignal\Host\Wakes;

final class TogetherTest extends HostTestCase
{
    private const PROCESSES = 8;

    public function test_eight_that_append_the_same_and_their_own_leave_each_once(): void
    {
        $server = $this->server;
        $new = Processes::each(self::PROCESSES, static function (int $n) use ($server): int {
            $inbox = self::inbox($server->another());
            $new = 0;
            for ($each = 0; $each < 40; $each += 1) {
                $new += (int) $inbox->append('cart', "shared:$each", ['n' => $n], self::NOON, 'w1');
                $new += (int) $inbox->append('cart', "own:$n:$each", ['n' => $n], self::NOON, "w$n");
            }
            return $new;
        });
        self::assertSame(40 + 40 * self::PROCESSES, \array_sum($new), 'each is new to exactly one');
        self::assertSame(40 + 40 * self::PROCESSES, $this->rows('inbox'));
        $inbox = self::inbox($this->database);
        while (($place = $inbox->next(self::NOON)) !== null) {
            self::assertIsInt($inbox->take($place)->payload->n);
            $inbox->done($place, self::NOON);
        }
    }

    public function test_eight_runners_beside_four_that_append_take_each_arrival_in_once(): void
    {
        $server = $this->server;
        $counted = Processes::each(self::PROCESSES + 4, static function (int $n) use ($server): array {
            $database = $server->another();
            if ($n >= self::PROCESSES) {
                return ['appended' => self::append($database, $n)];
            }
            return self::takeIn($database);
        });
        $left = self::takeIn($this->database);
        $taken = \array_sum(\array_column([...$counted, $left], 'taken'));
        self::assertSame(200, \array_sum(\array_column($counted, 'appended')));
        self::assertSame(200, $taken);
        self::assertSame(0, $this->rows('inbox', "state <> 'done'"));
        // Every arrival has counted once in the state of its shopper, of the recipient, and in the store's counters.
        $people = self::people($this->database);
        $sum = static fn (string $side, array $keys): int =>
            \array_sum(\array_map(static fn (string $key): int => (int) $people->state($side, $key), $keys));
        $shoppers = \array_column($this->database->all('SELECT shopper FROM {shoppers}'), 'shopper');
        self::assertSame(200, $sum('shopper', $shoppers));
        self::assertSame(200, $sum('recipient', ['r0', 'r1', 'r2']));
        self::assertSame('200', (new Counters($this->database))->read());
    }

    public function test_shoppers_who_are_pointed_elsewhere_and_merged_meanwhile_lose_nothing(): void
    {
        $server = $this->server;
        $people = self::people($this->database);
        foreach (['w0', 'w1', 'w2', 'w3'] as $n => $shopper) {
            $people->keep('shopper', $shopper, '0', self::NOON, 'r' . $n % 2);
        }
        $added = Processes::each(self::PROCESSES, static function (int $n) use ($server): int {
            $database = $server->another();
            $people = self::people($database);
            for ($each = 0; $each < 30; $each += 1) {
                $shopper = 'w' . ($n + $each) % 4;
                $target = 'r' . ($n * 7 + $each) % 3;
                $database->transaction(static function () use ($people, $shopper, $target): void {
                    $people->lock([$shopper], [$target]);
                    $survivor = $people->survivor($shopper);
                    self::add($people, 'recipient', $people->pointsAt($survivor) ?? $target);
                    self::add($people, 'shopper', $survivor, $target);
                });
                if ($n === 0 && ($each === 10 || $each === 20)) {
                    self::merge($database, 'w' . $each / 10, 'w3');
                }
            }
            return 30;
        });
        $states = static fn (string $side, string ...$keys): int =>
            \array_sum(\array_map(static fn (string $key): int => (int) $people->state($side, $key), $keys));
        self::assertSame(\array_sum($added), $states('shopper', 'w0', 'w3'));
        self::assertSame(\array_sum($added), $states('recipient', 'r0', 'r1', 'r2'));
        self::assertNull($people->state('shopper', 'w1'));
        self::assertNull($people->state('shopper', 'w2'));
    }

    public function test_counters_that_eight_add_to_miss_nothing(): void
    {
        $server = $this->server;
        Processes::each(self::PROCESSES, static function (int $n) use ($server): void {
            $database = $server->another();
            $counters = new Counters($database);
            for ($each = 0; $each < 40; $each += 1) {
                $database->transaction(static fn () => $counters->keep((string) (1 + (int) $counters->read())));
            }
        });
        self::assertSame((string) (40 * self::PROCESSES), (new Counters($this->database))->read());
    }

    public function test_an_erasure_waits_for_a_word_that_is_being_written_and_then_leaves_it(): void
    {
        $server = $this->server;
        self::people($this->database)->learn('recipient', 'r1', ['first_name' => 'Ada']);
        [, $erased] = Processes::each(2, static function (int $n) use ($server): bool {
            $database = $server->another();
            if ($n === 1) {
                \usleep(200_000);
                return self::people($database)->erase('recipient', 'r1');
            }
            return $database->transaction(static function () use ($database): bool {
                self::inbox($database)->append('inbound', 'stop', ['text' => 'STOP'], self::NOON, null, 'r1');
                \usleep(600_000);
                return true;
            });
        });
        self::assertFalse($erased);
        $inbox = self::inbox($this->database);
        self::assertSame('STOP', $inbox->take($inbox->next(self::NOON))->payload->text);
    }

    public function test_what_capture_writes_beside_an_erasure_is_not_swept_away(): void
    {
        $server = $this->server;
        self::people($this->database)->keep('shopper', 'w1', 'state', self::NOON, 'r1');
        [, $erased] = Processes::each(2, static function (int $n) use ($server): bool {
            $database = $server->another();
            if ($n === 1) {
                \usleep(200_000);
                return self::people($database)->erase('shopper', 'w1');
            }
            // Capture has no locks but its row's, and its row is seen once it is committed.
            return $database->transaction(static function () use ($database): bool {
                $sql = "INSERT INTO {inbox} (natural_key, kind, shopper, at)
                    VALUES ('withdrawn:1', 'withdrawn', 'w1', 1)";
                $database->run($sql);
                \usleep(600_000);
                return true;
            });
        });
        self::assertTrue($erased);
        self::assertSame(1, $this->rows('inbox', "state = 'pending'"));
    }

    public function test_wakes_that_eight_fire_at_once_become_one_arrival_each(): void
    {
        $server = $this->server;
        $wakes = new Wakes($this->database, self::inbox($this->database));
        for ($n = 0; $n < 150; $n += 1) {
            $wakes->set('shopper', "w$n", ['at' => self::NOON - $n, 'reason' => 'delay']);
        }
        $fired = Processes::each(self::PROCESSES, static function (int $n) use ($server): int {
            $database = $server->another();
            $wakes = new Wakes($database, self::inbox($database));
            $fired = 0;
            // Clocks of processes differ, and the arrivals' names with them.
            for ($try = 0; $try < 4; $try += 1) {
                $fired += $wakes->fire(self::NOON + $n);
            }
            return $fired;
        });
        self::assertSame([150, 150, 0], [\array_sum($fired), $this->rows('inbox'), $this->rows('wakes')]);
    }

    public function test_what_eight_learn_of_one_person_is_all_known(): void
    {
        $server = $this->server;
        Processes::each(self::PROCESSES, static function (int $n) use ($server): void {
            $people = self::people($server->another());
            for ($each = 0; $each < 10; $each += 1) {
                $people->learn('recipient', 'r1', ["fact_{$n}_$each" => $n]);
            }
        });
        self::assertCount(10 * self::PROCESSES, self::people($this->database)->contact('recipient', 'r1'));
    }

    public function test_erasing_beside_arrivals_leaves_nothing_that_cannot_be_read(): void
    {
        $server = $this->server;
        Processes::each(self::PROCESSES, static function (int $n) use ($server): void {
            $database = $server->another();
            $people = self::people($database);
            $inbox = self::inbox($database);
            for ($each = 0; $each < 30; $each += 1) {
                if ($n < 2) {
                    $people->erase('recipient', 'r1');
                } elseif ($n < 5) {
                    $inbox->append('inbound', "stop:$n:$each", ['text' => 'STOP'], self::NOON, null, 'r1');
                    $people->learn('recipient', 'r1', ['first_name' => "n$n $each"]);
                } elseif (($place = $inbox->next(self::NOON)) !== null) {
                    self::one($database, $place, static function () use ($people): void {
                        $people->lock([], ['r1']);
                        $people->keepOptOuts('r1', [['channel' => 'sms', 'at' => self::NOON]]);
                        self::add($people, 'recipient', 'r1');
                    });
                }
            }
        });
        $inbox = self::inbox($this->database);
        while (($place = $inbox->next(self::NOON)) !== null) {
            self::assertSame('STOP', $inbox->take($place)->payload->text);
            $inbox->done($place, self::NOON);
        }
        $people = self::people($this->database);
        $people->keepOptOuts('r1', $people->optOuts('r1'));
        foreach ($this->database->all("SELECT sealed FROM {contacts} WHERE person = 'r1'") as $row) {
            self::assertNotNull(self::vault($this->database)->open('recipient', 'r1', $row['sealed']));
        }
        foreach ($this->database->all('SELECT state FROM {recipients} WHERE state IS NOT NULL') as $row) {
            self::assertNotNull(self::vault($this->database)->openBytes('recipient', 'r1', $row['state']));
        }
        self::assertSame(90, $this->rows('inbox', "state = 'done'"), 'every word was taken in');
    }

    private static function append(Database $database, int $n): int
    {
        $inbox = self::inbox($database);
        $new = 0;
        for ($each = 0; $each < 50; $each += 1) {
            $shopper = $each % 5 === 0 ? null : 'w' . $each % 4;
            $whose = [$shopper, 'r' . $each % 3];
            $new += (int) $inbox->append('cart', "a:$n:$each", ['each' => $each], self::NOON, ...$whose);
        }
        return $new;
    }

    /** Takes in all there is, as a runner does; gives up once nothing came for a while. */
    private static function takeIn(Database $database): array
    {
        $inbox = self::inbox($database);
        $people = self::people($database);
        $counters = new Counters($database);
        $taken = 0;
        for ($idle = 0; $idle < 40;) {
            $place = $inbox->next(self::NOON);
            if ($place === null) {
                $idle += 1;
                \usleep(5_000);
                continue;
            }
            $taken += self::one($database, $place, static function ($row) use ($people, $counters): void {
                $shopper = $row->shopper ?? 'nobody';
                $people->lock([$shopper], [$row->recipient]);
                self::add($people, 'recipient', $row->recipient);
                self::add($people, 'shopper', $shopper, $row->recipient);
                $counters->keep((string) (1 + (int) $counters->read()));
            });
        }
        return ['taken' => $taken];
    }

    private static function one(Database $database, int $place, \Closure $work): int
    {
        return $database->transaction(static function () use ($database, $place, $work): int {
            $inbox = self::inbox($database);
            $row = $inbox->take($place);
            if ($row === null) {
                return 0;
            }
            $work($row);
            $inbox->done($place, self::NOON);
            return 1;
        });
    }

    private static function add(People $people, string $side, string $key, ?string $pointsAt = null): void
    {
        $people->keep($side, $key, (string) (1 + (int) $people->state($side, $key)), self::NOON, $pointsAt);
    }

    private static function merge(Database $database, string $alias, string $survivor): void
    {
        $people = self::people($database);
        $database->transaction(static function () use ($people, $alias, $survivor): void {
            $people->lock([$alias, $survivor]);
            $both = (int) $people->state('shopper', $alias) + (int) $people->state('shopper', $survivor);
            $pointed = $people->pointsAt($survivor);
            $people->join($alias, $survivor);
            $people->keep('shopper', $survivor, (string) $both, self::NOON, $pointed);
        });
    }
}
