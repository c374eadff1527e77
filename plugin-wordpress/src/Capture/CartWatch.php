<?php
// Owns what happens to the cart within one request: many changes are told once, at its end.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Services;

final class CartWatch
{
    /** Of several changes in one request the strongest is told. */
    private const STRENGTH = ['changed' => 1, 'removed' => 2, 'added' => 3, 'restored' => 4];

    private ?string $change = null;

    /** Whether the Store API was asked to add: of a product that is in the cart it only raises the quantity. */
    private bool $adding = false;

    public function __construct(private readonly Services $services)
    {
    }

    /** @param string $key Of the line that something was put into. */
    public function added(string $key, int|float $quantity): void
    {
        $visitor = $this->services->visitor();
        if (!$visitor->reachable()) {
            return;
        }
        if ($visitor->isRestoring()) {
            $this->note('restored');
            return;
        }
        $contents = \WC()->cart->get_cart_contents();
        $wasEmpty = \count($contents) === 1 && ($contents[$key]['quantity'] ?? 0) + 0 <= $quantity;
        if ($wasEmpty) {
            $visitor->renewCart();
        }
        $this->note('added');
    }

    /** Notes that the cart was filled from an earlier order. */
    public function orderedAgain(): void
    {
        if ($this->services->visitor()->reachable()) {
            // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own, as WooCommerce itself asks it.
            if (\apply_filters('woocommerce_empty_cart_when_order_again', true)) {
                $this->services->visitor()->renewCart();
            }
            $this->note('added');
        }
    }

    public function removed(): void
    {
        $this->note('removed');
    }

    public function changed(): void
    {
        $this->note('changed');
    }

    /** Notes that something is about to be put in by the Store API. */
    public function adding(): void
    {
        $this->adding = true;
    }

    public function counted(int|float $quantity, int|float $before): void
    {
        $this->note($this->adding && $quantity > $before ? 'added' : 'changed');
        $this->adding = false;
    }

    /** Tells of an emptied cart, unless it was emptied because it was ordered, or by logging out. */
    public function emptied(): void
    {
        $visitor = $this->services->visitor();
        $cart = $visitor->cart();
        if ($cart === null || $visitor->isRestoring()) {
            return;
        }
        $this->change = null;
        if ($visitor->hasOrdered() && !$visitor->orderCameToNothing()) {
            $visitor->renewCart();
            return;
        }
        // Before WordPress is loaded only a session that is no longer valid is emptied.
        $byShopper = \did_action('wp_loaded') > 0 && \did_action('wp_logout') === 0;
        if ($byShopper && $visitor->reachable()) {
            (new Cart($this->services))->tellEmptied($cart);
            $visitor->renewCart();
        }
    }

    /** Tells of the cart, where it was changed in this request. */
    public function end(): void
    {
        $change = $this->change;
        $this->change = null;
        $cart = \function_exists('WC') ? \WC()->cart : null;
        if ($change === null || !$cart instanceof \WC_Cart || !$this->services->visitor()->reachable()) {
            return;
        }
        $about = new Cart($this->services);
        $report = $about->report($cart, $change);
        if ($report !== null) {
            $about->tell($report);
        }
    }

    private function note(string $change): void
    {
        $change = $this->services->visitor()->isRestoring() ? 'restored' : $change;
        if ($this->change === null || self::STRENGTH[$change] > self::STRENGTH[$this->change]) {
            $this->change = $change;
        }
    }
}
