<?php
// Owns what is told of a cart: all its lines as the core reads them, beside what is needed to put it together again.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Services;

final class Cart
{
    /** What WooCommerce Subscriptions puts on items of its own carts. */
    private const SUBSCRIPTION = ['subscription_renewal' => 0, 'subscription_switch' => 0, 'subscription_resubscribe' => 0];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns the whole cart as it is, with a fresh version; null where there is nothing to tell of: an empty cart that
     * never had an id, or a currency that the core can't read.
     *
     * @param 'added'|'removed'|'changed'|'restored' $change
     * @return array{input: array<string, mixed>, snapshot: array<string, mixed>}|null
     */
    public function report(\WC_Cart $cart, string $change): ?array
    {
        $visitor = $this->services->visitor();
        $currency = \get_woocommerce_currency();
        $isNone = ($cart->is_empty() && $visitor->cart() === null) || self::isOfSubscription($cart);
        if ($isNone || !Money::isCurrency($currency)) {
            return null;
        }
        $id = $cart->is_empty() ? (string) $visitor->cart() : $visitor->ensureCart();
        return $this->told($id, $change, $currency, self::lines($cart, $currency), Snapshot::of($cart));
    }

    /** Tells, at the end of the request, that nothing is in a cart any more. */
    public function tellEmptied(string $id): void
    {
        $currency = \get_woocommerce_currency();
        if (Money::isCurrency($currency)) {
            $this->tell($this->told($id, 'removed', $currency, [], ['user' => 0, 'lines' => [], 'coupons' => []]));
        }
    }

    /** @param array{input: array<string, mixed>, snapshot: array<string, mixed>} $report */
    public function tell(array $report): void
    {
        $shopper = $this->services->visitor()->key();
        $this->services->arrivals()->later('cart', $report['input']['id'], $report, $shopper);
    }

    /**
     * @param list<array<string, mixed>> $lines
     * @param array<string, mixed> $snapshot
     * @return array{input: array<string, mixed>, snapshot: array<string, mixed>}
     */
    private function told(string $id, string $change, string $currency, array $lines, array $snapshot): array
    {
        $version = $this->services->visitor()->version();
        $said = ['cart' => $id, 'version' => $version, 'change' => $change, 'currency' => $currency, 'lines' => $lines];
        return [
            'input' => [
                'id' => "cart:$id:$version",
                'occurred_at' => $this->services->now(),
                'trust' => 'server',
                'what' => ['cart.updated' => $said],
            ],
            'snapshot' => $snapshot,
        ];
    }

    /** Returns whether somebody is about to go on with a subscription: what is owed is no cart. */
    private static function isOfSubscription(\WC_Cart $cart): bool
    {
        foreach ($cart->get_cart_contents() as $item) {
            if (\array_intersect_key($item, self::SUBSCRIPTION) !== []) {
                return true;
            }
        }
        return false;
    }

    /** @return list<array<string, mixed>> `CartLine` of the contract; prices as the shop shows them, before coupons. */
    private static function lines(\WC_Cart $cart, string $currency): array
    {
        $withTax = $cart->display_prices_including_tax();
        $lines = [];
        foreach (\array_slice($cart->get_cart_contents(), 0, Snapshot::MOST_LINES) as $item) {
            $product = $item['data'] ?? null;
            $quantity = (float) ($item['quantity'] ?? 0);
            if (!$product instanceof \WC_Product || $quantity <= 0) {
                continue;
            }
            $line = isset($item['line_subtotal'])
                ? (float) $item['line_subtotal'] + ($withTax ? (float) ($item['line_subtotal_tax'] ?? 0) : 0.0)
                : (float) $product->get_price() * $quantity;
            $lines[] = Line::of($product, (int) $item['product_id'], $quantity, $line, $currency);
        }
        return $lines;
    }
}
