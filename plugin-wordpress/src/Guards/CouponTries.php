<?php
// Owns how often somebody else than its phone tried one of our coupons: each try was refused, many are told.
declare(strict_types=1);

namespace Cartsignal\Guards;

use Cartsignal\Consent\Limit;
use Cartsignal\Services;

final class CouponTries
{
    /** So many tries of one coupon may be somebody's second browser. Source: the issue, "tried > 5 times". */
    private const MOST = 5;

    /** For so long tries are counted together. Chosen: coupons live 48 hours. */
    private const SPAN_MS = 172_800_000;

    public function __construct(private readonly Services $services)
    {
    }

    /** Counts a try that was refused. Nothing of who tried is kept. */
    public function tried(string $decision): void
    {
        (new Limit($this->services))->passes(self::name($decision), self::MOST, self::SPAN_MS);
    }

    /** Returns whether any coupon was tried too often of late. */
    public function areMany(int $now): bool
    {
        $sql = "SELECT 1 AS found FROM {limits} WHERE name LIKE 'coupon:%' AND times > ? AND keep_until > ? LIMIT 1";
        return $this->services->database()->get($sql, self::MOST, $now) !== null;
    }

    private static function name(string $decision): string
    {
        return 'coupon:' . \substr(\hash('sha256', $decision), 0, 32);
    }
}
