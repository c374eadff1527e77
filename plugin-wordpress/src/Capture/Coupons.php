<?php
// Owns telling that a shopper applied a coupon, and of which decision of ours it is, where it is one.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Services;

final class Coupons
{
    public function __construct(private readonly Services $services)
    {
    }

    public function applied(string $code): void
    {
        $visitor = $this->services->visitor();
        $cart = \WC()->cart;
        // What a link applies while it puts a cart back is no act of the shopper's.
        if (!$visitor->reachable() || $visitor->isRestoring() || !$cart instanceof \WC_Cart || $cart->is_empty()) {
            return;
        }
        $now = $this->services->now();
        $id = $visitor->ensureCart();
        // Nothing of the code in the key: a store may make codes of names.
        $word = \substr(\hash('sha256', "$id\n" . \wc_format_coupon_code($code)), 0, 16);
        $applied = ['cart' => $id];
        /**
         * The decision that issued a coupon, as 32 hex digits; null for one of the store's own.
         *
         * @param ?string $decision
         * @param string $code
         */
        $decision = \apply_filters('cartsignal_coupon_decision', null, $code);
        if (\is_string($decision) && \preg_match('/\A[0-9a-f]{32}\z/', $decision)) {
            $applied['decision'] = $decision;
        }
        $name = "coupon:$word:$now";
        $input = ['id' => $name, 'occurred_at' => $now, 'trust' => 'server', 'what' => ['coupon.applied' => $applied]];
        $this->services->arrivals()->later('input', $name, ['input' => $input], $visitor->key());
    }
}
