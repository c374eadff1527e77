<?php
// Owns one line of a cart or order as the core reads it: product, variant, quantity, price of one, category, on sale.
declare(strict_types=1);

namespace Cartsignal\Capture;

final class Line
{
    /**
     * @param \WC_Product|null $product Null where it was deleted since.
     * @param int $id Of the product; of a variation, of the product it belongs to.
     * @param float $total Of the line.
     * @return array<string, mixed> `CartLine` of the contract.
     */
    public static function of(?\WC_Product $product, int $id, float $quantity, float $total, string $currency): array
    {
        // Stores that sell by weight have fractions; the core counts whole things, so such a line is one thing.
        $count = $quantity === \floor($quantity) && $quantity < 1_000_000 ? (int) $quantity : 1;
        $line = [
            'product' => (string) $id,
            'quantity' => $count,
            'unit_price_minor' => Money::minor($total / $count, $currency),
            'on_sale' => $product?->is_on_sale() ?? false,
        ];
        if ($product?->is_type('variation')) {
            $line['variant'] = (string) $product->get_id();
        }
        $category = self::category($id);
        return $category === null ? $line : $line + ['category' => $category];
    }

    /** Returns the main category: the first made of those the product is in. Its terms are cached with the product. */
    private static function category(int $product): ?string
    {
        $terms = \get_the_terms($product, 'product_cat');
        $ids = \is_array($terms) ? \array_map(static fn (\WP_Term $term) => $term->term_id, $terms) : [];
        return $ids === [] ? null : (string) \min($ids);
    }
}
