<?php
// Owns reading an order as the core knows one: amounts in minor units, what was given back, when it was placed.
declare(strict_types=1);

namespace Cartsignal\Capture;

final class OrderReading
{
    /** Lines told of an order. The core keeps fewer. */
    private const MOST_LINES = 60;

    /** Meta that WooCommerce Subscriptions documents for its own orders. */
    private const SUBSCRIPTION = ['_subscription_renewal', '_subscription_switch', '_subscription_resubscribe'];

    /** Returns the order as the database has it now; null where it is gone or is no order. */
    public static function fresh(int $id): ?\WC_Order
    {
        // The process may have read it before it was changed by another one.
        $cache = 'Automattic\WooCommerce\Caches\OrderCache';
        if (\class_exists($cache)) {
            \wc_get_container()->get($cache)->remove($id);
        }
        \wp_cache_delete($id, 'posts');
        \wp_cache_delete($id, 'post_meta');
        \wp_cache_delete(\WC_Order::generate_meta_cache_key($id, 'orders'), 'orders');
        $order = \wc_get_order($id);
        return $order instanceof \WC_Order && $order->get_type() === 'shop_order' ? $order : null;
    }

    /**
     * Returns what the order says of itself, but not of its buyer; null where its currency is none that the core reads.
     *
     * @param int $seenAt When it was first heard of, in ms.
     * @return array<string, mixed>|null `OrderFact` of the contract, without its payment.
     */
    public static function fact(\WC_Order $order, ?string $cart, int $seenAt): ?array
    {
        $currency = $order->get_currency();
        if (!Money::isCurrency($currency)) {
            return null;
        }
        $changed = $order->get_date_modified() ?? $order->get_date_created();
        return [
            'order' => (string) $order->get_id(),
            // Seconds are all WooCommerce keeps; of two reports of one second the later counts.
            'version' => ($changed?->getTimestamp() ?? \intdiv($seenAt, 1_000)) * 1_000,
            'placed_at' => self::placedAt($order, $seenAt),
            'cart' => $cart,
            'currency' => $currency,
            'total_minor' => Money::minor($order->get_total(), $currency),
            'discount_minor' => Money::minor($order->get_total_discount(false), $currency),
            'refunded_minor' => Money::minor($order->get_total_refunded(), $currency),
            'lines' => self::lines($order, $currency),
        ];
    }

    /**
     * Returns whether an order goes on with a subscription: renewed, switched, taken up again. It is nobody's cart, whoever
     * pressed the button.
     */
    public static function isOfSubscription(\WC_Order $order): bool
    {
        $has = static fn (string $meta): bool => (string) $order->get_meta($meta) !== '';
        return $order->get_created_via() === 'subscription' || \array_filter(self::SUBSCRIPTION, $has) !== [];
    }

    /**
     * The block checkout makes the order when the page is opened and keeps that date, so that of its orders the moment
     * counts at which they were first heard of, or paid.
     */
    private static function placedAt(\WC_Order $order, int $seenAt): int
    {
        $created = ($order->get_date_created()?->getTimestamp() ?? \intdiv($seenAt, 1_000)) * 1_000;
        if ($order->get_created_via() !== 'store-api') {
            return $created;
        }
        $paid = $order->get_date_paid()?->getTimestamp();
        return \max($created, $paid === null ? $seenAt : \min($seenAt, $paid * 1_000));
    }

    /** @return list<array<string, mixed>> */
    private static function lines(\WC_Order $order, string $currency): array
    {
        $lines = [];
        foreach (\array_slice($order->get_items(), 0, self::MOST_LINES) as $item) {
            if (!$item instanceof \WC_Order_Item_Product || $item->get_quantity() <= 0) {
                continue;
            }
            $tax = $order->get_prices_include_tax() ? (float) $item->get_subtotal_tax() : 0.0;
            $product = $item->get_product() ?: null;
            $quantity = (float) $item->get_quantity();
            $total = (float) $item->get_subtotal() + $tax;
            $lines[] = Line::of($product, $item->get_product_id(), $quantity, $total, $currency);
        }
        return $lines;
    }
}
