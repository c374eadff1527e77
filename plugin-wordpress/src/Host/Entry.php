<?php
// Owns one decision to carry out, as the outbox has it.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Entry
{
    /**
     * @param string $act `send`, `issue_coupon`, `show_on_site` or `credit_order`
     * @param int|null $dueAt While it waits: when it is stale. While it is attempted: when silence counts. While it is
     *     unknown: when it is looked up.
     * @param \stdClass|null $does What the core said, links filled in; null once its data key is erased.
     * @param string $state `waiting`, `attempting`, `accepted`, `refused` or `unknown`
     * @param string|null $reference Our token of the attempt.
     * @param string|null $provider By which it was attempted.
     * @param string|null $receipt How far the provider says that it got.
     * @param int|null $costMicros What it cost, an estimate till the provider says so; null before it was handed over.
     */
    public function __construct(
        public readonly string $decision,
        public readonly string $act,
        public readonly ?string $shopper,
        public readonly ?string $recipient,
        public readonly ?string $class,
        public readonly ?string $country,
        public readonly int $decidedAt,
        public readonly ?int $notAfter,
        public readonly ?int $dueAt,
        public readonly ?\stdClass $does,
        public readonly string $state,
        public readonly bool $cancelled,
        public readonly ?string $reference,
        public readonly ?string $provider,
        public readonly ?string $providerId,
        public readonly ?int $attemptedAt,
        public readonly ?int $parts,
        public readonly ?string $receipt,
        public readonly ?int $costMicros = null
    ) {
    }

    /** Returns why it is not carried out any more, if its time is over. */
    public function over(int $now): ?Outcome
    {
        if ($this->cancelled || $this->does === null) {
            return Outcome::refused('cancelled');
        }
        if ($this->notAfter !== null && $now > $this->notAfter) {
            return Outcome::refused('expired');
        }
        // The core decides at once again: nobody may be left to think that a stale text is still to come.
        return $this->dueAt !== null && $now > $this->dueAt ? Outcome::refused('stale') : null;
    }
}
