<?php
// Owns what is known of the owner's receiver: since when it fails, when it is asked again, and that it was given a rest.
declare(strict_types=1);

namespace Cartsignal\Outbound;

use Cartsignal\Host\Database;
use Cartsignal\Host\Notes;

final class Receiver
{
    private const NAME = 'outbound_receiver';

    /** Between two tries of a receiver that fails, in minutes, by how often it failed. Chosen. */
    private const WAIT_MINUTES = [1, 5, 15, 60];

    private const MINUTE_MS = 60_000;

    /** After so long without a success it is left alone. Source: the issue. */
    private const PATIENCE_MS = 86_400_000;

    private const NOTHING = ['failing_since' => null, 'failures' => 0, 'next_at' => 0, 'paused_at' => null, 'dropped' => 0];

    private readonly Notes $notes;

    public function __construct(Database $database)
    {
        $this->notes = new Notes($database);
    }

    /** @return array{failing_since: ?int, failures: int, next_at: int, paused_at: ?int, dropped: int} */
    public function read(): array
    {
        $kept = \json_decode($this->notes->read(self::NAME) ?? '{}', true);
        return (\is_array($kept) ? $kept : []) + self::NOTHING;
    }

    public function isReady(int $now): bool
    {
        $kept = $this->read();
        return $kept['paused_at'] === null && $kept['next_at'] <= $now;
    }

    /** Notes that it said yes. */
    public function succeeded(): void
    {
        $kept = $this->read();
        if ($kept['failures'] > 0 || $kept['paused_at'] !== null) {
            $this->write(['dropped' => $kept['dropped']]);
        }
    }

    /** Notes that it failed; returns whether it is left alone from here on. */
    public function failed(int $now, bool $isGone): bool
    {
        $kept = $this->read();
        $since = $kept['failing_since'] ?? $now;
        $wait = self::WAIT_MINUTES[\min($kept['failures'], \count(self::WAIT_MINUTES) - 1)];
        $isOver = $isGone || $now - $since >= self::PATIENCE_MS;
        $this->write([
            'failing_since' => $since,
            'failures' => $kept['failures'] + 1,
            'next_at' => $now + $wait * self::MINUTE_MS,
            'paused_at' => $isOver ? $now : null,
        ] + $kept);
        return $isOver;
    }

    /** Notes events that there was no room for. */
    public function dropped(int $times): void
    {
        $kept = $this->read();
        $this->write(['dropped' => $kept['dropped'] + $times] + $kept);
    }

    /** Begins anew: another address, or the owner says that it works. */
    public function forget(): void
    {
        $this->notes->drop(self::NAME);
    }

    /** @param array<string, mixed> $state */
    private function write(array $state): void
    {
        $this->notes->write(self::NAME, (string) \json_encode($state + self::NOTHING));
    }
}
