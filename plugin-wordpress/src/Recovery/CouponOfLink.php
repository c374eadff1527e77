<?php
// Owns which coupons a restored cart gets: those it had, and the one that was issued to this phone.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Link;
use Cartsignal\Services;

final class CouponOfLink
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @param list<string> $codes The cart had. */
    public function apply(Link $link, array $codes): void
    {
        if (!\wc_coupons_enabled() || \WC()->cart->is_empty()) {
            return;
        }
        $ours = $link->recipient === null ? null : (new Coupons($this->services))->of($link->recipient, $this->services->now());
        if ($ours !== null) {
            Memory::own($ours['decision']);
            $this->applyOurs($link, $ours['decision'], $ours['code']);
        }
        foreach ($codes as $code) {
            $this->applyTheirs((string) $code);
        }
    }

    private function applyOurs(Link $link, string $decision, string $code): void
    {
        $error = $this->tryOut($code);
        if ($error !== null) {
            Notices::say($error);
            return;
        }
        /* translators: %s: code of a coupon. */
        $text = \__('Your coupon %s is applied.', 'cartsignal');
        Notices::say(\sprintf(\esc_html($text), \esc_html(\strtoupper($code))), 'success');
        if ($link->cart === null) {
            return;
        }
        $input = [
            'id' => "coupon:{$link->cart}:$decision",
            'occurred_at' => $this->services->now(),
            'trust' => 'server',
            'what' => ['coupon.applied' => ['cart' => $link->cart, 'decision' => $decision]],
        ];
        $this->services->arrivals()->later('input', $input['id'], ['input' => $input], $link->shopper, $link->recipient);
    }

    private function applyTheirs(string $code): void
    {
        $error = $this->tryOut($code);
        if ($error !== null) {
            /* translators: 1: code of a coupon, 2: a sentence that says why. */
            $text = \__('The coupon %1$s no longer counts: %2$s', 'cartsignal');
            Notices::say(\sprintf(\esc_html($text), \esc_html($code), $error));
        }
    }

    /** Applies a coupon unless it is; returns why it can't be, or null. */
    private function tryOut(string $code): ?string
    {
        if (\WC()->cart->has_discount($code)) {
            return null;
        }
        [$isApplied, $errors] = Notices::hushed(static fn (): bool => (bool) \WC()->cart->apply_coupon($code));
        return $isApplied ? null : \wp_kses_post(\implode(' ', $errors));
    }
}
