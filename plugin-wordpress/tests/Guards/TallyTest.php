<?php
// Owns the proof of when the last texts of a journey count as bad.
declare(strict_types=1);

namespace Cartsignal\Tests\Guards;

use Cartsignal\Guards\Tally;
use PHPUnit\Framework\TestCase;

final class TallyTest extends TestCase
{
    /** @return iterable<string, array{int, int, int, ?string}> Texts, opt-outs, undelivered, why it is bad. */
    public static function tallies(): iterable
    {
        yield 'nothing was sent' => [0, 0, 0, null];
        yield 'three of a hundred opted out' => [100, 3, 0, null];
        yield 'more than three percent of a hundred opted out' => [100, 4, 0, 'opt_outs'];
        yield 'ten of a hundred did not arrive' => [100, 0, 10, null];
        yield 'more than ten percent of a hundred did not arrive' => [100, 0, 11, 'undeliverable'];
        yield 'both: the people come first' => [100, 4, 11, 'opt_outs'];
        yield 'all of nineteen say too little' => [19, 19, 19, null];
        yield 'two of twenty opted out' => [20, 2, 0, null];
        yield 'three of twenty opted out' => [20, 3, 0, 'opt_outs'];
        yield 'three of twenty did not arrive' => [20, 0, 3, null];
        yield 'four of twenty did not arrive' => [20, 0, 4, 'undeliverable'];
        yield 'four of forty did not arrive' => [40, 0, 4, null];
    }

    /** @dataProvider tallies */
    public function test_a_journey_is_paused_beyond_a_share_of_enough_texts(int $texts, int $optOuts, int $undelivered, ?string $why): void
    {
        self::assertSame($why, (new Tally($texts, $optOuts, $undelivered))->isBad());
    }
}
