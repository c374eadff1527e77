<?php
// Owns amounts in minor units: how many decimals a currency's smallest unit has, whatever the store shows.
declare(strict_types=1);

namespace Cartsignal\Capture;

final class Money
{
    /** Currencies whose minor unit is not a hundredth. Source: ISO 4217. */
    private const DECIMALS = [
        'BHD' => 3, 'BIF' => 0, 'CLP' => 0, 'DJF' => 0, 'GNF' => 0, 'IQD' => 3, 'ISK' => 0, 'JOD' => 3, 'JPY' => 0,
        'KMF' => 0, 'KRW' => 0, 'KWD' => 3, 'LYD' => 3, 'OMR' => 3, 'PYG' => 0, 'RWF' => 0, 'TND' => 3, 'UGX' => 0,
        'UYI' => 0, 'VND' => 0, 'VUV' => 0, 'XAF' => 0, 'XOF' => 0, 'XPF' => 0,
    ];

    /** Returns an amount in minor units, rounded half away from zero; what is no number is nothing. */
    public static function minor(mixed $amount, string $currency): int
    {
        $minor = \is_numeric($amount) ? \round((float) $amount * 10 ** (self::DECIMALS[$currency] ?? 2)) : 0.0;
        return \is_finite($minor) && \abs($minor) < PHP_INT_MAX ? (int) $minor : 0;
    }

    /** Returns whether the core can read this as a currency. */
    public static function isCurrency(string $currency): bool
    {
        return \preg_match('/\A[A-Z]{3}\z/', $currency) === 1;
    }
}
