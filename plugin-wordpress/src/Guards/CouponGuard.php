<?php
// Owns how many coupons are issued in a month: never more than the owner allows, whatever the core decides.
declare(strict_types=1);

namespace Cartsignal\Guards;

use Cartsignal\Host\Entry;
use Cartsignal\Services;

final class CouponGuard
{
    /** Without a wish of the owner's: so many, or a share of the month's texts where that is more. Chosen, see the issue. */
    private const LEAST = 30;

    private const PERCENT_OF_TEXTS = 10;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Puts the guard around what the store does for the core. Where it says no, the journey goes on without a coupon.
     *
     * @param array<string, \Closure(Entry): array<string, mixed>> $acts
     * @return array<string, \Closure(Entry): array<string, mixed>>
     */
    public function around(array $acts): array
    {
        $issue = $acts['issue_coupon'] ?? null;
        if ($issue === null) {
            return $acts;
        }
        return ['issue_coupon' => function (Entry $entry) use ($issue): array {
            // The entry is marked as begun already and counts itself: two at once both count both, and never go beyond.
            $now = $this->services->now();
            return $this->issued($now) > $this->most($now) ? ['refused' => ['why' => 'coupon_refused']] : $issue($entry);
        }] + $acts;
    }

    /** Returns whether the next coupon of this month would be refused. */
    public function isUsedUp(int $now): bool
    {
        return $this->services->settings()->coupon() !== null && $this->issued($now) >= $this->most($now);
    }

    /** Returns how many coupons may be issued in the month of a moment. */
    public function most(int $now): int
    {
        $wished = $this->services->settings()->couponsPerMonth();
        if ($wished !== null) {
            return $wished;
        }
        $sql = "SELECT COUNT(*) AS times FROM {outbox} WHERE act = 'send' AND state = 'accepted' AND attempted_at >= ?";
        $texts = (int) $this->services->database()->get($sql, self::monthOf($now))['times'];
        return \max(self::LEAST, \intdiv($texts * self::PERCENT_OF_TEXTS, 100));
    }

    /** Returns how many were issued in that month, those of which nobody knows among them. */
    public function issued(int $now): int
    {
        $sql = "SELECT COUNT(*) AS times FROM {outbox} WHERE act = 'issue_coupon' AND attempted_at >= ?
            AND state IN ('attempting', 'accepted', 'unknown')";
        return (int) $this->services->database()->get($sql, self::monthOf($now))['times'];
    }

    /** Months begin by UTC, as those of the budget do. */
    private static function monthOf(int $now): int
    {
        return \gmmktime(0, 0, 0, (int) \gmdate('n', \intdiv($now, 1_000)), 1, (int) \gmdate('Y', \intdiv($now, 1_000))) * 1_000;
    }
}
