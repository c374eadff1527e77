<?php
// Owns the stories of what goes wrong in a host: arrivals nobody can take in, databases put back, updates.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Core\Refused;
use Cartsignal\Host\Mark;
use Cartsignal\Host\NoProgram;

final class TroubleTest extends StoryCase
{
    public function test_an_arrival_that_can_not_be_taken_in_is_quarantined_and_holds_up_nobody(): void
    {
        $stage = $this->stage();
        $what = ['cart.updated' => ['cart' => 'c', 'version' => -1]];
        $poison = ['id' => 'poison', 'occurred_at' => $stage->now, 'trust' => 'server', 'what' => $what];
        $stage->inbox->say($poison, $stage->now, 'poisoned');
        $stage->inbox->append('nonsense', 'nonsense:1', ['a' => 1], $stage->now);
        $stage->visit(1);
        self::assertSame(['later' => 2, 'done' => 3], $stage->host->drain());
        $stage->pass(Stage::LEFT);
        $stuck = $stage->host->overview()['quarantined'];
        self::assertSame(['poison', 'nonsense:1'], \array_column($stuck, 'naturalKey'));
        self::assertStringStartsWith('request.', $stuck[0]['error']);
        self::assertSame(3, $stuck[0]['attempts']);
        self::assertCount(1, $stage->fake->texts());
        self::assertTrue($stage->host->retry($stuck[0]['place']));
        self::assertSame(['later' => 1], $stage->host->drain());
    }

    public function test_an_arrival_at_which_php_gives_up_is_not_the_first_one_of_every_drain(): void
    {
        $stage = $this->stage();
        $stage->inbox->append('greedy', 'greedy:1', ['a' => 1], $stage->now);
        for ($drain = 1; $drain <= 3; $drain += 1) {
            $child = \pcntl_fork();
            if ($child === 0) {
                // The test's own ends of the process are not this one's.
                \ini_set('memory_limit', (string) (\memory_get_usage(true) + 24 * 1_048_576));
                \ini_set('display_errors', '0');
                \ini_set('log_errors', '0');
                $stage->open(['takes' => ['greedy' => new Greedy()]]);
                $stage->host->drain(alone: false);
                \posix_kill(\getmypid(), SIGKILL);
            }
            \pcntl_waitpid($child, $status);
            self::assertTrue(\pcntl_wifexited($status), 'it ended by itself, for want of memory');
            $stage->at($stage->now + Stage::MINUTE);
        }
        $stage->open();
        self::assertSame(['fatal'], \array_column($stage->host->overview()['quarantined'], 'error'));
    }

    public function test_a_database_that_was_put_back_sends_nothing_again(): void
    {
        $mark = new class implements Mark {
            public ?string $reference = null;

            public function read(): ?string
            {
                return $this->reference;
            }

            public function write(string $reference): void
            {
                $this->reference = $reference;
            }
        };
        $stage = $this->stage(['mark' => $mark]);
        $stage->visit(1);
        $stage->host->drain();
        $backup = $stage->copy();
        $stage->pass(Stage::DECIDED);
        self::assertCount(1, $stage->fake->texts());
        self::assertSame(['allowed' => true], $stage->host->permission()->sending());
        $stage->restore($backup);
        $stage->pass(10 * Stage::MINUTE);
        self::assertSame('restored', $stage->host->overview()['paused']);
        self::assertCount(1, $stage->fake->texts(), 'it would have been the second one');
        $stage->host->permission()->resume();
        $stage->pass(10 * Stage::MINUTE);
        self::assertSame('restored', $stage->host->overview()['paused'], 'the mark knows better');
        $stage->host->resume();
        $stage->pass(Stage::LEFT);
        self::assertCount(1, $stage->fake->texts(), 'nobody knows who was texted of the carts of before');
        self::assertGreaterThan(0, $stage->count("why = 'restored'"), 'and it is said');
    }

    public function test_where_the_mark_can_not_be_written_nothing_is_sent(): void
    {
        $mark = new class implements Mark {
            public function read(): ?string
            {
                return null;
            }

            public function write(string $reference): void
            {
                throw new \RuntimeException('read-only');
            }
        };
        $stage = $this->stage(['mark' => $mark]);
        $stage->visit(1);
        $stage->pass(Stage::DECIDED);
        self::assertSame([[], ['refused no_mark']], [$stage->fake->texts(), $stage->sends()]);
        self::assertSame(['mark_unwritable'], \array_column($stage->host->overview()['alarms'], 'alarm'));
    }

    public function test_a_configuration_that_is_refused_leaves_the_one_before_it_in_force(): void
    {
        $stage = $this->stage();
        $wrong = Stage::configuration();
        $wrong->shop->link_origin = 'nowhere';
        try {
            $stage->host->configure($wrong);
            self::fail('not refused');
        } catch (Refused $refused) {
            self::assertSame('config.shop.link_origin', $refused->errors[0]->code);
        }
        self::assertTrue($stage->host->isConfigured(Stage::configuration()));
        $stage->visit(1);
        $stage->pass(Stage::LEFT);
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_a_program_of_another_release_is_compiled_again(): void
    {
        $stage = $this->stage();
        $before = $stage->database->get('SELECT bytes FROM {programs} WHERE in_force = 1')['bytes'];
        $other = \preg_replace('/"hot_sha256":"[0-9a-f]{8}/', '"hot_sha256":"00000000', $before, 1, $times);
        self::assertSame(1, $times);
        $stage->database->run('UPDATE {programs} SET bytes = ?', $other);
        $stage->open();
        $stage->visit(1);
        $stage->pass(Stage::LEFT);
        self::assertCount(1, $stage->fake->texts());
        $rows = $stage->database->all('SELECT in_force FROM {programs} ORDER BY program');
        self::assertSame([0, 1], \array_column($rows, 'in_force'));
    }

    public function test_a_store_that_was_never_configured_says_so(): void
    {
        $stage = $this->stage();
        $stage->database->run('DELETE FROM {programs}');
        $stage->open();
        self::assertNull($stage->host->nextAt());
        $this->expectException(NoProgram::class);
        $stage->host->drain();
    }

    public function test_a_process_leaves_it_to_another_one_that_is_at_it_and_ends_in_time(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        self::assertTrue($stage->database->tryLock('drain'));
        self::assertSame(['busy' => 1], $stage->another()->drain());
        $stage->database->unlock('drain');
        self::assertSame(['left' => 1], $stage->host->drain(budgetMs: 0));
        self::assertSame(2, $stage->host->takeIn(2));
        self::assertSame(1, $stage->host->overview()['pending']);
    }
}
