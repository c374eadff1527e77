<?php
// Owns the limit on guessing links and pressing buttons: so often for each network, earned back in time.
declare(strict_types=1);

namespace Cartsignal\Pages;

use Cartsignal\Host\Database;
use Cartsignal\Host\Keys;

/**
 * Kept in a table of as many slots as a small number has values, so that it can't grow whatever is thrown at it, works
 * on stores without an object cache, and is counted once however many processes answer. A slot is a keyed hash of the
 * network: nobody can be found by it, and nobody can choose whose slot to fill. Two networks may share one; a wrong link is
 * rare enough among honest visitors for that.
 */
final class Limiter
{
    /** Wrong links or presses of a network in a row. Chosen: a whole office's; of 62^7 keys it finds nothing. */
    private const MOST = 40;

    /** Until one more is allowed. Chosen: 360 an hour for good. */
    private const EARNED_MS = 10_000;

    /** Parts of one press that are counted, so that a table of whole numbers can hold them. */
    private const PARTS = 1_000;

    private const MS_A_PART = self::EARNED_MS / self::PARTS;

    public function __construct(private readonly Database $database, private readonly Keys $keys)
    {
    }

    /** Returns in how many milliseconds a network may ask again; 0: now. */
    public function wait(string $network, int $now): int
    {
        $row = $this->database->get('SELECT remaining, at FROM {guesses} WHERE slot = ?', $this->slot($network));
        if ($row === null) {
            return 0;
        }
        $left = $row['remaining'] + \intdiv(\max(0, $now - $row['at']), self::MS_A_PART);
        return $left >= self::PARTS ? 0 : (self::PARTS - $left) * self::MS_A_PART;
    }

    /** Notes that a network asked for something that is not there, or changed something. */
    public function count(string $network, int $now): void
    {
        $most = self::MOST * self::PARTS;
        // Assigned from left to right: `at` is still the old one where `remaining` is set.
        $sql = 'INSERT INTO {guesses} (slot, remaining, at) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE
            remaining = GREATEST(0, LEAST(?, remaining + GREATEST(0, VALUES(at) - at) DIV ?) - ?), at = VALUES(at)';
        $this->database->run(
            $sql,
            $this->slot($network),
            $most - self::PARTS,
            $now,
            $most,
            self::MS_A_PART,
            self::PARTS
        );
    }

    private function slot(string $network): int
    {
        return (int) \hexdec(\substr($this->keys->mark('guesses', $network), 0, 4));
    }
}
