<?php
// Owns floating-point arithmetic that PHP has no operator for. An f64 is a float; an f32 is a float rounded to 32 bits.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** Named after the instructions. What an f32 and an f64 have in common is one function: every f32 is an f64. */
final class Real
{
    /** Rounds to the nearest f32. */
    public static function round32(float $a): float
    {
        return \unpack('g', \pack('g', $a))[1];
    }

    public static function promote(float $a): float
    {
        return $a * 1.0;
    }

    public static function from32(int $bits): float
    {
        if (($bits & 0x7F800000) === 0x7F800000) {
            // A conversion would set the quiet bit of a signaling NaN.
            return self::from64(($bits & 0x80000000) << 32 | 0x7FF0000000000000 | ($bits & 0x7FFFFF) << 29);
        }
        return \unpack('g', \pack('V', $bits))[1];
    }

    public static function to32(float $a): int
    {
        if (\is_nan($a)) {
            $bits = self::to64($a);
            return ($bits >> 32 & 0x80000000) | 0x7F800000 | ($bits >> 29 & 0x7FFFFF);
        }
        return \unpack('V', \pack('g', $a))[1];
    }

    public static function from64(int $bits): float
    {
        return \unpack('e', \pack('P', $bits))[1];
    }

    public static function to64(float $a): int
    {
        return \unpack('P', \pack('e', $a))[1];
    }

    public static function div(float $a, float $b): float
    {
        return \fdiv($a, $b);
    }

    public static function div32(float $a, float $b): float
    {
        return self::round32(\fdiv($a, $b));
    }

    public static function sqrt(float $a): float
    {
        return \sqrt($a);
    }

    public static function sqrt32(float $a): float
    {
        return self::round32(\sqrt($a));
    }

    public static function abs(float $a): float
    {
        return self::from64(self::to64($a) & \PHP_INT_MAX);
    }

    public static function neg(float $a): float
    {
        return self::from64(self::to64($a) ^ \PHP_INT_MIN);
    }

    public static function copysign(float $a, float $b): float
    {
        return self::from64((self::to64($a) & \PHP_INT_MAX) | (self::to64($b) & \PHP_INT_MIN));
    }

    public static function ceil(float $a): float
    {
        return \ceil($a * 1.0);
    }

    public static function floor(float $a): float
    {
        return \floor($a * 1.0);
    }

    public static function trunc(float $a): float
    {
        return $a < 0 || self::to64($a) < 0 ? \ceil($a * 1.0) : \floor($a * 1.0);
    }

    /** Rounds to the nearest integer, halves to the even one. */
    public static function nearest(float $a): float
    {
        // From 2^52 on every f64 is an integer.
        if (\is_nan($a) || \abs($a) >= 4_503_599_627_370_496.0) {
            return $a * 1.0;
        }
        return self::copysign(\abs($a) + 4_503_599_627_370_496.0 - 4_503_599_627_370_496.0, $a);
    }

    public static function min(float $a, float $b): float
    {
        return match (true) {
            \is_nan($a) || \is_nan($b) => $a + $b,
            $a === $b => self::to64($a) < 0 ? $a : $b,
            default => $a < $b ? $a : $b,
        };
    }

    public static function max(float $a, float $b): float
    {
        return match (true) {
            \is_nan($a) || \is_nan($b) => $a + $b,
            $a === $b => self::to64($a) < 0 ? $b : $a,
            default => $a > $b ? $a : $b,
        };
    }
}
