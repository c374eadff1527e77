<?php
// Owns what erasing somebody takes away, and what stays: keyed hashes, the proofs of permissions, and the opt-outs.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Erasure
{
    public function __construct(
        private readonly Database $database,
        private readonly Vault $vault,
        private readonly People $people
    ) {
    }

    /**
     * Erases a `shopper`, with all keys that lead to it, or a `recipient`; false, and nothing done, where one must
     * wait.
     */
    public function of(string $side, string $key): bool
    {
        return $side === 'shopper' ? $this->ofShopper($key) : $this->ofRecipient($key);
    }

    private function ofShopper(string $key): bool
    {
        $this->people->lock([$key]);
        $survivor = (string) $this->people->survivor($key);
        $aliases = $this->database->all('SELECT alias FROM {aliases} WHERE survivor = ?', $survivor);
        $keys = [$survivor, ...\array_column($aliases, 'alias')];
        $sealed = \array_filter($keys, fn (string $each): bool => $this->vault->lock('shopper', $each));
        $pending = "SELECT 1 FROM {inbox} WHERE state = 'pending' AND shopper = ? LIMIT 1";
        foreach ($keys as $each) {
            if ($this->database->get($pending, $each) !== null) {
                return false;
            }
        }
        foreach ($keys as $each) {
            $this->person('shopper', $each, \in_array($each, $sealed, true));
            $this->database->run('DELETE FROM {shoppers} WHERE shopper = ?', $each);
            $this->database->run('DELETE FROM {topics} WHERE shopper = ?', $each);
            $this->database->run('DELETE FROM {carts} WHERE shopper = ?', $each);
            $this->database->run('UPDATE {coupons} SET shopper = NULL WHERE shopper = ?', $each);
        }
        return true;
    }

    private function ofRecipient(string $key): bool
    {
        $this->people->lock([], [$key]);
        $sealed = $this->vault->lock('recipient', $key);
        $pending = "SELECT 1 FROM {inbox} WHERE state = 'pending' AND recipient = ?
            UNION ALL SELECT 1 FROM {inbox} WHERE state = 'pending'
                AND shopper IN (SELECT shopper FROM {shoppers} WHERE points_at = ?) LIMIT 1";
        if ($this->database->get($pending, $key, $key) !== null) {
            return false;
        }
        // A word of theirs that nobody could take in counts as the strictest it may be.
        $word = "INSERT INTO {opt_outs} (recipient, channel, at)
            SELECT recipient, 'sms', MAX(at) AS said_at FROM {inbox}
            WHERE recipient = ? AND shopper IS NULL AND state = 'quarantined' GROUP BY recipient
            ON DUPLICATE KEY UPDATE {opt_outs}.at = GREATEST({opt_outs}.at, VALUES(at))";
        $this->database->run($word, $key);
        $this->person('recipient', $key, $sealed);
        $this->database->run('DELETE FROM {recipients} WHERE recipient = ?', $key);
        $this->database->run('DELETE FROM {replies} WHERE recipient = ?', $key);
        $this->database->run('DELETE FROM {links} WHERE recipient = ?', $key);
        $this->database->run('UPDATE {coupons} SET recipient = NULL WHERE recipient = ?', $key);
        $this->database->run('UPDATE {shoppers} SET points_at = NULL WHERE points_at = ?', $key);
        return true;
    }

    /** @param bool $sealed Whether the data key was held; one that another process makes just now is not touched. */
    private function person(string $side, string $key, bool $sealed): void
    {
        if ($sealed) {
            $this->vault->erase($side, $key);
        }
        $this->people->forget($side, $key);
        $this->database->run('DELETE FROM {wakes} WHERE side = ? AND person = ?', $side, $key);
        // What came in since it was asked for stays: it may be a STOP.
        $this->database->run("DELETE FROM {inbox} WHERE $side = ? AND state = 'quarantined'", $key);
        $this->database->run("UPDATE {outbox} SET cancelled = 1, sealed = NULL WHERE $side = ?", $key);
    }
}
