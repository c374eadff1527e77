<?php
// Owns the story of many processes that do the same work at once, without the lock that usually keeps them apart.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

final class TogetherTest extends StoryCase
{
    private const PROCESSES = 8;

    private const PEOPLE = 50;

    /** As many as the budget allows: a part is 40,000 millionths in Britain. Fewer than what looks pumped. */
    private const TEXTS = 30;

    public function test_eight_processes_send_each_text_once_lose_nothing_and_keep_to_the_budget(): void
    {
        $program = Stage::configuration();
        $program->budget = (object) ['month_micros' => 10_000_000, 'day_micros' => self::TEXTS * 40_000];
        $program->markets->GB->sender->per_minute = 600;
        $stage = $this->stage([], $program);
        \array_map($stage->visit(...), \range(1, self::PEOPLE));
        foreach ([0, 121, 122, 123, 124, 130] as $minutes) {
            $stage->at(Stage::START + $minutes * Stage::MINUTE);
            $ended = Crew::together(self::PROCESSES, static function () use ($stage): void {
                $stage->open();
                $stage->host->drain(alone: false);
            });
            self::assertSame(self::PROCESSES, $ended);
        }
        $texts = $stage->fake->texts();
        self::assertCount(self::TEXTS, $texts);
        self::assertCount(self::TEXTS, \array_unique(\array_column($texts, 'to')));
        self::assertCount(self::TEXTS, \array_unique(\array_column($texts, 'statusCallback')));
        $states = \array_count_values($stage->sends());
        self::assertSame([self::TEXTS, self::PEOPLE - self::TEXTS], [$states['accepted'], $states['refused budget']]);
        $open = $stage->database->all("SELECT natural_key, state, error FROM {inbox} WHERE state <> 'done'");
        self::assertSame([], $open);
        $steps = "SELECT COUNT(*) AS times FROM {outcomes} WHERE what = 'attempting'";
        self::assertSame(self::TEXTS, $stage->database->get($steps)['times']);
    }

    public function test_of_two_texts_that_are_begun_at_once_the_second_one_sees_what_the_first_one_spent(): void
    {
        $program = Stage::configuration();
        $program->budget = (object) ['month_micros' => 10_000_000, 'day_micros' => 40_000];
        $stage = $this->stage([], $program);
        [$first] = \array_map($stage->visit(...), [1, 2]);
        $stage->host->permission()->pause('lunch');
        $stage->pass(Stage::DECIDED);
        $stage->host->resume();
        $spent = (string) \tempnam(\sys_get_temp_dir(), 'cartsignal-spent-');
        Crew::together(2, static function (int $number) use ($stage, $first, $spent): void {
            $stage->open(['point' => static function (string $name) use ($number, $spent): void {
                if ($number === 0 && $name === 'admitted') {
                    \file_put_contents($spent, 'not committed yet');
                    \usleep(700_000);
                }
            }]);
            if ($number === 1) {
                while (\filesize($spent) === 0) {
                    \usleep(1_000);
                    \clearstatcache();
                }
                // It looks at the other text, and does not wait for this one's recipient.
                $stage->inbox->append('wake', 'keeps off', null, $stage->now, null, $first);
                $later = "UPDATE {inbox} SET not_before = ? WHERE natural_key = 'keeps off'";
                $stage->database->run($later, $stage->now * 2);
            }
            $stage->host->drain(alone: false);
        });
        \unlink($spent);
        self::assertSame(['accepted', 'refused budget'], $stage->sends());
    }
}
