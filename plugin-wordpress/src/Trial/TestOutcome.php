<?php
// Owns what became of a test text so far, live: taken, delivered, its link opened, its way out used.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Services;

/** @phpstan-import-type Kept from TestNote */
final class TestOutcome
{
    /** Arrivals taken in while somebody waits for the page. Chosen: each takes some ms. */
    private const TAKEN = 10;

    /** For sending it while its owner waits. Chosen. */
    private const BUDGET_MS = 3_000;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param Kept $kept With its decision.
     * @return array{state: string, why: ?string, code: ?string, receipt: ?string, parts: ?int, opened_at: ?int, stopped_at: ?int}
     */
    public function seen(array $kept): array
    {
        $database = $this->services->database();
        $decision = $kept['decision'] ?? '';
        $row = $database->get('SELECT state, why, code, receipt, parts FROM {outbox} WHERE decision = ?', $decision);
        $sql = "SELECT used_at FROM {links} WHERE decision = ? AND kind = 'cart'";
        return [
            'state' => $row['state'] ?? 'unknown',
            'why' => $row['why'] ?? null,
            'code' => $row['code'] ?? null,
            'receipt' => $row['receipt'] ?? null,
            'parts' => $row['parts'] ?? null,
            'opened_at' => $database->get($sql, $decision)['used_at'] ?? null,
            'stopped_at' => $this->stoppedAt($kept),
        ];
    }

    /**
     * Sends what another run had no time for, and takes in what waits about it, so that a page that looks each second need
     * not wait for the runner.
     */
    public function moveOn(array $kept): void
    {
        $waits = "SELECT 1 AS waits FROM {outbox} WHERE decision = ? AND state = 'waiting'";
        if ($this->services->database()->get($waits, $kept['decision'] ?? '') !== null) {
            $this->services->host()->drain(budgetMs: self::BUDGET_MS);
        }
        $sql = "SELECT 1 AS waits FROM {inbox} WHERE state = 'pending' AND recipient = ? LIMIT 1";
        if ($this->services->database()->get($sql, $kept['recipient'] ?? '') !== null) {
            $this->services->host()->takeIn(self::TAKEN);
        }
    }

    private function stoppedAt(array $kept): ?int
    {
        foreach ($this->services->people()->optOuts($kept['recipient'] ?? '') as $optOut) {
            if ($optOut['channel'] === 'sms' && $optOut['at'] >= $kept['at']) {
                return $optOut['at'];
            }
        }
        return null;
    }
}
