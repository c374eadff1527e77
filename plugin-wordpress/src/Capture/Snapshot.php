<?php
// Owns what is kept of a cart so that it can be put together again on another device: lines, choices, coupons.
declare(strict_types=1);

namespace Cartsignal\Capture;

/**
 * Only scalars and arrays of a line's own data: an object of another plugin would be code to run when it is read. What
 * had to be left out of a line is told by `partial`.
 */
final class Snapshot
{
    /** Lines kept, the first ones. Chosen: with them a report stays below what an arrival may be. */
    public const MOST_LINES = 120;

    /** What custom data of one line, and of all, may be as JSON, in bytes. Chosen. */
    private const MOST_OF_LINE = 4_096;
    private const MOST_OF_ALL = 24_576;

    /** How deep arrays in custom data may lie in each other. Chosen. */
    private const DEEPEST = 5;

    private const MOST_COUPONS = 20;

    /** What WooCommerce itself puts into a line. Source: WC_Cart 9.4. */
    private const OF_WOOCOMMERCE = [
        'key', 'product_id', 'variation_id', 'variation', 'quantity', 'data', 'data_hash',
        'line_tax_data', 'line_subtotal', 'line_subtotal_tax', 'line_total', 'line_tax',
    ];

    /**
     * @return array{user: int, lines: list<array{key: string, product_id: int, variation_id: int, variation: \stdClass,
     *     quantity: int|float, price: string, data: \stdClass, partial?: true}>, coupons: list<string>}
     *     `user` is 0 for a guest; `price` the product's own, as it was when it was put in.
     */
    public static function of(\WC_Cart $cart): array
    {
        $room = self::MOST_OF_ALL;
        $lines = [];
        foreach (\array_slice($cart->get_cart_contents(), 0, self::MOST_LINES, true) as $key => $item) {
            [$data, $whole] = self::custom($item, \min($room, self::MOST_OF_LINE));
            $room -= \strlen((string) \json_encode($data));
            $product = $item['data'] ?? null;
            $lines[] = [
                'key' => \substr((string) $key, 0, 64),
                'product_id' => (int) ($item['product_id'] ?? 0),
                'variation_id' => (int) ($item['variation_id'] ?? 0),
                'variation' => (object) self::bounded((array) ($item['variation'] ?? [])),
                'quantity' => ($item['quantity'] ?? 0) + 0,
                'price' => $product instanceof \WC_Product ? \substr((string) $product->get_price(), 0, 32) : '',
                'data' => (object) $data,
            ] + ($whole ? [] : ['partial' => true]);
        }
        $coupons = \array_slice(\array_values($cart->get_applied_coupons()), 0, self::MOST_COUPONS);
        return [
            'user' => \get_current_user_id(),
            'lines' => $lines,
            'coupons' => \array_map(static fn ($code) => \mb_scrub((string) $code, 'UTF-8'), $coupons),
        ];
    }

    /**
     * @param array<string, mixed> $item
     * @return array{array<string, mixed>, bool} The line's own data, and whether all of it is there.
     */
    private static function custom(array $item, int $room): array
    {
        $all = \array_diff_key($item, \array_flip(self::OF_WOOCOMMERCE));
        $kept = self::bounded($all);
        if (\strlen((string) \json_encode($kept)) > $room) {
            return [[], false];
        }
        return [$kept, $kept === $all];
    }

    /**
     * @param array<array-key, mixed> $values
     * @return array<array-key, mixed>
     */
    private static function bounded(array $values, int $depth = 1): array
    {
        $kept = [];
        foreach ($values as $name => $value) {
            if (\is_string($name) && !\mb_check_encoding($name, 'UTF-8')) {
                continue;
            }
            if (\is_array($value) && $depth < self::DEEPEST) {
                $kept[$name] = self::bounded($value, $depth + 1);
            } elseif (self::isPlain($value)) {
                $kept[$name] = $value;
            }
        }
        return $kept;
    }

    private static function isPlain(mixed $value): bool
    {
        return match (true) {
            \is_string($value) => \mb_check_encoding($value, 'UTF-8'),
            \is_float($value) => \is_finite($value),
            default => \is_int($value) || \is_bool($value) || $value === null,
        };
    }
}
