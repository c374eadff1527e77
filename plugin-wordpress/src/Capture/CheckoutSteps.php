<?php
// Owns how far a reachable shopper comes in a checkout: opened, contact, shipping, payment; classic and block alike.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Services;

/**
 * A step is told once in a few minutes at most: each is also a sign of life, which puts off what waits for stillness.
 * Only whether fields are filled is looked at; what is in them stays where it is.
 */
final class CheckoutSteps
{
    /** Within this time the same step is one. Chosen: a third of the shortest wait for stillness, 15 minutes. */
    private const ONE_STEP_MS = 300_000;

    public function __construct(private readonly Services $services)
    {
    }

    /** Tells that the checkout was opened: the page itself, not what follows it. */
    public function opened(): void
    {
        $isCheckout = \is_checkout() && !\is_wc_endpoint_url('order-received') && !\is_wc_endpoint_url('order-pay');
        if ($isCheckout && !\is_admin() && !\wp_is_serving_rest_request()) {
            $this->tell('opened', ['checkout.started' => []], true);
        }
    }

    /** @param string $form The classic checkout's form, URL-encoded, as far as it is filled in. */
    public function reviewed(string $form): void
    {
        if (!$this->services->visitor()->reachable()) {
            return;
        }
        \parse_str($form, $fields);
        $other = isset($fields['ship_to_different_address']) ? 'shipping' : 'billing';
        $filled = static fn (string $name): bool => \is_string($fields[$name] ?? null) && \trim($fields[$name]) !== '';
        $this->reached(
            $filled('billing_email') || $filled('billing_phone'),
            $filled("{$other}_address_1") && ($filled("{$other}_postcode") || $filled("{$other}_city"))
        );
    }

    /** Looks at what the block checkout has saved of a shopper who typed. */
    public function typed(\WC_Customer $customer): void
    {
        if (!$this->services->visitor()->reachable()) {
            return;
        }
        $this->reached(
            $customer->get_billing_email() !== '' || $customer->get_billing_phone() !== '',
            $customer->get_shipping_address_1() !== ''
                && ($customer->get_shipping_postcode() !== '' || $customer->get_shipping_city() !== '')
        );
    }

    /** Tells that the shopper went on to pay. */
    public function paying(): void
    {
        if (\WC()->cart?->needs_payment()) {
            $this->tell('payment', ['checkout.step_reached' => ['step' => 'payment']], false);
        }
    }

    private function reached(bool $contact, bool $shipping): void
    {
        $step = $shipping ? 'shipping' : ($contact ? 'contact' : null);
        if ($step !== null) {
            $this->tell($step, ['checkout.step_reached' => ['step' => $step]], false);
        }
    }

    /** @param array<string, array<string, string>> $what All but the cart. */
    private function tell(string $word, array $what, bool $bornOfPage): void
    {
        $visitor = $this->services->visitor();
        $cart = \WC()->cart;
        $may = $bornOfPage ? $visitor->mayReport() : $visitor->reachable();
        if (!$may || !$cart instanceof \WC_Cart || $cart->is_empty()) {
            return;
        }
        $now = $this->services->now();
        $id = $visitor->ensureCart();
        $name = \sprintf('%s:%s:%d', $word, $id, \intdiv($now, self::ONE_STEP_MS));
        $what = \array_map(static fn (array $rest) => ['cart' => $id] + $rest, $what);
        $input = ['id' => $name, 'occurred_at' => $now, 'trust' => 'server', 'what' => $what];
        $this->services->arrivals()->later('input', $name, ['input' => $input], $visitor->key());
    }
}
