<?php
// Owns the wakes: when the core asked to be called again, at most once for each state.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Wakes
{
    /** How many due wakes become arrivals in one transaction. Chosen: a few milliseconds of work. */
    private const AT_ONCE = 100;

    /** @param \Closure(string): void|null $point Told between effects. */
    public function __construct(
        private readonly Database $database,
        private readonly Inbox $inbox,
        private readonly ?\Closure $point = null
    ) {
    }

    /**
     * Writes what a step asked for. In a transaction.
     *
     * @param array{at: int, reason: string}|\stdClass|null $wake
     */
    public function set(string $side, string $key, array|\stdClass|null $wake): void
    {
        if ($wake === null) {
            $this->database->run('DELETE FROM {wakes} WHERE side = ? AND person = ?', $side, $key);
            return;
        }
        $wake = (object) $wake;
        $sql = 'INSERT INTO {wakes} (side, person, at, reason) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE at = VALUES(at), reason = VALUES(reason)';
        $this->database->run($sql, $side, $key, $wake->at, $wake->reason);
    }

    /** Turns wakes that are due into arrivals; returns how many. */
    public function fire(int $now): int
    {
        $next = $this->nextAt();
        if ($next === null || $next > $now) {
            return 0;
        }
        $fired = $this->database->transaction(function () use ($now): int {
            $sql = 'SELECT side, person, at FROM {wakes} WHERE at <= ? ORDER BY at, side, person LIMIT ?';
            $fired = 0;
            foreach ($this->database->all($sql, $now, self::AT_ONCE) as $due) {
                $fired += $this->move($due['side'], $due['person'], $due['at'], $now) ? 1 : 0;
            }
            $this->reached('wakes_moved');
            return $fired;
        });
        $this->reached('wakes_committed');
        return $fired;
    }

    /** Returns when the next wake is due, in ms since epoch, or null. */
    public function nextAt(): ?int
    {
        return $this->database->get('SELECT MIN(at) AS at FROM {wakes}')['at'];
    }

    /** Returns whether it was there to be moved: another process may have been faster, or the core have set it anew. */
    private function move(string $side, string $key, int $at, int $now): bool
    {
        $sql = 'DELETE FROM {wakes} WHERE side = ? AND person = ? AND at = ?';
        if ($this->database->run($sql, $side, $key, $at) === 0) {
            return false;
        }
        [$shopper, $recipient] = $side === 'shopper' ? [$key, null] : [null, $key];
        $this->inbox->append('wake', "wake:$side:$key:$at:$now", null, $now, $shopper, $recipient);
        return true;
    }

    private function reached(string $point): void
    {
        if ($this->point !== null) {
            ($this->point)($point);
        }
    }
}
