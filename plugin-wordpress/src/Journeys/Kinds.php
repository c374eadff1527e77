<?php
// Owns the kinds of abandonment in the owner's words: what each is called, whom it is about, and when its text is due.
declare(strict_types=1);

namespace Cartsignal\Journeys;

final class Kinds
{
    /** Minutes without activity by default, first match first. Source: the core's `IdleMinutes`. */
    public const MINUTES = [
        'payment_failed' => 15,
        'pending_payment' => 60,
        'repeat' => 60,
        'full_cart_back' => 20,
        'stopped_at_payment' => 30,
        'checkout_starter' => 30,
        'fast_exit' => 120,
        'other' => 60,
    ];

    public static function title(string $kind): string
    {
        return match ($kind) {
            'payment_failed' => \__('Payment failed', 'cartsignal'),
            'pending_payment' => \__('Order not paid', 'cartsignal'),
            'repeat' => \__('Leaves carts often', 'cartsignal'),
            'full_cart_back' => \__('Back to an old cart', 'cartsignal'),
            'stopped_at_payment' => \__('Stopped at payment', 'cartsignal'),
            'checkout_starter' => \__('Began the checkout', 'cartsignal'),
            'fast_exit' => \__('Left at once', 'cartsignal'),
            'other' => \__('Any other cart', 'cartsignal'),
            'repeat_coupon' => \__('Leaves carts often, with a coupon', 'cartsignal'),
            default => $kind,
        };
    }

    /** Returns whom a kind is about: a fact of the core, nothing to choose. */
    public static function about(string $kind): string
    {
        return match ($kind) {
            'payment_failed' => \__('The payment was refused and nothing came after.', 'cartsignal'),
            'pending_payment' => \__('An order was placed and not paid. Bank transfer counts as bought.', 'cartsignal'),
            'repeat' => \__('The third cart left in 30 days.', 'cartsignal'),
            'full_cart_back' => \__('Came back on a new visit to a cart at least a day old, and left again.', 'cartsignal'),
            'stopped_at_payment' => \__('Reached the payment and went no further.', 'cartsignal'),
            'checkout_starter' => \__('Opened the checkout and left.', 'cartsignal'),
            'fast_exit' => \__('Left within a minute of putting something in.', 'cartsignal'),
            'other' => \__('Put something in the cart and left.', 'cartsignal'),
            default => '',
        };
    }

    /** Returns the name of a language of texts, with its form of address. */
    public static function language(string $code): string
    {
        return match ($code) {
            'de' => \__('German (Sie)', 'cartsignal'),
            'de-du' => \__('German (du)', 'cartsignal'),
            'fr' => \__('French (vous)', 'cartsignal'),
            'fr-tu' => \__('French (tu)', 'cartsignal'),
            'en-GB' => \__('English (UK)', 'cartsignal'),
            'en-US' => \__('English (US)', 'cartsignal'),
            default => $code,
        };
    }
}
