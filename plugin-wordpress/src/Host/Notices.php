<?php
// Owns what a provider's hooks said, when it is taken in: receipts settle attempts, inbound texts become replies.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\CoreTrap;
use Cartsignal\Core\Refused;
use Cartsignal\Core\Sending;

final class Notices
{
    /** How far a text got, so that a receipt that comes late does not take it back. */
    private const RANK = ['sent' => 1, 'undelivered' => 2, 'failed' => 2, 'delivered' => 3];

    private const DAY_MS = 86_400_000;

    /** The most characters of an input's id. Source: the contract, `InputId`. */
    private const ID_CHARACTERS = 64;

    public function __construct(
        private readonly Database $database,
        private readonly Vault $vault,
        private readonly Sending $sending,
        private readonly Program $program,
        private readonly People $people,
        private readonly Outbox $outbox,
        private readonly Journal $journal,
        private readonly Counters $counters
    ) {
    }

    /** Takes a notice in; returns what the core is to be told, if anything. In a transaction. */
    public function take(Row $row, int $now): ?Said
    {
        $notice = $row->payload->notice;
        return $row->kind === 'receipt' ? $this->receipt($notice, $now) : $this->inbound($notice, $row, $now);
    }

    /**
     * Charges a text's price once, in the place of what `admit` estimated. In a transaction.
     *
     * @param \stdClass|null $price `Amount` of the contract.
     */
    public function charge(Entry $entry, ?\stdClass $price, int $now): void
    {
        if ($price === null || $entry->country === null) {
            return;
        }
        $once = 'UPDATE {outbox} SET charged = 1 WHERE decision = ? AND charged = 0';
        if ($this->database->run($once, $entry->decision) === 0) {
            return;
        }
        // The estimate was of the parts the core counted, whatever the provider says.
        $parts = $entry->does->parts ?? $entry->parts ?? 1;
        $paid = ['moment' => $entry->attemptedAt ?? $now, 'country' => $entry->country, 'parts' => $parts];
        try {
            $this->counters->keep($this->program->charge($paid + ['price' => $price], $this->counters->read()));
            // In another currency nothing was charged: there the estimate stays.
            if ($price->currency === $this->program->currency()) {
                $cost = 'UPDATE {outbox} SET cost_micros = ? WHERE decision = ?';
                $this->database->run($cost, \max(0, $price->micros), $entry->decision);
            }
        } catch (Refused | CoreTrap $fault) {
            // The estimate stays. What became of the text is worth more than what it cost.
            $this->program->renew();
            $code = $fault instanceof Refused ? $fault->refusal : 'core.trap';
            $this->journal->note($entry->decision, $now, 'uncharged', null, $code);
        }
    }

    /** Counts something of a provider's that led to nothing, by day. */
    public function count(string $what, int $now, string $provider = ''): void
    {
        $sql = 'INSERT INTO {hook_counts} (provider, day, what, times) VALUES (?, ?, ?, 1)
            ON DUPLICATE KEY UPDATE times = times + 1';
        $this->database->run($sql, $provider, \intdiv($now, self::DAY_MS), $what);
    }

    private function receipt(\stdClass $notice, int $now): ?Said
    {
        $found = $this->outbox->ofAttempt($notice);
        if ($found === null) {
            $this->count('unknown_reference', $now);
            return null;
        }
        if ($found->recipient !== null) {
            $this->people->lock([], [$found->recipient]);
        }
        $entry = $this->outbox->read($found->decision, true) ?? $found;
        // Whoever reports on a text has it: an attempt whose answer never came is settled by that.
        if (\in_array($entry->state, ['attempting', 'unknown'], true)) {
            $this->outbox->settle($entry, Outcome::accepted($notice->provider_id, $notice->parts ?? null), $now);
        }
        $this->charge($entry, $notice->price ?? null, $now);
        $state = $notice->state;
        if ($entry->receipt !== null && self::RANK[$entry->receipt] >= self::RANK[$state]) {
            return null;
        }
        $this->database->run('UPDATE {outbox} SET receipt = ? WHERE decision = ?', $state, $entry->decision);
        $why = $notice->why ?? null;
        $this->journal->note($entry->decision, $now, $state, $why, $notice->code ?? null);
        $told = ['decision' => $entry->decision, 'state' => $state] + ($why === null ? [] : ['why' => $why]);
        return new Said($entry->shopper, $entry->recipient, [
            'id' => "receipt:$entry->decision:$state",
            'occurred_at' => $now,
            'trust' => 'signed',
            'what' => ['receipt' => $told],
        ]);
    }

    private function inbound(\stdClass $notice, Row $row, int $now): ?Said
    {
        $recipient = $row->recipient;
        if ($recipient === null) {
            $this->count('unknown_number', $now);
            return null;
        }
        $known = $this->people->contact('recipient', $recipient);
        $phone = isset($known['e164']) ? null : $this->sending->parsePhone($notice->from)->phone ?? null;
        // Whoever writes is to be answered: an opt-out is confirmed even to somebody never texted.
        if ($phone !== null) {
            $this->people->learn('recipient', $recipient, ['e164' => $phone->e164, 'number' => $phone->number]);
        }
        $kind = $notice->word ?? $this->sending->readReply($notice->text, $known['locale'] ?? null)->kind;
        if ($kind === 'ambiguous' || $kind === 'other') {
            $this->file($notice, $recipient, $kind, $row->at);
        }
        return new Said(null, $recipient, [
            // Providers' ids are short; one that is not is cut where the core would refuse it.
            'id' => \substr("inbound:$notice->provider_id", 0, self::ID_CHARACTERS),
            'occurred_at' => $row->at,
            'trust' => 'signed',
            'what' => ['reply' => ['kind' => $kind, 'channel' => 'sms']],
        ]);
    }

    /** Puts a text where the owner reads it. */
    private function file(\stdClass $notice, string $recipient, string $kind, int $at): void
    {
        $sealed = $this->vault->seal('recipient', $recipient, (object) ['text' => $notice->text]);
        $state = $kind === 'ambiguous' ? 'waiting' : 'noted';
        $sql = 'INSERT INTO {replies} (recipient, at, kind, sealed, state, provider_id) VALUES (?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE provider_id = provider_id';
        $this->database->run($sql, $recipient, $at, $kind, $sealed, $state, $notice->provider_id);
    }
}
