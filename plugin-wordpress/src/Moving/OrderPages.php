<?php
// Owns reading the store's orders page by page, in order of their ids: a few columns of each, however WooCommerce keeps them.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Automattic\WooCommerce\Utilities\OrderUtil;

/**
 * WooCommerce's own queries page by offset, which slows down with each page and misses orders while others are deleted.
 *
 * @phpstan-type Listed array{id: int, status: string, created: int, changed: int, customer: int, phone: string, country: string}
 */
final class OrderPages
{
    public const AT_ONCE = 100;

    /** @return array{last: int, of: int} The newest order, and how many there are. */
    public static function extent(): array
    {
        global $wpdb;
        // phpcs:disable WordPress.DB -- once for an import; nothing in it comes from outside.
        $row = self::isHpos()
            ? $wpdb->get_row("SELECT COALESCE(MAX(id), 0) AS last, COUNT(*) AS n FROM {$wpdb->prefix}wc_orders
                WHERE type = 'shop_order'", ARRAY_A)
            : $wpdb->get_row("SELECT COALESCE(MAX(ID), 0) AS last, COUNT(*) AS n FROM {$wpdb->posts}
                WHERE post_type = 'shop_order'", ARRAY_A);
        // phpcs:enable
        return ['last' => (int) ($row['last'] ?? 0), 'of' => (int) ($row['n'] ?? 0)];
    }

    /**
     * @param int $since Orders created before, as Unix time, are left out.
     * @return list<Listed> Times in seconds; statuses without `wc-`.
     */
    public static function page(int $after, int $last, int $since = 0, int $most = self::AT_ONCE): array
    {
        $rows = self::isHpos() ? self::ofTables($after, $last, $since, $most) : self::ofPosts($after, $last, $since, $most);
        return \array_map(static fn (array $row): array => [
            'id' => (int) $row['id'],
            'status' => (string) \preg_replace('/\Awc-/', '', (string) $row['status']),
            'created' => (int) $row['created'],
            'changed' => (int) $row['changed'],
            'customer' => (int) $row['customer'],
            'phone' => \trim((string) $row['phone']),
            'country' => (string) $row['country'],
        ], $rows);
    }

    /** Forgets what WordPress keeps of orders in this process: an import would fill the memory with them. */
    public static function forget(): void
    {
        global $wpdb;
        if (\function_exists('wp_cache_supports') && \wp_cache_supports('flush_runtime')) {
            \wp_cache_flush_runtime();
        }
        $wpdb->queries = [];
    }

    private static function isHpos(): bool
    {
        return OrderUtil::custom_orders_table_usage_is_enabled();
    }

    /** @return list<array<string, mixed>> */
    private static function ofTables(int $after, int $last, int $since, int $most): array
    {
        global $wpdb;
        // phpcs:disable WordPress.DB -- prepared, and each page is asked for once.
        $sql = "SELECT o.id, o.status, o.customer_id AS customer, a.phone, a.country,
                TIMESTAMPDIFF(SECOND, '1970-01-01', o.date_created_gmt) AS created,
                TIMESTAMPDIFF(SECOND, '1970-01-01', o.date_updated_gmt) AS changed
            FROM {$wpdb->prefix}wc_orders o
            LEFT JOIN {$wpdb->prefix}wc_order_addresses a ON a.order_id = o.id AND a.address_type = 'billing'
            WHERE o.id > %d AND o.id <= %d AND o.type = 'shop_order' AND o.date_created_gmt >= %s ORDER BY o.id LIMIT %d";
        $values = [$after, $last, \gmdate('Y-m-d H:i:s', $since), $most];
        return $wpdb->get_results($wpdb->prepare($sql, ...$values), ARRAY_A) ?: [];
        // phpcs:enable
    }

    /** @return list<array<string, mixed>> */
    private static function ofPosts(int $after, int $last, int $since, int $most): array
    {
        global $wpdb;
        // phpcs:disable WordPress.DB -- prepared, and each page is asked for once.
        $sql = "SELECT p.ID AS id, p.post_status AS status, c.meta_value AS customer, t.meta_value AS phone, l.meta_value AS country,
                TIMESTAMPDIFF(SECOND, '1970-01-01', p.post_date_gmt) AS created,
                TIMESTAMPDIFF(SECOND, '1970-01-01', p.post_modified_gmt) AS changed
            FROM {$wpdb->posts} p
            LEFT JOIN {$wpdb->postmeta} c ON c.post_id = p.ID AND c.meta_key = '_customer_user'
            LEFT JOIN {$wpdb->postmeta} t ON t.post_id = p.ID AND t.meta_key = '_billing_phone'
            LEFT JOIN {$wpdb->postmeta} l ON l.post_id = p.ID AND l.meta_key = '_billing_country'
            WHERE p.ID > %d AND p.ID <= %d AND p.post_type = 'shop_order' AND p.post_date_gmt >= %s
            ORDER BY p.ID LIMIT %d";
        $values = [$after, $last, \gmdate('Y-m-d H:i:s', $since), $most];
        return $wpdb->get_results($wpdb->prepare($sql, ...$values), ARRAY_A) ?: [];
        // phpcs:enable
    }
}
