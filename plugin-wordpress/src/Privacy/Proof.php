<?php
// Owns how long the proof of consent and the opt-outs are kept: longer than anything else, and by hash alone.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

final class Proof
{
    private const DAY_MS = 86_400_000;

    /**
     * After the last use of a permission. Source: five years in Germany (UWG section 7a (2), made for calls: the
     * prudent reading for texts), four in the United States (28 U.S.C. 1658, limitation of claims under the TCPA).
     */
    private const PROOF_DAYS = 1_827;

    /** Source: Virginia SB 1339 (2026): a STOP is honoured for ten years. */
    private const OPT_OUT_DAYS = 3_653;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param \Closure(string, int ...): int $repeat Carries a statement out in batches.
     * @return array<string, int> How much of each kind.
     */
    public function clear(\Closure $repeat): array
    {
        $now = $this->services->now();
        $proof = $now - self::PROOF_DAYS * self::DAY_MS;
        $day = \intdiv($proof, self::DAY_MS);
        $optOut = $now - self::OPT_OUT_DAYS * self::DAY_MS;
        // A permission that still stands in a state keeps its proof, however old.
        return [
            'consents' => $repeat('DELETE FROM {consents} WHERE at < ? AND NOT EXISTS (SELECT 1 FROM {recipients} WHERE
                {recipients}.recipient = {consents}.recipient AND (state IS NOT NULL OR seen_day >= ?))', $proof, $day),
            'stubs' => $repeat('DELETE FROM {recipients} WHERE state IS NULL AND seen_day BETWEEN 1 AND ? AND NOT EXISTS
                (SELECT 1 FROM {consents} WHERE {consents}.recipient = {recipients}.recipient)', $day - 1),
            'opt_outs' => $repeat('DELETE FROM {opt_outs} WHERE at < ? AND NOT EXISTS (SELECT 1 FROM {recipients} WHERE
                {recipients}.recipient = {opt_outs}.recipient AND state IS NOT NULL)', $optOut),
        ];
    }
}
