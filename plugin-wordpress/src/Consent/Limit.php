<?php
// Owns how often something may be done in a stretch of time, by hashed names, in one statement each.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

final class Limit
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Counts once more, and returns whether it is still within the limit.
     *
     * @param string $name What is counted and of whom, nothing personal: `contact:` and a hash.
     * @param int $span In ms, from the first time.
     */
    public function passes(string $name, int $most, int $span): bool
    {
        global $wpdb;
        $now = $this->services->now();
        $table = $wpdb->prefix . 'cartsignal_limits';
        // LAST_INSERT_ID hands back what the row says after the statement, without asking again.
        $sql = "INSERT INTO $table (name, times, keep_until) VALUES (%s, LAST_INSERT_ID(1), %d)
            ON DUPLICATE KEY UPDATE times = LAST_INSERT_ID(IF(keep_until <= %d, 1, times + 1)),
            keep_until = IF(keep_until <= %d, VALUES(keep_until), keep_until)";
        $suppressed = $wpdb->suppress_errors();
        // phpcs:ignore WordPress.DB -- the table is ours, and each value is prepared.
        $counted = $wpdb->query($wpdb->prepare($sql, $name, $now + $span, $now, $now));
        $wpdb->suppress_errors($suppressed);
        return $counted !== false && $wpdb->insert_id <= $most;
    }
}
