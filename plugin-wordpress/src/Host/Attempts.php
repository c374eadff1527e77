<?php
// Owns attempts once they are begun: what each came to, those of which nothing is heard, and looking them up.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\CoreTrap;
use Cartsignal\Core\Refused;

final class Attempts
{
    /** Until a look-up that another process began may be repeated. Chosen: above any request's time. */
    private const LOOK_UP_CLAIM_MS = 120_000;

    public function __construct(
        private readonly Database $database,
        private readonly Program $program,
        private readonly People $people,
        private readonly Outbox $outbox,
        private readonly Notices $notices,
        private readonly Permission $permission,
        private readonly ?Gateway $gateway,
        private readonly \Closure $point
    ) {
    }

    /** Writes what an attempt came to, and returns its word. */
    public function settled(string $decision, Outcome $outcome, int $now): string
    {
        $this->database->transaction(function () use ($decision, $outcome, $now): void {
            $entry = $this->held($decision);
            if ($entry === null) {
                return;
            }
            $news = $this->outbox->settle($entry, $outcome, $now);
            if ($outcome->alarm !== null) {
                $this->permission->alarm($outcome->alarm, $now);
            }
            if ($news && $entry->act === 'send') {
                $this->pay($entry, $outcome, $now);
            }
            ($this->point)('outcome_written');
        });
        ($this->point)('outcome_committed');
        return $outcome->state;
    }

    /** Calls an attempt unknown whose time is over: the process that made it ended in it. Returns whether it did. */
    public function silence(string $decision, int $now): bool
    {
        $before = $this->outbox->read($decision);
        if ($before?->state !== 'attempting') {
            return false;
        }
        $errand = $this->lookUpErrand($before);
        $heard = $errand === null ? null : $this->gateway?->silence($errand, $now);
        $outcome = $heard?->state === 'unknown' ? $heard : Outcome::unknown('no_answer');
        $news = $this->database->transaction(function () use ($decision, $outcome, $now): bool {
            $entry = $this->held($decision);
            $written = $entry?->state === 'attempting' && $this->outbox->settle($entry, $outcome, $now);
            ($this->point)('unknown_written');
            return $written;
        });
        ($this->point)('unknown_committed');
        return $news;
    }

    /**
     * Returns what looks an unknown attempt up, or null where nobody can.
     *
     * @param \Closure(): int $clock
     * @return \Closure(): string|null
     */
    public function lookUp(string $decision, \Closure $clock): ?\Closure
    {
        $now = $clock();
        $errand = $this->database->transaction(function () use ($decision, $now): ?array {
            $entry = $this->held($decision);
            if ($entry?->state !== 'unknown' || $entry->dueAt === null || $entry->dueAt >= $now) {
                return null;
            }
            $asked = $this->lookUpErrand($entry);
            $this->outbox->lookUpAt($decision, $asked === null ? null : $now + self::LOOK_UP_CLAIM_MS);
            return $asked;
        });
        $gateway = $this->gateway;
        if ($errand === null || $gateway === null) {
            return null;
        }
        return function () use ($decision, $errand, $gateway, $clock): string {
            try {
                $outcome = $gateway->send($errand, $gateway->prepare($errand, $clock()), $clock);
            } catch (Refused | CoreTrap) {
                // It stays shown; it can't be asked after as long as the core does not word the question.
                $outcome = Outcome::unknown('no_answer');
            }
            ($this->point)('looked_up');
            if ($outcome->state !== 'unknown') {
                return $this->settled($decision, $outcome, $clock());
            }
            $this->outbox->lookUpAt($decision, $outcome->lookUpAt);
            return 'looked_up';
        };
    }

    /** Returns an entry while its recipient's row and its own are held till the transaction ends. */
    public function held(string $decision): ?Entry
    {
        $entry = $this->outbox->read($decision);
        if ($entry === null) {
            return null;
        }
        // Recipient and shopper never move; without a recipient it is the shopper's.
        if ($entry->recipient !== null) {
            $this->people->lock([], [$entry->recipient]);
        } elseif ($entry->shopper !== null) {
            $this->people->lock([$entry->shopper]);
        }
        return $this->outbox->read($decision, true);
    }

    /** Puts what a text cost in the place of the estimate: the provider's price, nothing for one that was not sent. */
    private function pay(Entry $entry, Outcome $outcome, int $now): void
    {
        $nothing = (object) ['micros' => 0, 'currency' => $this->program->currency()];
        $price = $outcome->state === 'refused' ? $nothing : $outcome->price;
        $this->notices->charge($entry, $price, $now);
    }

    /**
     * Returns how to ask after an attempt; null where nobody can, as after a change of provider or an erasure.
     *
     * @return array<string, mixed>|null
     */
    private function lookUpErrand(Entry $entry): ?array
    {
        $e164 = $this->people->contact('recipient', $entry->recipient)['e164'] ?? null;
        $same = $this->gateway !== null && $entry->provider === $this->gateway->provider;
        if (!$same || $entry->reference === null || !isset($entry->does->text) || $e164 === null) {
            return null;
        }
        $id = $entry->providerId === null ? [] : ['provider_id' => $entry->providerId];
        $words = ['from' => $entry->does->sender, 'text' => $entry->does->text];
        $about = ['to' => $e164, ...$words, 'since' => $entry->attemptedAt];
        return ['look_up' => ['reference' => $entry->reference, ...$id, ...$about]];
    }
}
