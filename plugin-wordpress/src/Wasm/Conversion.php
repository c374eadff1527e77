<?php
// Owns conversions between integers and floating-point numbers.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** Named after the instructions; S is signed, U is unsigned. An i32 is an int from 0 to 2^32 - 1. */
final class Conversion
{
    private const MASK = 0xFFFFFFFF;
    private const SIGN = 0x80000000;
    private const TWO_63 = 9_223_372_036_854_775_808.0;
    private const TWO_64 = 18_446_744_073_709_551_616.0;

    public static function fromS32To32(int $a): float
    {
        return Real::round32((float) (($a ^ self::SIGN) - self::SIGN));
    }

    public static function fromU32To32(int $a): float
    {
        return Real::round32((float) $a);
    }

    public static function fromS64To32(int $a): float
    {
        if ($a === \PHP_INT_MIN) {
            return -self::TWO_63;
        }
        return $a < 0 ? -self::sticky(-$a) : self::sticky($a);
    }

    public static function fromU64To32(int $a): float
    {
        return $a >= 0 ? self::sticky($a) : 2 * self::sticky(self::half($a));
    }

    public static function fromU64To64(int $a): float
    {
        return $a >= 0 ? (float) $a : 2 * (float) self::half($a);
    }

    public static function truncS32(float $a): int
    {
        return self::within($a, -2_147_483_649.0, 2_147_483_648.0) & self::MASK;
    }

    public static function truncU32(float $a): int
    {
        return self::within($a, -1.0, 4_294_967_296.0);
    }

    public static function truncS64(float $a): int
    {
        // There is no f64 between -2^63 - 1 and -2^63: the bound itself is the smallest that fits.
        return $a === -self::TWO_63 ? \PHP_INT_MIN : self::within($a, -self::TWO_63, self::TWO_63);
    }

    public static function truncU64(float $a): int
    {
        return $a >= self::TWO_63 && $a < self::TWO_64
            ? (int) ($a - self::TWO_63) ^ \PHP_INT_MIN
            : self::within($a, -1.0, self::TWO_63);
    }

    public static function saturateS32(float $a): int
    {
        return self::nearestWithin($a, -2_147_483_648.0, 2_147_483_647.0) & self::MASK;
    }

    public static function saturateU32(float $a): int
    {
        return self::nearestWithin($a, 0.0, 4_294_967_295.0);
    }

    public static function saturateS64(float $a): int
    {
        return match (true) {
            $a >= self::TWO_63 => \PHP_INT_MAX,
            $a <= -self::TWO_63 => \PHP_INT_MIN,
            default => self::nearestWithin($a, -self::TWO_63, self::TWO_63),
        };
    }

    public static function saturateU64(float $a): int
    {
        return match (true) {
            $a >= self::TWO_64 => -1,
            $a >= self::TWO_63 => self::truncU64($a),
            default => self::nearestWithin($a, 0.0, self::TWO_63),
        };
    }

    /** Cuts off the fraction of a number strictly between two bounds; traps outside. */
    private static function within(float $a, float $above, float $below): int
    {
        if ($a > $above && $a < $below) {
            return (int) $a;
        }
        throw new Trap(\is_nan($a) ? 'invalid conversion to integer' : 'integer overflow');
    }

    private static function nearestWithin(float $a, float $least, float $most): int
    {
        return \is_nan($a) ? 0 : (int) \max($least, \min($most, $a));
    }

    /** Rounds once, to an f32: the bits that an f64 would round away are kept as one, so that halves stay no halves. */
    private static function sticky(int $a): float
    {
        if ($a >= 1 << 53) {
            $a = $a & ~0x7FF | (($a & 0x7FF) === 0 ? 0 : 0x400);
        }
        return Real::round32((float) $a);
    }

    /** Half of an unsigned number from 2^63 on, its last bit kept where it decides how to round. */
    private static function half(int $a): int
    {
        return ($a >> 1) & \PHP_INT_MAX | $a & 1;
    }
}
