<?php
// Owns the alarms about what the provider tells: receipts that don't come, and calls that are refused.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Host\Notes;
use Cartsignal\Services;
use Cartsignal\Wake\Findings;

final class OfReports
{
    /** Source: shared defaults, "no receipts for 2 h while sending". */
    private const SILENT_MS = 7_200_000;

    /** Before a text without a receipt makes a refused call suspicious: anybody can make such calls. Chosen. */
    private const PATIENCE_MS = 600_000;

    /** Texts older than that say nothing about now. Chosen. */
    private const LATELY_MS = 86_400_000;

    private const HOUR_MS = 3_600_000;

    private const DAY_MS = 86_400_000;

    /** A refused call; forgers may make those, so that they count only where reports are missing. */
    private const REFUSED = "'unsigned', 'forged', 'stale', 'malformed'";

    private const TOLD = "'sent', 'delivered', 'undelivered', 'failed'";

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, bool|null> */
    public function look(int $now): array
    {
        $settings = $this->services->settings();
        $isLive = \in_array(true, \array_column($settings->markets(), 'live'), true);
        if (!$isLive || \in_array($settings->providerName(), [null, 'log'], true)) {
            return ['no_receipts' => false, 'hook_unsigned' => false, 'hook_unreachable' => false];
        }
        $heard = $this->heardAt($now);
        $isRefused = $this->isRefused($now);
        $isSilent = $this->doesReport($settings->providerName()) && $this->isSilentSince($heard, $now - self::SILENT_MS, $now);
        $isUnsigned = $isRefused && $this->isSilentSince($heard, $now - self::PATIENCE_MS, $now);
        // Well again is only what was heard of again.
        $otherwise = $heard > 0 && !$isSilent ? false : null;
        return [
            // Where the signature is why, one mail about it is enough.
            'no_receipts' => $isSilent && !$isUnsigned ? true : $otherwise,
            'hook_unsigned' => $isUnsigned ? true : $otherwise,
            'hook_unreachable' => $this->isUnreachable($heard, $now),
        ];
    }

    /** Whether a provider is known to report at all: an owner's own receiver (`webhook`) need not. */
    private function doesReport(?string $provider): bool
    {
        $sql = 'SELECT 1 AS found FROM {outcomes} WHERE what IN (' . self::TOLD . ') LIMIT 1';
        return $provider !== 'webhook' || $this->services->database()->get($sql) !== null;
    }

    /** Returns when the provider last reported on a text in the last day; 0 where it did not. */
    private function heardAt(int $now): int
    {
        $sql = 'SELECT MAX(at) AS at FROM {outcomes} WHERE at > ? AND what IN (' . self::TOLD . ')';
        return $this->services->database()->get($sql, $now - self::LATELY_MS)['at'] ?? 0;
    }

    /** Returns whether a text of the last day, taken by the provider before a time, has had no receipt, nor any after it. */
    private function isSilentSince(int $heard, int $before, int $now): bool
    {
        $sql = "SELECT MAX(settled_at) AS at FROM {outbox} WHERE state = 'accepted' AND act = 'send' AND receipt IS NULL
            AND settled_at > ? AND settled_at <= ?";
        $at = $this->services->database()->get($sql, $now - self::LATELY_MS, $before)['at'] ?? null;
        return $at !== null && $heard < $at;
    }

    /** Whether calls were refused in the last hour, as far as counts by day tell: they are noted when they grow. */
    private function isRefused(int $now): bool
    {
        $notes = new Notes($this->services->database());
        $sql = 'SELECT COALESCE(SUM(times), 0) AS times FROM {hook_counts} WHERE day >= ? AND provider <> \'\'
            AND what IN (' . self::REFUSED . ')';
        $times = (int) $this->services->database()->get($sql, \intdiv($now, self::DAY_MS) - 1)['times'];
        $before = \json_decode($notes->read('hooks_refused') ?? '{}', true) + ['times' => 0, 'grew_at' => 0];
        if ($times !== $before['times']) {
            $grewAt = $times > $before['times'] ? $now : $before['grew_at'];
            $before = ['times' => $times, 'grew_at' => $grewAt];
            $notes->write('hooks_refused', \json_encode($before, JSON_THROW_ON_ERROR));
        }
        return $before['grew_at'] > 0 && $now - $before['grew_at'] < self::HOUR_MS;
    }

    /**
     * Asked once an hour, over the network: the site calls its own address. Many hosts keep a site from that, so it counts
     * the second time, and where the provider was not heard for a day.
     */
    private function isUnreachable(int $heard, int $now): ?bool
    {
        if ($heard > 0) {
            return false;
        }
        $notes = new Notes($this->services->database());
        $last = \json_decode($notes->read('reach') ?? '{}', true) + ['at' => 0, 'failed' => 0];
        if ($now - $last['at'] < self::HOUR_MS) {
            return null;
        }
        $isWell = (new Findings($this->services))->of('reached')->status === 'good';
        $failed = $isWell ? 0 : $last['failed'] + 1;
        $notes->write('reach', \json_encode(['at' => $now, 'failed' => $failed], JSON_THROW_ON_ERROR));
        return $isWell ? false : ($failed >= 2 ? true : null);
    }
}
