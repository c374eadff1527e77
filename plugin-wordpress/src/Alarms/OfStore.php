<?php
// Owns the alarms about the store itself: keys, runs, a restore, settings, and what waits for the owner.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Guards\OptOutFile;
use Cartsignal\Host\KeyFault;
use Cartsignal\Host\Notes;
use Cartsignal\Host\Restores;
use Cartsignal\Services;
use Cartsignal\Settings\Configuration;
use Cartsignal\Settings\MarkFile;
use Cartsignal\Wake\Heartbeat;
use Cartsignal\Wake\Runs;

final class OfStore
{
    /** Source: the issue, replies that wait for more than a day. */
    private const WAITED_MS = 86_400_000;

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns whether the keys are there, and those of the database: without them nothing else can be looked at. */
    public static function hasKeys(Services $services): bool
    {
        try {
            $services->keys()->check($services->database());
            return true;
        } catch (KeyFault) {
            return false;
        }
    }

    /** @return array<string, bool|null> */
    public function look(int $now): array
    {
        $database = $this->services->database();
        $notes = new Notes($database);
        $set = "SELECT 1 AS found FROM {inbox} WHERE state = 'quarantined' LIMIT 1";
        $waiting = "SELECT 1 AS found FROM {replies} WHERE state = 'waiting' AND at < ? LIMIT 1";
        $isFailing = $this->isFailing($now);
        $hasKeys = self::hasKeys($this->services);
        return [
            'keys' => !$hasKeys,
            'trouble' => $this->services->settings()->trouble() !== null,
            // The keys say it better.
            'failing' => $isFailing && $hasKeys && $this->services->settings()->trouble() === null,
            'restored' => $notes->read('paused') === Restores::WHY,
            'quarantined' => $database->get($set) !== null,
            'replies_waiting' => $database->get($waiting, $now - self::WAITED_MS) !== null,
            'mark_unwritable' => self::mayWrite(MarkFile::path()) ? false : null,
            'opt_outs_unwritable' => !self::mayWrite(OptOutFile::path()),
            'settings_refused' => $isFailing || !$hasKeys ? null : $this->areRefused(),
        ];
    }

    private function isFailing(int $now): bool
    {
        ['ran_at' => $ranAt, 'error_at' => $failedAt] = (new Heartbeat($this->services->database()))->read();
        return $failedAt !== null && $failedAt > ($ranAt ?? 0) && $now - ($ranAt ?? $failedAt) > Runs::LATE_MS;
    }

    /** Raised by the host; false once the settings are in force and a run went well. */
    private function areRefused(): ?bool
    {
        $settings = $this->services->settings();
        if ($settings->trouble() !== null) {
            return null;
        }
        $alarms = \array_column($this->services->host()->permission()->alarms(), 'at', 'alarm');
        $ranAt = (new Heartbeat($this->services->database()))->read()['ran_at'];
        $isWell = $ranAt !== null && $ranAt >= ($alarms['settings_refused'] ?? 0)
            && $this->services->host()->isConfigured(Configuration::of($settings));
        return $isWell ? false : null;
    }

    private static function mayWrite(string $path): bool
    {
        return \is_writable(\file_exists($path) ? $path : \dirname($path));
    }
}
