<?php
// Owns putting the lines of a kept cart back into this visitor's: each once, as far as the shop still sells it.
declare(strict_types=1);

namespace Cartsignal\Recovery;

/**
 * What is in the cart already stays. A line that is there (the same product, variation and custom data) is raised to the
 * quantity it was left with and never added on top, so that opening a link twice, or in the browser that the cart was left
 * in, doubles nothing.
 */
final class Lines
{
    /** What WooCommerce itself keeps in a cart's item; all else is custom data. */
    private const OWN = ['key', 'product_id', 'variation_id', 'variation', 'quantity', 'data', 'data_hash', 'line_tax_data',
        'line_subtotal', 'line_subtotal_tax', 'line_total', 'line_tax'];

    /** @var array<string, true> Keys of cart items that stand for a line. */
    private array $taken = [];

    /** @var array<string, string> Catalogue prices when the cart was left, by keys of items put back. */
    private array $prices = [];

    private bool $hadOthers = false;

    private readonly Difference $difference;

    public function __construct(private readonly string $cart)
    {
        $this->difference = new Difference();
    }

    /** @param list<array<string, mixed>> $lines As the snapshot has them. */
    public function put(array $lines): void
    {
        $before = \array_keys(\WC()->cart->get_cart());
        $remembered = Memory::lines($this->cart);
        foreach ($lines as $line) {
            $print = self::print($line);
            $present = $this->present($line, $remembered[$print] ?? null);
            $key = $this->line($line, $present);
            if ($key === null) {
                continue;
            }
            $this->taken[$key] = true;
            $remembered[$print] = $key;
            if ($present === null && isset($line['price'])) {
                $this->prices[$key] = (string) $line['price'];
            }
        }
        Memory::keepLines($this->cart, $remembered);
        $this->hadOthers = \array_diff($before, \array_keys($this->taken)) !== [];
        \WC()->cart->calculate_totals();
    }

    /** Says what is different from when the cart was left, once all of it is there. */
    public function say(): void
    {
        foreach ($this->prices as $key => $before) {
            $product = \WC()->cart->get_cart_item($key)['data'] ?? null;
            if ($product instanceof \WC_Product) {
                $this->difference->price($product, $before);
            }
        }
        $this->difference->say($this->taken !== [], $this->hadOthers);
    }

    /**
     * Puts one line back; returns the key of its cart item, or null where it can't be had.
     *
     * @param array<string, mixed> $line
     * @param string|null $present The key of the item that stands for it already.
     */
    private function line(array $line, ?string $present): ?string
    {
        $product = \wc_get_product($line['variation_id'] ?: $line['product_id']);
        if (!$product instanceof \WC_Product || !$product->is_purchasable()) {
            return $present ?? $this->difference->gone($product ?: null);
        }
        if (!$product->is_in_stock()) {
            return $present ?? $this->difference->outOfStock($product);
        }
        if ($present === null && ($line['partial'] ?? false)) {
            return $this->difference->incomplete($product);
        }
        $here = $present === null ? 0 : \WC()->cart->get_cart_item($present)['quantity'];
        $wanted = $line['quantity'];
        $quantity = \min($wanted, $this->most($product, $here) ?? $wanted);
        if ($quantity <= $here) {
            if ($here < $wanted) {
                $this->difference->fewer($product, $here, $wanted);
            }
            return $present ?? $this->difference->outOfStock($product);
        }
        $key = $present === null ? $this->add($line, $quantity, $product) : $this->raise($present, $quantity);
        if ($key !== null && $quantity < $wanted) {
            $this->difference->fewer($product, $quantity, $wanted);
        }
        return $key;
    }

    /**
     * Adds a line as the shop's own forms do. Plugins' checks are asked for it, unless it has custom data: those were
     * checked with the form they came from, and the checks would look for that form again, in vain. WooCommerce asks
     * `woocommerce_check_cart_items` about every line before it sells any.
     *
     * @param array<string, mixed> $line
     */
    private function add(array $line, int|float $quantity, \WC_Product $product): ?string
    {
        ['product_id' => $id, 'variation_id' => $variationId] = $line;
        $variation = $line['variation'] ?? [];
        $custom = $line['data'] ?? [];
        [$key, $errors] = Notices::hushed(static function () use ($id, $quantity, $variationId, $variation, $custom) {
            $isAllowed = $custom !== [] || \apply_filters(
                // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own.
                'woocommerce_add_to_cart_validation',
                true,
                $id,
                $quantity,
                $variationId,
                $variation,
                $custom
            );
            return $isAllowed ? \WC()->cart->add_to_cart($id, $quantity, $variationId, $variation, $custom) : false;
        });
        return \is_string($key) ? $key : $this->difference->refused($product, $errors);
    }

    private function raise(string $key, int|float $quantity): string
    {
        $item = \WC()->cart->get_cart_item($key);
        Notices::hushed(static function () use ($key, $item, $quantity): void {
            // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own, as WooCommerce itself asks it.
            if (\apply_filters('woocommerce_update_cart_validation', true, $key, $item, $quantity)) {
                \WC()->cart->set_quantity($key, $quantity, false);
            }
        });
        return $key;
    }

    /** Returns how many of a product this line may have, or null: as many as one likes. */
    private function most(\WC_Product $product, int|float $here): int|float|null
    {
        $most = $product->get_max_purchase_quantity();
        if ($most === null || $most < 0) {
            return null;
        }
        if ($product->is_sold_individually()) {
            return 1;
        }
        // Other lines take from the same stock: the same product with other data, or another variation of it.
        $inCart = \WC()->cart->get_cart_item_quantities()[$product->get_stock_managed_by_id()] ?? 0;
        return \max(0, $most - ($inCart - $here));
    }

    /**
     * Returns the key of the cart item that stands for a line already.
     *
     * @param array<string, mixed> $line
     * @param string|null $remembered The key of the item that was put back for it before; plugins that number each added
     *     item give it another one than it had.
     */
    private function present(array $line, ?string $remembered): ?string
    {
        foreach (\WC()->cart->get_cart() as $key => $item) {
            $key = (string) $key;
            $isIt = $key === $remembered || $key === ($line['key'] ?? null) || self::print($item) === self::print($line);
            if ($isIt && !isset($this->taken[$key])) {
                return $key;
            }
        }
        return null;
    }

    /**
     * Returns what makes a line this one: product, variation and custom data, whatever their order.
     *
     * @param array<string, mixed> $line Of the snapshot, whose custom data are in `data`, or of the cart.
     */
    private static function print(array $line): string
    {
        $custom = \is_array($line['data'] ?? null) ? $line['data'] : \array_diff_key($line, \array_flip(self::OWN));
        $parts = [(int) $line['product_id'], (int) $line['variation_id'], $line['variation'] ?? [], $custom];
        $parts = \json_decode((string) \json_encode($parts, JSON_PARTIAL_OUTPUT_ON_ERROR), true);
        self::sort($parts[2]);
        self::sort($parts[3]);
        return \md5((string) \json_encode($parts));
    }

    private static function sort(mixed &$value): void
    {
        if (\is_array($value)) {
            \ksort($value);
            foreach ($value as &$each) {
                self::sort($each);
            }
        }
    }
}
