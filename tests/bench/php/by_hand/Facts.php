<?php
// Owns how an input becomes part of what is known of a shopper and a recipient, with the core's bounds.
declare(strict_types=1);

namespace Cartsignal\Bench\ByHand;

final class Facts
{
    private const VISIT_GAP_MS = 1_800_000;
    private const MAX_VISITS = 16;
    private const MAX_SUBJECTS = 12;
    private const MAX_VIEWS = 6;
    private const MAX_CARTS = 6;
    private const MAX_LINES = 12;
    private const MAX_ORDERS = 16;
    private const MAX_PRODUCTS = 6;
    private const MAX_PURCHASES = 8;

    /** Kinds of input that are acts of the shopper's own. */
    private const ACTS = ['page.viewed', 'product.viewed', 'collection.viewed', 'cart.updated', 'contact.provided'];

    /** @return array<string, mixed> A shopper never seen before. */
    public static function shopper(string $key): array
    {
        $empty = ['visits' => [], 'products' => [], 'categories' => [], 'pages' => [], 'links' => [], 'carts' => []];
        $settled = ['positions' => [], 'abandoned' => [], 'segments' => []];
        return ['key' => $key, 'points_at' => null, ...$empty, 'orders' => [], ...$settled];
    }

    /** @return array<string, mixed> A recipient never seen before. */
    public static function recipient(string $key): array
    {
        $words = ['opted_out' => null, 'opted_in' => null, 'confirmed' => null, 'ambiguous' => null, 'cleared' => null];
        return ['key' => $key, 'consents' => [], ...$words, 'purchases' => [], 'log' => []];
    }

    /**
     * @param array<string, mixed> $shopper
     * @param array<string, mixed> $recipient
     * @param array{id: string, occurred_at: int, what: array<string, array<string, mixed>>} $input
     */
    public static function fold(array &$shopper, array &$recipient, array $input): void
    {
        $kind = array_key_first($input['what']);
        $what = $input['what'][$kind];
        $at = $input['occurred_at'];
        $stamp = [$at, crc32($input['id'])];
        if (in_array($kind, self::ACTS, true)) {
            self::visit($shopper['visits'], $at);
        }
        switch ($kind) {
            case 'page.viewed':
                if (isset($what['tag'])) {
                    self::view($shopper['pages'], $what['tag'], $stamp);
                }
                break;
            case 'product.viewed':
                self::view($shopper['products'], $what['product'], $stamp);
                if (isset($what['category'])) {
                    self::view($shopper['categories'], $what['category'], $stamp);
                }
                break;
            case 'collection.viewed':
                self::view($shopper['categories'], $what['category'], $stamp);
                break;
            case 'cart.updated':
                self::cart($shopper['carts'], $what, $at);
                break;
            case 'order.placed':
                self::order($shopper['orders'], $what, $at);
                self::purchase($recipient['purchases'], $what, $at);
                break;
            case 'contact.provided':
                $shopper['points_at'] = $what['recipient'];
                break;
            case 'consent.granted':
                self::consent($recipient['consents'], $what, $at);
                break;
            case 'reply':
                self::reply($recipient, $what['kind'], $at);
                break;
        }
    }

    /** @param list<array{int, int}> $visits */
    private static function visit(array &$visits, int $at): void
    {
        $joined = [$at, $at];
        $others = [];
        foreach ($visits as [$from, $to]) {
            if ($to + self::VISIT_GAP_MS < $at || $from > $at + self::VISIT_GAP_MS) {
                $others[] = [$from, $to];
            } else {
                $joined = [min($joined[0], $from), max($joined[1], $to)];
            }
        }
        $others[] = $joined;
        usort($others, static fn (array $a, array $b): int => $a[0] <=> $b[0]);
        $visits = array_slice($others, -self::MAX_VISITS);
    }

    /**
     * @param array<string, list<array{int, int}>> $views
     * @param array{int, int} $stamp
     */
    private static function view(array &$views, string $subject, array $stamp): void
    {
        $known = $views[$subject] ?? [];
        if (!in_array($stamp, $known, true)) {
            $known[] = $stamp;
            sort($known);
        }
        $views[$subject] = array_slice($known, -self::MAX_VIEWS);
        if (count($views) > self::MAX_SUBJECTS) {
            $latest = array_map(static fn (array $stamps): int => end($stamps)[0], $views);
            unset($views[array_search(min($latest), $latest, true)]);
        }
    }

