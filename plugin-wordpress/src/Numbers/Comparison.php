<?php
// Owns what texts really earn: people who could be texted beside those held out by lot, and how long an answer takes.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Services;

final class Comparison
{
    /** The share that gives the quickest answer. */
    private const QUICKEST = 0.5;

    private const MONTH_DAYS = 30.0;

    /** Longer than this is said as "more than". Chosen: nobody waits for it. */
    private const LONGEST_MONTHS = 60;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns both groups, and the difference where there is enough to say something.
     *
     * @return array{texted: array<string, int>, held: array<string, int>, until: ?string,
     *     interval: ?array{difference: float, low: float, high: float}, people_needed: ?int, months: ?int,
     *     months_at_half: ?int, holdout_percent: int} `months` at this volume; null where there is no volume yet.
     */
    public function of(int $from, int $to): array
    {
        $first = Days::of($from);
        $compared = Daily::compared($this->services);
        $last = \min(Days::of($to - 1), $compared ?? -1);
        $tally = $last < $first ? new Tally() : (new Kept($this->services->database()))->read($first, $last, 'arm.');
        $sums = $tally->total();
        $group = static fn (string $arm): array => [
            'people' => $sums["$arm.people"] ?? 0,
            'buyers' => $sums["$arm.buyers"] ?? 0,
            'sum' => $sums["$arm.sum"] ?? 0,
            'squares' => $sums["$arm.squares"] ?? 0,
        ];
        [$texted, $held] = [$group('texted'), $group('held')];
        $percent = $this->services->settings()->holdoutPercent();
        $people = $texted['people'] + $held['people'];
        // A store that began a week ago has had no month yet.
        $begun = \array_key_first($tally->days()) ?? $last;
        $aMonth = $people * self::MONTH_DAYS / \max(1, $last - $begun + 1);
        $needed = Interval::peopleNeeded($percent / 100);
        return [
            'texted' => \array_diff_key($texted, ['squares' => 0]),
            'held' => \array_diff_key($held, ['squares' => 0]),
            'until' => $last < $first ? null : Days::named($last),
            'interval' => Interval::between($texted, $held),
            'people_needed' => $needed,
            'months' => self::months($needed, $aMonth),
            'months_at_half' => self::months(Interval::peopleNeeded(self::QUICKEST), $aMonth),
            'holdout_percent' => $percent,
        ];
    }

    private static function months(?int $people, float $aMonth): ?int
    {
        if ($people === null || $aMonth <= 0) {
            return null;
        }
        return (int) \min(self::LONGEST_MONTHS, \max(1, \ceil($people / $aMonth)));
    }
}
