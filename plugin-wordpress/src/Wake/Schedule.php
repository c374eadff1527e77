<?php
// Owns the plugin's events in WordPress's own cron: which there are, and when.
declare(strict_types=1);

namespace Cartsignal\Wake;

/** What is due lies in our own table; these events only wake the runner. */
final class Schedule
{
    /** The name of the interval of a minute, which WordPress does not have. */
    private const MINUTELY = 'cartsignal_minutely';

    /**
     * @param array<string, array{interval: int, display: string}> $intervals
     * @return array<string, array{interval: int, display: string}>
     */
    public static function withMinute(array $intervals): array
    {
        // Asked for before translations may be loaded, too: the word is no sentence of ours.
        return $intervals + [self::MINUTELY => ['interval' => MINUTE_IN_SECONDS, 'display' => 'Cartsignal']];
    }

    /** Puts the regular events back where they are missing; without a query, they lie in an autoloaded option. */
    public static function keep(): void
    {
        if (\wp_next_scheduled(Wake::TICK) === false) {
            \wp_schedule_event(\time(), self::MINUTELY, Wake::TICK);
        }
        if (\wp_next_scheduled(Wake::DAILY) === false) {
            \wp_schedule_event(\time() + HOUR_IN_SECONDS, 'daily', Wake::DAILY);
        }
    }

    /**
     * Sees to it that the runner is woken at a time, unless something wakes it before.
     *
     * @param int $at ms since epoch
     */
    public static function at(int $at): void
    {
        $seconds = \intdiv($at + 999, 1_000);
        $own = \wp_next_scheduled(Wake::DRAIN);
        $soonest = \min($own ?: PHP_INT_MAX, \wp_next_scheduled(Wake::TICK) ?: PHP_INT_MAX);
        if ($soonest <= $seconds) {
            return;
        }
        // A second event of one name within ten minutes is refused: the later one goes first.
        if ($own !== false) {
            \wp_unschedule_event($own, Wake::DRAIN);
        }
        \wp_schedule_single_event($seconds, Wake::DRAIN);
    }

    public static function clear(): void
    {
        foreach ([Wake::TICK, Wake::DRAIN, Wake::DAILY] as $hook) {
            \wp_unschedule_hook($hook);
        }
    }
}
