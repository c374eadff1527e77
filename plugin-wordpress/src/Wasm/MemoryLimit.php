<?php
// Owns how much memory PHP may still take.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** Reads PHP's setting `memory_limit`. */
final class MemoryLimit
{
    private const UNITS = ['k' => 1 << 10, 'm' => 1 << 20, 'g' => 1 << 30];

    /** Returns how many bytes may still be taken; without a limit, very many. */
    public static function room(): int
    {
        $setting = \strtolower(\trim((string) \ini_get('memory_limit')));
        $limit = (int) $setting * (self::UNITS[\substr($setting, -1)] ?? 1);
        return $limit <= 0 ? \PHP_INT_MAX : $limit - \memory_get_usage(true);
    }
}
