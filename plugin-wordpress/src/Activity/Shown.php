<?php
// Owns how moments and countries are written in the sentences of these pages.
declare(strict_types=1);

namespace Cartsignal\Activity;

final class Shown
{
    /** @param int $at ms since epoch */
    public static function moment(int $at): string
    {
        $format = \get_option('date_format') . ', ' . \get_option('time_format');
        return (string) \wp_date($format, \intdiv($at, 1_000));
    }

    /** Returns a country's name where WooCommerce is there to say it, else its letters. */
    public static function country(string $code): string
    {
        if (\preg_match('/\A[A-Z]{2}\z/', $code) !== 1) {
            return '';
        }
        $countries = \function_exists('WC') ? \WC()->countries?->get_countries() ?? [] : [];
        return \html_entity_decode((string) ($countries[$code] ?? $code), ENT_QUOTES, 'UTF-8');
    }

    /** Returns a journey's name as the owner knows it. */
    public static function journey(string $name): string
    {
        return match ($name) {
            'cart_recovery' => \__('Cart recovery', 'cartsignal'),
            '' => '',
            default => \ucfirst(\strtr($name, '_', ' ')),
        };
    }

    /** Returns how a cart was left: `AbandonmentKind` of the contract. */
    public static function kind(string $kind): string
    {
        return match ($kind) {
            'payment_failed' => \__('The payment failed', 'cartsignal'),
            'pending_payment' => \__('An order was placed and not paid', 'cartsignal'),
            'repeat' => \__('The third cart left in thirty days', 'cartsignal'),
            'full_cart_back' => \__('Came back to a full cart and left it again', 'cartsignal'),
            'stopped_at_payment' => \__('Left at the payment', 'cartsignal'),
            'checkout_starter' => \__('Left at the checkout', 'cartsignal'),
            'fast_exit' => \__('Left within a minute', 'cartsignal'),
            'other' => \__('A cart was left', 'cartsignal'),
            default => '',
        };
    }
}
