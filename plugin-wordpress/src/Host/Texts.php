<?php
// Owns carrying out a decision to send a text: whether it still may go, and the one request that it is.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\CoreTrap;
use Cartsignal\Core\Refused;

final class Texts
{
    /** From the end of an attempt's own time until its silence counts: clocks differ, processes pause. Chosen. */
    public const GRACE_MS = 60_000;

    /** The time of what a platform does, which has no limit of its own. Chosen. */
    public const PLATFORM_MS = 30_000;

    /** What is wrong with the account's settings: no text is to blame. */
    private const OF_THE_ACCOUNT = ['gateway.provider', 'gateway.setting'];

    /** Whether the provider can't be worked with as it is set up. */
    private bool $mute = false;

    /**
     * @param \Closure(string): string $hookUrl Where a provider reaches this host.
     * @param \Closure(int): string $random
     */
    public function __construct(
        private readonly Program $program,
        private readonly People $people,
        private readonly Outbox $outbox,
        private readonly Counters $counters,
        private readonly Attempts $attempts,
        private readonly Permission $permission,
        private readonly Restores $restores,
        private readonly ?Gateway $gateway,
        private readonly \Closure $hookUrl,
        private readonly \Closure $random,
        private readonly \Closure $point
    ) {
    }

    /** Forgets that the provider could not be worked with: the settings may be others. */
    public function start(): void
    {
        $this->mute = false;
    }

    /**
     * Marks a text as attempted and returns what sends it, or why it is not sent; null where it waits. In a transaction
     * that holds its recipient.
     *
     * @param \Closure(): int $clock
     * @return \Closure(): string|Outcome|null
     */
    public function begin(Entry $entry, \Closure $clock): \Closure|Outcome|null
    {
        if ($this->mute) {
            return null;
        }
        $now = $clock();
        $recipient = (string) $entry->recipient;
        if ($this->isBarred($entry, $recipient)) {
            return Outcome::refused('cancelled', 'opted_out');
        }
        if (!\in_array($entry->class, Outbox::OWED, true) && $this->restores->mayHaveSent($entry, $now)) {
            return Outcome::refused('cancelled', Restores::WHY);
        }
        $e164 = $this->people->contact('recipient', $recipient)['e164'] ?? null;
        if ($e164 === null || $this->gateway === null || $this->isTakenBack($entry, $recipient)) {
            return Outcome::refused('cancelled', 'no_number');
        }
        $reference = Reference::random($this->random);
        $errand = $this->errand($entry, $e164, $reference);
        try {
            $prepared = $this->gateway->prepare($errand, $now);
        } catch (Refused | CoreTrap $fault) {
            return $this->unprepared($fault, $now);
        }
        // Last, since the counters are the store's one row that every text needs.
        $cost = $this->admitted($entry, $recipient, $now);
        if ($cost instanceof Outcome) {
            return $cost;
        }
        ($this->point)('admitted');
        $staleAt = $now + ($prepared->http->timeout_ms ?? 0) + self::GRACE_MS;
        $this->outbox->attempt($entry->decision, $now, $staleAt, $reference, $this->gateway->provider, $cost);
        $this->restores->note($reference);
        return fn (): string => $this->send($entry->decision, $errand, $prepared, $staleAt, $clock);
    }

    private function send(string $decision, array $errand, \stdClass $prepared, int $staleAt, \Closure $clock): string
    {
        $gateway = $this->gateway ?? throw new \LogicException('a text was begun without a provider');
        if (!$this->restores->mark($errand['send']['reference'])) {
            $this->permission->alarm('mark_unwritable', $clock());
            return $this->attempts->settled($decision, Outcome::refused('provider_unavailable', 'no_mark'), $clock());
        }
        ($this->point)('mark_written');
        // A process that slept since then: others count the attempt as lost, so it must not be made any more.
        if ($clock() >= $staleAt) {
            return $this->attempts->settled($decision, $gateway->silence($errand, $clock()), $clock());
        }
        ($this->point)('request_begun');
        $outcome = $gateway->send($errand, $prepared, $clock);
        ($this->point)('answer_read');
        return $this->attempts->settled($decision, $outcome, $clock());
    }

