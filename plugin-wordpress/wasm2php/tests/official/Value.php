<?php

/** Owns the numbers of a script: how they are read, and whether a result is bit for bit the expected one. */

declare(strict_types=1);

namespace Cartsignal\Wasm2php\Official;

final class Value
{
    /** Returns the number that a word such as `i32:-1` or `f32:7fc00000` means. */
    public static function read(string $word): int|float
    {
        [$type, $text] = explode(':', $word);
        return match ($type) {
            'i32', 'i64' => (int) $text,
            'f32' => self::widened((int) hexdec($text)),
            'f64' => unpack('E', hex2bin($text))[1],
        };
    }

    /** Says whether a result is what a word such as `i64:5` or `f64:canonical` asks for. */
    public static function holds(string $word, mixed $seen): bool
    {
        [$type, $text] = explode(':', $word);
        if ($type === 'i32' || $type === 'i64') {
            return $seen === (int) $text;
        }
        $bits = is_float($seen) ? self::bits($type, $seen) : null;
        [$sign, $quiet] = $type === 'f32' ? [0x80000000, 0x7FC00000] : [PHP_INT_MIN, 0x7FF8000000000000];
        return $bits !== null && match ($text) {
            'canonical' => ($bits & ~$sign) === $quiet,
            'arithmetic' => ($bits & $quiet) === $quiet,
            default => $bits === ($type === 'f32' ? (int) hexdec($text) : unpack('J', hex2bin($text))[1]),
        };
    }

    /** Returns a result for a person to read. */
    public static function show(mixed $value): string
    {
        if (!is_float($value)) {
            return var_export($value, true);
        }
        return var_export($value, true) . ' (' . bin2hex(pack('E', $value)) . ')';
    }

    /**
     * Returns the f32 of these bits as a PHP float. The trap: `unpack('G')` would set a NaN's quiet bit, so the bits of
     * a NaN are moved by hand.
     */
    private static function widened(int $bits): float
    {
        if (($bits & 0x7F800000) !== 0x7F800000) {
            return unpack('G', pack('N', $bits))[1];
        }
        $wide = ($bits & 0x80000000) << 32 | 0x7FF << 52 | ($bits & 0x7FFFFF) << 29;
        return unpack('E', pack('J', $wide))[1];
    }

    /** Returns the bits of a result; null if it is no f32 although it must be one. */
    private static function bits(string $type, float $value): ?int
    {
        $wide = unpack('J', pack('E', $value))[1];
        if ($type === 'f64') {
            return $wide;
        }
        if (is_nan($value)) {
            $narrow = ($wide >> 32 & 0x80000000) | 0x7F800000 | ($wide >> 29 & 0x7FFFFF);
            return ($wide & 0x1FFFFFFF) === 0 ? $narrow : null;
        }
        return unpack('G', pack('G', $value))[1] === $value ? unpack('N', pack('G', $value))[1] : null;
    }
}
