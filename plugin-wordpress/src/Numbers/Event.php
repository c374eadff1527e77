<?php
// Owns one cart that was left, as its decisions tell it: how far it came on its way to an order, and what stopped it.
declare(strict_types=1);

namespace Cartsignal\Numbers;

final class Event
{
    /** The way from a cart to an order. */
    public const STEPS = ['carts', 'phone', 'consent', 'confirmed', 'window', 'sent', 'delivered', 'clicked', 'bought'];

    /** Nothing was lost: bought without a text, not a cart any more, or the same cart told of twice. */
    private const NO_LOSS = [
        'bought', 'bought_recently', 'cart_emptied', 'cart_gone', 'contact_cleared', 'already_texted', 'went_live',
        'journey_changed', 'exit_condition', 'completed',
    ];

    /** The step that was not reached, by reason; every other reason stops at the window. */
    private const STOPS = [
        'no_number' => 'phone', 'not_mobile' => 'phone', 'no_consent' => 'consent', 'opted_out' => 'consent',
        'unread_reply' => 'consent', 'not_confirmed' => 'confirmed', 'asked_before' => 'confirmed',
        'awaiting_confirmation' => 'confirmed', 'watching' => 'sent', 'refused' => 'sent', 'outcome_unknown' => 'delivered',
    ];

    public string $country = '';
    public ?string $recipient = null;
    public bool $isSent = false;
    public bool $isDelivered = false;
    public bool $isClicked = false;
    public bool $isBought = false;

    /** What the last decision about it was: `send`, `hold_until`, `drop`; and why. */
    public string $act = '';
    public string $reason = '';

    public function __construct(public readonly int $firstAt)
    {
    }

    /** Takes in the next decision about it. @param array<string, mixed> $row Of `Reading`. */
    public function take(array $row): void
    {
        $this->country = $row['country'] ?? Told::country($row['told']) ?? $this->country;
        $this->recipient ??= $row['recipient'];
        if (!\in_array($row['act'], ['send', 'hold_until', 'drop'], true)) {
            return;
        }
        // The question is no text about the cart: the cart waits for its answer.
        $asks = $row['class'] === 'ask';
        [$this->act, $this->reason] = $asks ? ['hold_until', 'awaiting_confirmation'] : [$row['act'], $row['reason']];
        if ($row['act'] === 'send' && !$asks) {
            $this->isSent = $this->isSent || \in_array($row['state'], ['accepted', 'unknown'], true);
            $this->isClicked = $this->isClicked || $row['clicked_at'] !== null;
            $this->isDelivered = $this->isDelivered || $row['receipt'] === 'delivered' || $this->isClicked;
        }
    }

    /** Returns whether it counts among carts that were lost or won back. */
    public function counts(): bool
    {
        return $this->isSent || ($this->reason !== 'holdout' && !\in_array($this->reason, self::NO_LOSS, true));
    }

    /** Returns whether nobody knows yet how it ends: something waits or is on its way. */
    public function waits(): bool
    {
        return !$this->isSent && ($this->act === 'hold_until' || $this->act === 'send');
    }

    /** @return list<string> The steps it reached. */
    public function reached(): array
    {
        $last = match (true) {
            $this->isBought => 'bought',
            $this->isClicked => 'clicked',
            $this->isDelivered => 'delivered',
            $this->isSent => 'sent',
            $this->act === 'send' => 'window',
            default => self::before(self::STOPS[$this->reason] ?? 'window'),
        };
        return \array_slice(self::STEPS, 0, (int) \array_search($last, self::STEPS, true) + 1);
    }

    private static function before(string $step): string
    {
        return self::STEPS[(int) \array_search($step, self::STEPS, true) - 1];
    }
}
