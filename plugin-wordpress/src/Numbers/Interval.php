<?php
// Owns how sure one can be of a difference between two groups: a 95 % interval, and how many people an answer takes.
declare(strict_types=1);

namespace Cartsignal\Numbers;

final class Interval
{
    /** Of the normal distribution: 95 % lie within so many standard deviations. */
    private const WIDTH = 1.96;

    /** For an 80 % chance to see a difference that is there. */
    private const POWER = 0.84;

    /** Smallest groups for which sums of purchases are anywhere near normal. Chosen. */
    private const FEWEST_PEOPLE = 50;
    private const FEWEST_BUYERS = 20;

    /** The difference that is worth knowing: 8 instead of 5 of 100 buy. Chosen. */
    private const BUY = 0.05;
    private const BUY_TEXTED = 0.08;

    /**
     * Returns what one person more spent in the first group than in the second, in minor units: the mean and the ends of
     * its interval; null where the groups are too small to say anything.
     *
     * @param array{people?: int, buyers?: int, sum?: int, squares?: int} $one
     * @param array{people?: int, buyers?: int, sum?: int, squares?: int} $other
     * @return array{difference: float, low: float, high: float}|null
     */
    public static function between(array $one, array $other): ?array
    {
        $isSmall = \min($one['people'] ?? 0, $other['people'] ?? 0) < self::FEWEST_PEOPLE;
        if ($isSmall || ($one['buyers'] ?? 0) + ($other['buyers'] ?? 0) < self::FEWEST_BUYERS) {
            return null;
        }
        $difference = $one['sum'] / $one['people'] - $other['sum'] / $other['people'];
        $error = \sqrt(self::variance($one) / $one['people'] + self::variance($other) / $other['people']);
        return [
            'difference' => $difference,
            'low' => $difference - self::WIDTH * $error,
            'high' => $difference + self::WIDTH * $error,
        ];
    }

    /**
     * Returns how many people an answer takes, both groups together.
     *
     * @param float $share Of people held out, between 0 and 1.
     */
    public static function peopleNeeded(float $share): ?int
    {
        if ($share <= 0 || $share >= 1) {
            return null;
        }
        $spread = static fn (float $buy): float => $buy * (1 - $buy);
        $worth = (self::WIDTH + self::POWER) / (self::BUY_TEXTED - self::BUY);
        return (int) \ceil($worth ** 2 * ($spread(self::BUY_TEXTED) / (1 - $share) + $spread(self::BUY) / $share));
    }

    /** @param array{people: int, sum: int, squares: int} $group */
    private static function variance(array $group): float
    {
        return \max(0.0, ($group['squares'] - $group['sum'] ** 2 / $group['people']) / ($group['people'] - 1));
    }
}
