<?php
// Owns integer arithmetic that PHP has no operator for. An i32 is an int from 0 to 2^32 - 1, an i64 is an int.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** Named after the instructions; S is signed, U is unsigned. */
final class Integer
{
    private const MASK = 0xFFFFFFFF;
    private const SIGN = 0x80000000;

    public static function mul32(int $a, int $b): int
    {
        // The whole product may not fit an int; this sum of two parts does, and has the same low bits.
        return ((($a >> 16) * $b & 0xFFFF) << 16) + ($a & 0xFFFF) * $b & self::MASK;
    }

    public static function divS32(int $a, int $b): int
    {
        $quotient = \intdiv(($a ^ self::SIGN) - self::SIGN, ($b ^ self::SIGN) - self::SIGN);
        if ($quotient === self::SIGN) {
            throw new Trap('integer overflow');
        }
        return $quotient & self::MASK;
    }

    public static function remS32(int $a, int $b): int
    {
        return (($a ^ self::SIGN) - self::SIGN) % (($b ^ self::SIGN) - self::SIGN) & self::MASK;
    }

    public static function rotl32(int $a, int $by): int
    {
        $by &= 31;
        return ($a << $by | $a >> 32 - $by) & self::MASK;
    }

    public static function rotr32(int $a, int $by): int
    {
        return self::rotl32($a, -$by);
    }

    public static function clz32(int $a): int
    {
        return $a === 0 ? 32 : 32 - \strlen(\decbin($a));
    }

    public static function ctz32(int $a): int
    {
        return $a === 0 ? 32 : \strlen(\decbin($a & -$a)) - 1;
    }

    public static function popcnt(int $a): int
    {
        return \substr_count(\decbin($a), '1');
    }

    public static function clz64(int $a): int
    {
        return $a === 0 ? 64 : 64 - \strlen(\decbin($a));
    }

    public static function ctz64(int $a): int
    {
        // The smallest int is its own opposite only as a float.
        return match ($a) {
            0 => 64,
            \PHP_INT_MIN => 63,
            default => \strlen(\decbin($a & -$a)) - 1,
        };
    }

    public static function add64(int $a, int $b): int
    {
        $low = ($a & self::MASK) + ($b & self::MASK);
        return ($low & self::MASK) | ($a >> 32) + ($b >> 32) + ($low >> 32) << 32;
    }

    public static function sub64(int $a, int $b): int
    {
        $low = ($a & self::MASK) - ($b & self::MASK);
        return ($low & self::MASK) | ($a >> 32) - ($b >> 32) + ($low >> 32) << 32;
    }

    public static function mul64(int $a, int $b): int
    {
        $a0 = $a & self::MASK;
        $b0 = $b & self::MASK;
        $a1 = ($a >> 32) & self::MASK;
        $b1 = ($b >> 32) & self::MASK;
        $cross = self::mul32($a0, $b1) + self::mul32($a1, $b0);
        return self::add64(self::mulU32($a0, $b0), ($cross & self::MASK) << 32);
    }

    public static function divS64(int $a, int $b): int
    {
        if ($a === \PHP_INT_MIN && $b === -1) {
            throw new Trap('integer overflow');
        }
        return \intdiv($a, $b);
    }

    public static function divU64(int $a, int $b): int
    {
        if ($b < 0) {
            // At least 2^63: it fits once or not at all.
            return self::lessU64($a, $b) ? 0 : 1;
        }
        if ($a >= 0) {
            return \intdiv($a, $b);
        }
        // Half of it, divided and doubled, is right or one too small.
        $quotient = \intdiv(($a >> 1) & \PHP_INT_MAX, $b) << 1;
        $rest = self::sub64($a, self::mul64($quotient, $b));
        return self::lessU64($rest, $b) ? $quotient : $quotient + 1;
    }

    public static function remU64(int $a, int $b): int
    {
        if ($a >= 0 && $b >= 0) {
            return $a % $b;
        }
        return self::sub64($a, self::mul64(self::divU64($a, $b), $b));
    }

    public static function shrU64(int $a, int $by): int
    {
        $by &= 63;
        return $by === 0 ? $a : ($a >> $by) & (\PHP_INT_MAX >> $by - 1);
    }

    public static function rotl64(int $a, int $by): int
    {
        $by &= 63;
        return $by === 0 ? $a : $a << $by | self::shrU64($a, 64 - $by);
    }

    public static function rotr64(int $a, int $by): int
    {
        return self::rotl64($a, -$by);
    }

    /** Returns the product of two i32 as an i64. */
    private static function mulU32(int $a, int $b): int
    {
        $high = ($a >> 16) * $b;
        return self::add64(($high & 0xFFFFFFFFFFFF) << 16, ($a & 0xFFFF) * $b);
    }

    private static function lessU64(int $a, int $b): bool
    {
        return ($a ^ \PHP_INT_MIN) < ($b ^ \PHP_INT_MIN);
    }
}
