<?php
// Owns how much time and memory a run may take in this process.
declare(strict_types=1);

namespace Cartsignal\Wake;

final class Room
{
    /** What a run needs beside what WordPress has taken. Source: js/tests/bench of the core under PHP: 20 to 40 MB. */
    private const BYTES = 67_108_864;

    /** After the last text a run still waits for the provider and writes; a limit of PHP may not fall in between. */
    private const AFTER_SECONDS = 40;

    /** Makes room for a run and returns whether there is enough. */
    public static function make(int $budgetMs): bool
    {
        if (\function_exists('set_time_limit')) {
            @\set_time_limit(\intdiv($budgetMs, 1_000) + self::AFTER_SECONDS);
        }
        \wp_raise_memory_limit('cron');
        $limit = \wp_convert_hr_to_bytes((string) \ini_get('memory_limit'));
        return $limit <= 0 || $limit - \memory_get_usage(true) >= self::BYTES;
    }
}