    /**
     * @param array<string, array<string, mixed>> $carts
     * @param array<string, mixed> $update
     */
    private static function cart(array &$carts, array $update, int $at): void
    {
        $id = $update['cart'];
        $fresh = ['first_at' => $at, 'last_at' => $at, 'added_at' => null, 'checkout_at' => null, 'steps' => []];
        $cart = $carts[$id] ?? [...$fresh, 'content' => null];
        $cart['first_at'] = min($cart['first_at'], $at);
        $cart['last_at'] = max($cart['last_at'], $at);
        if ($update['change'] === 'added') {
            $cart['added_at'] = max($cart['added_at'] ?? $at, $at);
        }
        $known = $cart['content'];
        if ($known === null || [$update['version'], $at] > [$known['version'], $known['at']]) {
            $cart['content'] = self::content($update, $at);
        }
        $carts[$id] = $cart;
        if (count($carts) > self::MAX_CARTS) {
            $touched = array_column($carts, 'last_at');
            unset($carts[array_keys($carts)[array_search(min($touched), $touched, true)]]);
        }
    }

    /**
     * @param array<string, mixed> $update
     * @return array<string, mixed>
     */
    private static function content(array $update, int $at): array
    {
        $lines = $update['lines'];
        $price = static fn (array $line): int => $line['unit_price_minor'] * $line['quantity'];
        return [
            'version' => $update['version'],
            'at' => $at,
            'currency' => $update['currency'],
            'total' => array_sum(array_map($price, $lines)),
            'on_sale' => in_array(true, array_column($lines, 'on_sale'), true),
            'line_count' => count($lines),
            'lines' => array_slice($lines, 0, self::MAX_LINES),
        ];
    }

    /**
     * @param array<string, array<string, mixed>> $orders
     * @param array<string, mixed> $fact
     */
    private static function order(array &$orders, array $fact, int $at): void
    {
        $lines = $fact['lines'] ?? [];
        $reduced = array_filter(array_column($lines, 'on_sale'));
        $order = [
            'version' => $fact['version'],
            'at' => $at,
            'status' => $fact['payment'] ?? 'paid',
            'placed_at' => min($orders[$fact['order']]['placed_at'] ?? $fact['placed_at'], $fact['placed_at']),
            'cart' => $fact['cart'] ?? $orders[$fact['order']]['cart'] ?? null,
            'currency' => $fact['currency'],
            'net' => $fact['total_minor'] - ($fact['refunded_minor'] ?? 0),
            'discount' => $fact['discount_minor'] ?? 0,
            'on_sale' => ($fact['discount_minor'] ?? 0) > 0 || ($lines !== [] && count($reduced) === count($lines)),
            'products' => array_slice(array_column($lines, 'product'), 0, self::MAX_PRODUCTS),
        ];
        $known = $orders[$fact['order']] ?? null;
        if ($known === null || [$order['version'], $at] > [$known['version'], $known['at']]) {
            $orders[$fact['order']] = $order;
        }
        self::forgetOldest($orders, self::MAX_ORDERS);
    }

    /**
     * @param array<string, array<string, mixed>> $purchases
     * @param array<string, mixed> $fact
     */
    private static function purchase(array &$purchases, array $fact, int $at): void
    {
        $word = ['version' => $fact['version'], 'at' => $at, 'status' => $fact['payment'] ?? 'paid'];
        $known = $purchases[$fact['order']] ?? null;
        if ($known === null || [$word['version'], $at] > [$known['version'], $known['at']]) {
            $purchases[$fact['order']] = [...$word, 'placed_at' => $fact['placed_at']];
        }
        self::forgetOldest($purchases, self::MAX_PURCHASES);
    }

    /** @param array<string, array<string, mixed>> $orders */
    private static function forgetOldest(array &$orders, int $bound): void
    {
        if (count($orders) > $bound) {
            $placed = array_column($orders, 'placed_at');
            unset($orders[array_keys($orders)[array_search(min($placed), $placed, true)]]);
        }
    }

    /**
     * @param array<string, array<string, mixed>> $consents
     * @param array<string, mixed> $change
     */
    private static function consent(array &$consents, array $change, int $at): void
    {
        $known = $consents[$change['purpose']] ?? ['granted' => null, 'revoked' => null];
        if ($known['granted'] === null || $at > $known['granted']['at']) {
            $basis = $change['basis'] ?? 'express';
            $known['granted'] = ['at' => $at, 'basis' => $basis, 'evidence' => $change['evidence']];
        }
        $consents[$change['purpose']] = $known;
    }

    /** @param array<string, mixed> $recipient */
    private static function reply(array &$recipient, string $kind, int $at): void
    {
        $words = [
            'stop' => ['opted_out'],
            'start' => ['opted_in', 'confirmed'],
            'yes' => ['opted_in', 'confirmed'],
            'ambiguous' => ['ambiguous'],
            'cleared' => ['cleared'],
        ];
        foreach ($words[$kind] ?? [] as $word) {
            $recipient[$word] = max($recipient[$word] ?? $at, $at);
        }
    }
}