    /** @return array<string, mixed> `Errand` of the contract. */
    private function errand(Entry $entry, string $e164, string $reference): array
    {
        $does = $entry->does ?? new \stdClass();
        $url = ($this->hookUrl)((string) $this->gateway?->provider);
        $callback = $url === '' ? [] : ['callback' => $url . (\str_contains($url, '?') ? '&' : '?') . "ref=$reference"];
        $words = ['from' => $does->sender, 'text' => $does->text, 'not_after' => $does->not_after];
        return ['send' => ['reference' => $reference, 'to' => $e164, ...$words, ...$callback]];
    }

    /** A question may be asked of somebody who opted out and then ticked a box; not of one who opted out since. */
    private function isBarred(Entry $entry, string $recipient): bool
    {
        if (\in_array($entry->class, Outbox::OWED, true)) {
            return false;
        }
        foreach ($this->people->optOuts($recipient) as $optOut) {
            $since = $entry->class !== 'ask' || $optOut['at'] >= $entry->decidedAt;
            if ($since && $optOut['channel'] === $entry->does?->channel) {
                return true;
            }
        }
        return false;
    }

    /** A question is asked for a shopper who gave the number: of nobody whose number was taken back since. */
    private function isTakenBack(Entry $entry, string $recipient): bool
    {
        $shopper = $entry->class === 'ask' ? $this->people->survivor($entry->shopper) : null;
        return $shopper !== null && $this->people->pointsAt($shopper) !== $recipient;
    }

    private function unprepared(Refused|CoreTrap $fault, int $now): ?Outcome
    {
        $code = $fault instanceof Refused ? $fault->refusal : 'core.trap';
        if (\in_array($code, self::OF_THE_ACCOUNT, true)) {
            $this->mute = true;
            $this->permission->alarm('provider_settings', $now);
            return null;
        }
        return Outcome::refused('cancelled', 'unsendable', $code);
    }

    /** Returns what a text that may go now is counted with, in micros, or why it may not. Holds the counters. */
    private function admitted(Entry $entry, string $recipient, int $now): int|Outcome
    {
        $does = $entry->does ?? new \stdClass();
        $ask = ['decision' => $entry->decision];
        foreach (['class', 'country', 'sender', 'parts', 'purpose', 'slot'] as $name) {
            $ask += isset($does->{$name}) ? [$name => $does->{$name}] : [];
        }
        $ask += isset($does->place->journey) ? ['journey' => $does->place->journey] : [];
        $call = ['contact' => $this->people->contactOf($entry->shopper, $recipient), 'moment' => $now, 'ask' => $ask];
        try {
            $call['origin'] = $this->origin($entry->shopper, $recipient);
            [$admission, $counters, $cost] = $this->program->admit($call, $this->counters->read());
        } catch (Refused | CoreTrap $fault) {
            $this->program->renew();
            $code = $fault instanceof Refused ? $fault->refusal : 'core.trap';
            return Outcome::refused('cancelled', 'unsendable', $code);
        }
        $this->counters->keep($counters);
        $no = \is_string($admission) ? null : $admission->later ?? $admission->no;
        return $no === null ? (int) $cost : Outcome::refused($no->why, retryAt: $no->at ?? null);
    }

    /** Returns where the number was typed, as far as it is known. */
    private function origin(?string $shopper, string $recipient): \stdClass
    {
        $theirs = $this->people->contact('recipient', $recipient);
        $known = $this->people->contact('shopper', $shopper) + $theirs;
        $origin = ['session' => $known['session'] ?? null, 'network' => $known['network'] ?? null];
        return (object) \array_filter($origin + ['range' => $theirs['range'] ?? null], \is_string(...));
    }
}
