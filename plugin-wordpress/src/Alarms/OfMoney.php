<?php
// Owns the alarms about the budget and the coupons of the month.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Guards\CouponGuard;
use Cartsignal\Guards\CouponTries;
use Cartsignal\Services;

final class OfMoney
{
    /** Source: shared defaults, "mail at 80 %". */
    private const NEAR_PERCENT = 80;

    private const DAY_MS = 86_400_000;

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, bool|null> */
    public function look(int $now): array
    {
        return $this->ofBudget($now) + [
            'coupon_guard' => (new CouponGuard($this->services))->isUsedUp($now),
            'coupon_tried' => (new CouponTries($this->services))->areMany($now),
        ];
    }

    /** @return array<string, bool> */
    private function ofBudget(int $now): array
    {
        ['day' => $day, 'month' => $month] = $this->services->host()->spending($now);
        // The last text that would fit may cost more than what is left: then texts are refused before all of it is spent.
        $refused = $this->isRefused($now);
        $isMonth = self::isSpent($month) || ($refused && !self::isSpent($day) && self::left($month) < self::left($day));
        return [
            'budget_near' => !$isMonth && self::isNear($month),
            'budget_spent' => $isMonth,
            'budget_day' => !$isMonth && (self::isSpent($day) || $refused),
        ];
    }

    /** Whether a text of today was refused for want of budget. Days are the core's, by UTC. */
    private function isRefused(int $now): bool
    {
        $sql = "SELECT 1 AS found FROM {outbox} WHERE state = 'refused' AND why = 'budget' AND settled_at >= ? LIMIT 1";
        return $this->services->database()->get($sql, $now - $now % self::DAY_MS) !== null;
    }

    /** @param array{spent_micros: int, limit_micros: int} $part */
    private static function isSpent(array $part): bool
    {
        return $part['limit_micros'] > 0 && $part['spent_micros'] >= $part['limit_micros'];
    }

    /** @param array{spent_micros: int, limit_micros: int} $part */
    private static function isNear(array $part): bool
    {
        return $part['limit_micros'] > 0 && $part['spent_micros'] * 100 >= $part['limit_micros'] * self::NEAR_PERCENT;
    }

    /** @param array{spent_micros: int, limit_micros: int} $part */
    private static function left(array $part): int
    {
        return $part['limit_micros'] - $part['spent_micros'];
    }
}
