<?php
// Owns what a day is on these pages: a calendar day of the store's own time zone, counted from 1970.
declare(strict_types=1);

namespace Cartsignal\Numbers;

final class Days
{
    public const MS = 86_400_000;

    /** Returns the day of a moment. */
    public static function of(int $at): int
    {
        return self::floor($at + self::offset($at));
    }

    /** Returns the first moment of a day. */
    public static function begins(int $day): int
    {
        $naive = $day * self::MS;
        // Twice: on the day of a change of clocks the first guess may fall to the other side of it.
        return $naive - self::offset($naive - self::offset($naive));
    }

    /** Returns a day as `2026-11-21`. */
    public static function named(int $day): string
    {
        return \gmdate('Y-m-d', $day * 86_400);
    }

    private static function floor(int $at): int
    {
        return (int) \floor($at / self::MS);
    }

    private static function offset(int $at): int
    {
        return \wp_timezone()->getOffset(new \DateTimeImmutable('@' . \intdiv($at, 1_000))) * 1_000;
    }
}
