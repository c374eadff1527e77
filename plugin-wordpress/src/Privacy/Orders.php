<?php
// Owns walking through somebody's orders, however WooCommerce keeps them, a hundred at a time.
declare(strict_types=1);

namespace Cartsignal\Privacy;

final class Orders
{
    public const AT_ONCE = 100;

    /** Above it somebody is no person but a marketplace's account; the rest is left. Chosen. */
    private const MOST_PAGES = 100;

    /**
     * @return \Generator<\WC_Order> None without WooCommerce.
     */
    public static function of(string $email, ?int $user): \Generator
    {
        for ($page = 1; $page <= self::MOST_PAGES; $page += 1) {
            $orders = self::page($email, $user, $page);
            yield from $orders;
            if (\count($orders) < self::AT_ONCE) {
                return;
            }
        }
    }

    /** @return list<\WC_Order> */
    public static function page(string $email, ?int $user, int $page): array
    {
        if (!\function_exists('wc_get_orders')) {
            return [];
        }
        $orders = \wc_get_orders([
            'type' => 'shop_order',
            'status' => [...\array_keys(\wc_get_order_statuses()), 'wc-checkout-draft', 'trash'],
            'customer' => $user === null ? [$email] : [$user, $email],
            'limit' => self::AT_ONCE,
            'page' => $page,
            'orderby' => 'ID',
            'order' => 'ASC',
        ]);
        return \array_values(\array_filter($orders, static fn (mixed $order): bool => $order instanceof \WC_Order));
    }

    /** Takes what the plugin wrote off an order; returns whether there was anything. */
    public static function strip(\WC_Order $order): bool
    {
        $ours = \array_filter(
            \array_map(static fn (\WC_Meta_Data $meta): string => (string) $meta->key, $order->get_meta_data()),
            static fn (string $key): bool => \str_starts_with($key, '_cartsignal_'),
        );
        foreach ($ours as $key) {
            $order->delete_meta_data($key);
        }
        if ($ours !== []) {
            $order->save_meta_data();
        }
        return $ours !== [];
    }
}
