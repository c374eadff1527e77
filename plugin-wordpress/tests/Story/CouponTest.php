<?php
// Owns the stories of what a store's platform does for the core: it is asked once, and what it answers counts.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Host\Entry;

final class CouponTest extends StoryCase
{
    private const DAYS = 24 * 60 * Stage::MINUTE;

    public function test_a_coupon_that_the_platform_issues_is_in_the_text_and_is_asked_for_once(): void
    {
        $asked = [];
        $stage = $this->stage(['platform' => ['issue_coupon' => static function (Entry $entry) use (&$asked): array {
            $asked[] = [$entry->decision, $entry->does->percent];
            return ['done' => ['code' => 'TEA10']];
        }]], self::program());
        self::leaveThrice($stage);
        self::assertSame([10], \array_column($asked, 1));
        self::assertStringContainsString('TEA10', \array_reverse($stage->fake->texts())[0]->body);
        self::assertSame('accepted', $stage->host->why($asked[0][0])['state']);
    }

    public function test_without_a_coupon_the_text_goes_without(): void
    {
        $stage = $this->stage([], self::program());
        self::leaveThrice($stage);
        self::assertCount(3, $stage->fake->texts());
        $coupon = $stage->database->get("SELECT state, why FROM {outbox} WHERE act = 'issue_coupon'");
        self::assertSame(['refused', 'no_platform'], \array_values($coupon));
    }

    public function test_a_process_that_dies_in_the_platform_is_not_asked_again(): void
    {
        $asked = (string) \tempnam(\sys_get_temp_dir(), 'cartsignal-asked-');
        $stage = $this->stage(['platform' => ['issue_coupon' => static function () use ($asked): array {
            \file_put_contents($asked, 'x', FILE_APPEND);
            \posix_kill(\getmypid(), SIGKILL);
            return [];
        }]], self::program());
        self::leaveThrice($stage, static function () use ($stage): void {
            while (!Crew::alone(static function () use ($stage): void {
                $stage->open();
                $stage->host->drain();
            }));
        });
        self::assertSame('x', \file_get_contents($asked));
        \unlink($asked);
        $coupon = $stage->database->get("SELECT state, code FROM {outbox} WHERE act = 'issue_coupon'");
        self::assertSame(['unknown', 'no_answer'], \array_values($coupon));
        self::assertCount(3, $stage->fake->texts(), 'the text goes without it');
    }

    private static function program(): \stdClass
    {
        $program = Stage::configuration();
        $program->options = (object) ['coupon' => (object) ['minimum_minor' => 1_000, 'percent' => 10]];
        return $program;
    }

    /**
     * Three carts left within a month make a repeat abandoner.
     *
     * @param \Closure(): void|null $drain Instead of this process.
     */
    private static function leaveThrice(Stage $stage, ?\Closure $drain = null): void
    {
        for ($cart = 0; $cart < 3; $cart += 1) {
            $stage->visit(7, cart: "cart-$cart");
            for ($minutes = 0; $drain !== null && $minutes <= 150; $minutes += 5) {
                $drain();
                $stage->at($stage->now + 5 * Stage::MINUTE);
            }
            $stage->pass($drain === null ? 9 * self::DAYS : 0);
            $stage->at(Stage::START + ($cart + 1) * 9 * self::DAYS);
        }
    }
}
