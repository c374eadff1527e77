<?php
// Owns how long everything is kept, and the daily clearing out of what is older, in bounded batches.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

/** What one day does not finish the next one does. Proof and opt-outs are `Proof`'s. */
final class Retention
{
    private const DAY_MS = 86_400_000;

    /** Their natural keys keep a repeated hook from counting twice; none comes back after so long. Chosen. */
    private const INBOX_DAYS = 30;

    /** A year to compare with and a month to do it in. Chosen. */
    private const HISTORY_DAYS = 396;

    /** A link to a cart lasts a week at most; the rest is for somebody who answers late. Chosen. */
    private const CART_DAYS = 60;

    /** Behind its end a link answers that it has expired. Chosen. */
    private const LINK_DAYS = 30;

    /** After the question, which waits for 48 hours, nobody said yes. Chosen. */
    private const UNCONFIRMED_DAYS = 30;

    /** Somebody who did nothing for so long. Chosen, as `HISTORY_DAYS`. */
    private const SHOPPER_DAYS = 396;

    /**
     * A number that was neither texted nor heard of. Source: CNIL, reference framework on commercial management (2022):
     * prospects' data, three years from their last contact.
     */
    private const RECIPIENT_DAYS = 1_096;

    /** Rows at once: a lock is held for some ms. Chosen. */
    private const BATCH = 500;

    /** People at once: each is a transaction of a dozen statements. Chosen. */
    private const PEOPLE = 50;

    private const BUDGET_SECONDS = 10.0;

    /**
     * Numbers whose owner was asked, said nothing, and of whom nothing was heard since. A yes is a link that was used,
     * a word that came in, or a text that went because of it.
     */
    private const UNCONFIRMED = "SELECT asked.recipient AS person FROM {decisions} asked
        JOIN {contacts} ON {contacts}.side = 'recipient' AND {contacts}.person = asked.recipient
        WHERE asked.reason = 'not_confirmed' AND asked.at < ?
        AND NOT EXISTS (SELECT 1 FROM {links} WHERE recipient = asked.recipient AND kind = 'confirm'
            AND used_at IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM {inbox} WHERE recipient = asked.recipient AND at > asked.at)
        AND NOT EXISTS (SELECT 1 FROM {consents} WHERE recipient = asked.recipient AND at > asked.at)
        AND NOT EXISTS (SELECT 1 FROM {outbox} WHERE recipient = asked.recipient AND class <> 'ask'
            AND state IN ('accepted', 'unknown', 'attempting'))
        GROUP BY asked.recipient LIMIT " . self::PEOPLE;

    /** What was in a cart that was ordered is in the order; till then a payment that failed leaves it to be had again. */
    private const ORDERED = 'UPDATE {carts} SET sealed = NULL WHERE order_id IS NOT NULL AND sealed IS NOT NULL AND at < ?';

    /** A text comes within two days of its cart, and its link lasts 14 (Host\Links). */
    private const ORDERED_DAYS = 16;

    private readonly float $until;

    /** @param int $batch Rows at once; tests take fewer. */
    public function __construct(
        private readonly Services $services,
        private readonly int $batch = self::BATCH,
        float $budgetSeconds = self::BUDGET_SECONDS,
    ) {
        $this->until = \hrtime(true) / 1e9 + $budgetSeconds;
    }

