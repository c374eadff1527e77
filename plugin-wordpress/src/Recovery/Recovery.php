<?php
// Owns which hooks bring a shopper back: the signed link on the shop's own pages, the coupon's bond, the order's credit.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Module;
use Cartsignal\Services;

final class Recovery implements Module
{
    /** Of the signed link (Token). */
    public const FIELD = 'cartsignal_cart';

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        $services = $this->services;
        // After WooCommerce took the cart out of its session (10), before anything looks at the page.
        \add_action('wp_loaded', static function () use ($services): void {
            // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- it is signed; see Token.
            $token = $_GET[self::FIELD] ?? null;
            if (\is_string($token)) {
                $services->safely('recovery.restore', static fn () => (new Restore($services))->open($token));
            }
        }, 15);
        foreach (['cart', 'checkout'] as $block) {
            \add_filter("render_block_woocommerce/$block", static fn ($html) => Notices::above($html));
        }
        \add_filter('woocommerce_coupon_is_valid', static function ($isValid, $coupon, $discounts = null) use ($services) {
            return $isValid ? (new CouponBond($services))->holds($coupon, $discounts) : $isValid;
        }, 10, 3);
        \add_filter('cartsignal_coupon_decision', static function ($decision, $code) use ($services) {
            return $decision ?? $services->safely('recovery.coupon', static fn () => CouponBond::decisionOf((string) $code));
        }, 10, 2);
        $credit = static fn ($order) => $services->safely(
            'recovery.attribution',
            static fn () => (new Attribution($services))->note($order)
        );
        \add_action('woocommerce_checkout_order_processed', static fn ($id, $posted, $order) => $credit($order), 20, 3);
        \add_action('woocommerce_store_api_checkout_order_processed', static fn ($order) => $credit($order), 20);
        \add_action('cartsignal_daily', static fn () => $services->safely(
            'recovery.coupons',
            static fn () => (new Coupons($services))->clean($services->now())
        ));
    }
}
