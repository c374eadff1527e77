<?php
// Owns the events that wait for the owner's receiver, and what became of those that were sent to it.
declare(strict_types=1);

namespace Cartsignal\Outbound;

use Cartsignal\Host\Database;

/** No number lies in it: where the owner wants numbers, each is looked up when it is sent. */
final class Queue
{
    /** Events that wait at most; what comes on top is counted and left out. Chosen. */
    private const MOST = 10_000;

    /** Until a failed event is tried again, in minutes; afterwards it is given up. Source: the issue, 1 minute to 24 hours. */
    private const RETRY_MINUTES = [1, 5, 15, 60, 240, 720, 1_440];

    private const MINUTE_MS = 60_000;

    /** Settled events are shown for so long. Chosen. */
    private const SHOWN_MS = 14 * 86_400_000;

    /** Rows that one run clears away. */
    private const SWEPT = 200;

    private const SHOWN = 'id, event, at, state, tries, status, error, due_at, settled_at';

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Adds events, each once; returns how many there was no room for.
     *
     * @param list<Event> $events
     */
    public function add(array $events, int $now): int
    {
        $room = $events === [] ? 0 : \max(0, self::MOST - $this->waiting());
        foreach (\array_slice($events, 0, $room) as $event) {
            $told = \json_encode((object) $event->facts, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
            $sql = 'INSERT INTO {webhooks} (id, event, at, recipient, told, due_at) VALUES (?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE id = id';
            $this->database->run($sql, $event->id, $event->name, $event->at, $event->recipient, $told, $now);
        }
        return \max(0, \count($events) - $room);
    }

    /** @return list<array<string, mixed>> What is due, oldest first. */
    public function due(int $now, int $most): array
    {
        $sql = "SELECT place, id, event, at, recipient, told, tries FROM {webhooks}
            WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, place LIMIT ?";
        return $this->database->all($sql, $now, $most);
    }

    /** Returns when the next event is due, in ms since epoch; null where none waits. */
    public function nextAt(): ?int
    {
        return $this->database->get("SELECT MIN(due_at) AS at FROM {webhooks} WHERE state = 'waiting'")['at'] ?? null;
    }

    public function waiting(): int
    {
        return (int) ($this->database->get("SELECT COUNT(*) AS times FROM {webhooks} WHERE state = 'waiting'")['times'] ?? 0);
    }

    public function delivered(int $place, int $status, int $now): void
    {
        $sql = "UPDATE {webhooks} SET state = 'delivered', tries = tries + 1, status = ?, error = NULL, due_at = ?,
            settled_at = ? WHERE place = ?";
        $this->database->run($sql, $status, $now, $now, $place);
    }

    /** Notes a try that failed: another one comes later, until the last. */
    public function failed(int $place, int $tries, ?int $status, string $error, int $now): void
    {
        $wait = self::RETRY_MINUTES[$tries] ?? null;
        $sql = 'UPDATE {webhooks} SET state = ?, tries = tries + 1, status = ?, error = ?, due_at = ?, settled_at = ?
            WHERE place = ?';
        $state = $wait === null ? 'given_up' : 'waiting';
        $due = $now + ($wait ?? 0) * self::MINUTE_MS;
        $this->database->run($sql, $state, $status, $error, $due, $wait === null ? $now : null, $place);
    }

    /** Makes all that waits due. */
    public function hurry(int $now): void
    {
        $this->database->run("UPDATE {webhooks} SET due_at = ? WHERE state = 'waiting' AND due_at > ?", $now, $now);
    }

    /** Forgets all that waits: there is nobody to send it to. */
    public function clear(): void
    {
        $this->database->run("DELETE FROM {webhooks} WHERE state = 'waiting'");
    }

    /** Forgets what was settled long ago. */
    public function sweep(int $now): void
    {
        foreach (['delivered', 'given_up'] as $state) {
            $sql = 'DELETE FROM {webhooks} WHERE state = ? AND due_at < ? LIMIT ' . self::SWEPT;
            $this->database->run($sql, $state, $now - self::SHOWN_MS);
        }
    }

    /** @return list<array<string, mixed>> The last ones, newest first. */
    public function latest(int $most): array
    {
        return $this->database->all('SELECT ' . self::SHOWN . ' FROM {webhooks} ORDER BY place DESC LIMIT ?', $most);
    }
}
