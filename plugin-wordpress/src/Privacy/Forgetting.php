<?php
// Owns forgetting one shopper or recipient: everything personal goes, and what proves or forbids stays, by its hash.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

final class Forgetting
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Forgets one side; false, and only its waiting texts are cancelled, while something about it is yet to be taken
     * in: it may be a STOP.
     *
     * @param string $side `shopper` or `recipient`
     */
    public function of(string $side, string $key): bool
    {
        $database = $this->services->database();
        return $database->transaction(function () use ($database, $side, $key): bool {
            $lastUse = $side === 'recipient' ? $this->lastUse($key) : null;
            // Whoever is to be forgotten is texted no more, whatever waits.
            $column = $side === 'recipient' ? 'recipient' : 'shopper';
            $database->run("UPDATE {outbox} SET cancelled = 1 WHERE $column = ? AND state = 'waiting'", $key);
            if (!$this->services->people()->erase($side, $key)) {
                return false;
            }
            if ($side === 'shopper') {
                $database->run('DELETE FROM {carts} WHERE shopper = ?', $key);
            }
            if ($lastUse !== null) {
                // The proof of consent counts from the last use, which is known nowhere else from here on.
                $stub = 'INSERT INTO {recipients} (recipient, state, seen_day) VALUES (?, NULL, ?)
                    ON DUPLICATE KEY UPDATE seen_day = VALUES(seen_day)';
                $database->run($stub, $key, $lastUse);
            }
            return true;
        });
    }

    /** Returns on which day since the epoch a recipient was last heard of or texted, where there is proof to keep. */
    private function lastUse(string $recipient): ?int
    {
        $row = $this->services->database()->get(
            'SELECT seen_day FROM {recipients} WHERE recipient = ?
                AND EXISTS (SELECT 1 FROM {consents} WHERE recipient = ?) FOR UPDATE',
            $recipient,
            $recipient,
        );
        return $row === null ? null : (int) $row['seen_day'];
    }
}
