<?php
// Owns what an order's status says: which of the core's words for orders it is, as the owner has mapped it.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Settings\Settings;

/**
 * A status that another plugin brought counts as bought, so that nobody is texted about what they ordered. What is no
 * order yet (`checkout-draft`: the block checkout makes it when the page is opened) is nothing.
 */
final class StatusMap
{
    /** Not yet orders, whatever the owner says of them. */
    private const DRAFTS = ['checkout-draft', 'auto-draft', 'draft', 'new', ''];

    public function __construct(private readonly Settings $settings)
    {
    }

    /** Returns whether a status is that of something that is no order yet. */
    public static function isDraft(string $status): bool
    {
        return \in_array($status, self::DRAFTS, true);
    }

    /** Returns whether somebody whose order has this status has bought. */
    public function isBought(string $status): bool
    {
        return \in_array($this->meaning($status), ['on_hold', 'paid', 'refunded'], true);
    }

    /** Returns whether an order with this status waits for its payment. */
    public function isPending(string $status): bool
    {
        return $this->meaning($status) === 'pending';
    }

    /**
     * Returns the input's name and, for an order placed, where its payment stands; null where it says nothing.
     *
     * @param bool $gaveBack Whether some of it was refunded.
     * @return array{string, ?string}|null
     */
    public function told(string $status, bool $gaveBack): ?array
    {
        return match ($this->meaning($status)) {
            'pending' => ['order.placed', 'pending'],
            'on_hold' => $gaveBack ? ['order.refunded', null] : ['order.placed', 'on_hold'],
            'paid' => [$gaveBack ? 'order.refunded' : 'order.paid', null],
            'failed' => ['order.failed', null],
            'cancelled' => ['order.cancelled', null],
            'refunded' => ['order.refunded', null],
            default => null,
        };
    }

    private function meaning(string $status): string
    {
        return match (true) {
            self::isDraft($status) => 'ignored',
            $status === 'trash' => 'cancelled',
            default => $this->settings->status($status),
        };
    }
}
