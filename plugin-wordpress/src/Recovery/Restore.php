<?php
// Owns what opening a signed address does on the shop's page: whose cart it is, and that this visitor goes on with it.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Carts;
use Cartsignal\Host\Link;
use Cartsignal\Pages\Opener;
use Cartsignal\Services;

/**
 * It logs nobody in, and it shows nothing of a person: lines, quantities and coupons of a cart, and a country to reckon
 * with. Whoever holds the text holds the link.
 */
final class Restore
{
    private const UNBOUGHT = ['pending', 'failed', 'cancelled', 'ignored'];

    public function __construct(private readonly Services $services)
    {
    }

    public function open(string $token): void
    {
        $signed = Token::read($this->services->keys(), $token);
        if ($signed === null || Opener::isMachine() || \is_admin() || !isset(\WC()->cart, \WC()->session)) {
            return;
        }
        $now = $this->services->now();
        $link = $signed->isExpired($now) ? null : $this->link($signed, $now);
        if ($link === null) {
            Notices::say(\esc_html__('This link has expired. Please open it again from the text.', 'cartsignal'));
            return;
        }
        // What is said to somebody without a session would be lost on the way to the clean address.
        \WC()->session->set_customer_session_cookie(true);
        $this->services->safely('recovery.restore', fn () => $this->restore($link, $now))
            ?? Notices::say(\esc_html__('Your cart could not be brought back. Please try again in a few minutes.', 'cartsignal'));
        $kind = \WC()->cart->is_empty() ? 'cart' : $signed->kind;
        // The address that opens the cart stays in no history and reaches no other site.
        \nocache_headers();
        \header('Referrer-Policy: no-referrer');
        \add_filter('wp_safe_redirect_fallback', static fn (): string => \home_url('/'));
        \wp_safe_redirect(CartLink::page($kind), 302, false);
        exit;
    }

    private function link(Token $signed, int $now): ?Link
    {
        $sql = 'SELECT kind, decision, recipient, shopper, cart, expires_at, used_at FROM {links}
            WHERE decision = ? AND kind = ? AND expires_at > ? LIMIT 1';
        $row = $this->services->database()->get($sql, $signed->decision, $signed->kind, $now);
        return $row === null ? null : new Link(
            $row['kind'],
            $row['decision'],
            $row['recipient'],
            $row['shopper'],
            $row['cart'],
            $row['expires_at'],
            $row['used_at']
        );
    }

    /** Returns whether there was a cart, whatever could be put back of it. */
    private function restore(Link $link, int $now): bool
    {
        $kept = $this->carts()->find((string) $link->cart);
        $visitor = $this->services->visitor();
        if ($this->isBought($kept['orderId'] ?? null)) {
            if ($visitor->cart() === $link->cart) {
                $visitor->renewCart();
            }
            Notices::say(\esc_html__('You have ordered what was in this cart.', 'cartsignal'));
            return true;
        }
        if (($kept['snapshot'] ?? null) === null) {
            Notices::say(\esc_html__('This cart is no longer there. You can fill a new one.', 'cartsignal'));
            return true;
        }
        $snapshot = \json_decode((string) \json_encode($kept['snapshot']), true);
        $isTheirs = (new Owner($this->services))->mayBe($link, $snapshot['user'] ?? 0);
        Memory::remember($link->decision, $now);
        $work = function () use ($link, $snapshot): void {
            (new Prefill($this->services))->fill($link);
            $lines = new Lines((string) $link->cart);
            $lines->put($snapshot['lines'] ?? []);
            (new CouponOfLink($this->services))->apply($link, $snapshot['coupons'] ?? []);
            $lines->say();
        };
        if (!$isTheirs) {
            $work();
            return true;
        }
        $this->merge($link);
        // In this order: of a cart that nobody was told of, no end is told either.
        $visitor->adopt((string) $link->cart);
        $visitor->reach();
        $visitor->restoring((string) $link->cart, $work);
        return true;
    }

    /** An order whose payment failed, was never made or was called off leaves the cart to be had. */
    private function isBought(?int $orderId): bool
    {
        $order = $orderId === null ? false : \wc_get_order($orderId);
        return $order instanceof \WC_Order
            && !\in_array($this->services->settings()->status($order->get_status()), self::UNBOUGHT, true);
    }

    /** Tells that the text's shopper and this visitor are one: only who has the phone has the link. */
    private function merge(Link $link): void
    {
        $mine = $this->services->visitor()->key();
        $theirs = $link->shopper;
        if ($mine === null || $theirs === null || $mine === $theirs) {
            return;
        }
        $this->services->arrivals()->later('merge', "merge:$theirs:$mine", ['merge' => ['a' => $theirs, 'b' => $mine]]);
    }

    private function carts(): Carts
    {
        return new Carts($this->services->database(), $this->services->vault());
    }
}