    /**
     * Clears out what is due.
     *
     * @return array<string, int> How much of each kind.
     */
    public function clear(): array
    {
        $now = $this->services->now();
        $before = static fn (int $days): int => $now - $days * self::DAY_MS;
        $history = $before(self::HISTORY_DAYS);
        $done = [
            'inbox' => $this->delete("{inbox} WHERE state = 'done' AND done_at < ?", $before(self::INBOX_DAYS)),
            'snapshots' => $this->repeat(self::ORDERED, $before(self::ORDERED_DAYS)),
            'carts' => $this->delete('{carts} WHERE at < ?', $before(self::CART_DAYS)),
            'decisions' => $this->delete('{decisions} WHERE at < ?', $history),
            'outcomes' => $this->delete('{outcomes} WHERE at < ?', $history),
            'texts' => $this->oldest('outbox', 'decided_at', "state <> 'attempting'", $history),
            'replies' => $this->oldest('replies', 'at', "state <> 'waiting'", $history),
            'links' => $this->delete('{links} WHERE expires_at < ?', $before(self::LINK_DAYS)),
            'hook_keys' => $this->delete('{hook_keys} WHERE keep_until < ?', $now),
            'limits' => $this->delete('{limits} WHERE keep_until < ?', $now),
            'hook_counts' => $this->delete('{hook_counts} WHERE day < ?', \intdiv($history, self::DAY_MS)),
        ];
        $day = static fn (int $days): int => \intdiv($before($days), self::DAY_MS);
        return $done + [
            'unconfirmed' => $this->forget('recipient', self::UNCONFIRMED, $before(self::UNCONFIRMED_DAYS)),
            'shoppers' => $this->forget('shopper', self::idle('shopper'), $day(self::SHOPPER_DAYS)),
            'recipients' => $this->forget('recipient', self::idle('recipient'), $day(self::RECIPIENT_DAYS)),
        ] + (new Proof($this->services))->clear($this->repeat(...));
    }

    private static function idle(string $side): string
    {
        return "SELECT $side AS person FROM {{$side}s} WHERE seen_day < ? AND state IS NOT NULL
            ORDER BY seen_day LIMIT " . self::PEOPLE;
    }

    private function delete(string $from, int $before): int
    {
        return $this->repeat("DELETE FROM $from", $before);
    }

    /** Carries a statement out in batches, until it changes nothing more or the time is up. */
    private function repeat(string $statement, int ...$values): int
    {
        $changed = 0;
        do {
            $sql = "$statement LIMIT $this->batch";
            $batch = $this->mayGoOn() ? $this->services->database()->run($sql, ...$values) : 0;
            $changed += $batch;
        } while ($batch === $this->batch);
        return $changed;
    }

    /** Deletes the oldest rows of a table whose places follow time, without an index on it. */
    private function oldest(string $table, string $time, string $condition, int $before): int
    {
        $changed = 0;
        $place = 0;
        $database = $this->services->database();
        while ($this->mayGoOn()) {
            $sql = "SELECT place, $time AS at FROM {{$table}} WHERE place > ? ORDER BY place LIMIT $this->batch";
            $rows = $database->all($sql, $place);
            $old = \array_filter($rows, static fn (array $row): bool => $row['at'] < $before);
            if ($old === []) {
                break;
            }
            $place = \end($old)['place'];
            $sql = "DELETE FROM {{$table}} WHERE place <= ? AND $time < ? AND $condition";
            $changed += $database->run($sql, $place, $before);
        }
        return $changed;
    }

    private function forget(string $side, string $found, int $before): int
    {
        $forgotten = 0;
        do {
            $people = $this->mayGoOn() ? $this->services->database()->all($found, $before) : [];
            $gone = \array_filter($people, fn (array $row): bool => $this->forgetOne($side, $row['person']));
            $forgotten += \count($gone);
            // Whoever could not be forgotten is found again tomorrow.
        } while (\count($gone) === self::PEOPLE);
        return $forgotten;
    }

    /** Forgets somebody; with a number goes what is known of the visitors who gave it, who can't be texted any more. */
    private function forgetOne(string $side, string $key): bool
    {
        $forgetting = new Forgetting($this->services);
        $visitors = $side === 'recipient' ? $this->services->people()->pointing($key) : [];
        if (!$forgetting->of($side, $key)) {
            return false;
        }
        foreach ($visitors as $visitor) {
            $forgetting->of('shopper', $visitor);
        }
        return true;
    }

    private function mayGoOn(): bool
    {
        return \hrtime(true) / 1e9 < $this->until;
    }
}
