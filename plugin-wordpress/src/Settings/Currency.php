<?php
// Owns how amounts of the store's currency are typed and shown on the settings page.
declare(strict_types=1);

namespace Cartsignal\Settings;

/** Never a float: digits are moved. */
final class Currency
{
    private const MICROS_DIGITS = 6;

    private const DIGITS = 2;

    /** Currencies whose minor unit is not a hundredth, with its digits. Source: ISO 4217, list one. */
    private const OTHER_DIGITS = [
        'BIF' => 0, 'CLP' => 0, 'DJF' => 0, 'GNF' => 0, 'ISK' => 0, 'JPY' => 0, 'KMF' => 0, 'KRW' => 0, 'PYG' => 0, 'RWF' => 0,
        'UGX' => 0, 'UYI' => 0, 'VND' => 0, 'VUV' => 0, 'XAF' => 0, 'XOF' => 0, 'XPF' => 0,
        'BHD' => 3, 'IQD' => 3, 'JOD' => 3, 'KWD' => 3, 'LYD' => 3, 'OMR' => 3, 'TND' => 3,
    ];

    /** Returns typed text (`50`, `0,075`, `12.50`) in millionths, or null where it is no amount. */
    public static function micros(string $typed): ?int
    {
        return self::units($typed, self::MICROS_DIGITS);
    }

    /** Returns typed text in minor units, or null where it is no amount of this currency. */
    public static function minor(string $typed, string $currency): ?int
    {
        return self::units($typed, self::OTHER_DIGITS[$currency] ?? self::DIGITS);
    }

    public static function ofMicros(int $micros): string
    {
        return self::text($micros, self::MICROS_DIGITS, self::DIGITS);
    }

    public static function ofMinor(int $minor, string $currency): string
    {
        $digits = self::OTHER_DIGITS[$currency] ?? self::DIGITS;
        return self::text($minor, $digits, $digits);
    }

    private static function units(string $typed, int $digits): ?int
    {
        $pattern = '/\A(\d{1,9})(?:[.,](\d{0,' . $digits . '}))?\z/';
        if (\preg_match($pattern, \trim($typed), $found) !== 1) {
            return null;
        }
        return (int) ($found[1] . \str_pad($found[2] ?? '', $digits, '0'));
    }

    /** Returns an amount with at least `$shown` of its digits behind the point. */
    private static function text(int $units, int $digits, int $shown): string
    {
        $all = \str_pad((string) $units, $digits + 1, '0', STR_PAD_LEFT);
        $whole = \substr($all, 0, \strlen($all) - $digits);
        $rest = \str_pad(\rtrim(\substr($all, \strlen($all) - $digits), '0'), $shown, '0');
        return $rest === '' ? $whole : "$whole.$rest";
    }
}
