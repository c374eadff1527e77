<?php
// Owns looking for orders whose hooks were lost: what changed since the last look is told again, harmlessly.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Automattic\WooCommerce\Utilities\OrderUtil;
use Cartsignal\Host\Notes;
use Cartsignal\Services;

/**
 * A hook is lost when a process is killed, when a plugin ends a request early, and when another program writes orders.
 * One query on an index; the natural key of an order's state is the hook's, so that nothing is taken in twice.
 */
final class Reconcile
{
    private const WATERMARK = 'orders_seen';

    /** Looked back beyond the last look: a transaction that was slow to commit. Chosen. */
    private const OVERLAP_SECONDS = 90;

    /** Looked back at first: what was ordered while the plugin was being switched on. Chosen. */
    private const FIRST_SECONDS = 3_600;

    /** Posts have no index on their last change; orders placed longer ago than this concern no text. Chosen. */
    private const POSTS_SECONDS = 4 * 86_400;

    private const PAGE = 100;

    /** Pages of one look; what is beyond waits for the next. Chosen. */
    private const PAGES = 10;

    public function __construct(private readonly Services $services)
    {
    }

    /** Tells of orders changed since the last look; returns how many were news. Throws nothing. */
    public function look(int $now): int
    {
        return $this->services->safely('capture.reconcile', fn (): int => $this->looked(\intdiv($now, 1_000))) ?? 0;
    }

    private function looked(int $now): int
    {
        $notes = new Notes($this->services->database());
        // Seconds, and an order's id where a look ended in the middle of what there was.
        $seen = $notes->read(self::WATERMARK) ?? (string) ($now - self::FIRST_SECONDS);
        [$from, $after] = \array_map('intval', \explode(':', "$seen:0"));
        // A clock that was set back must not hide what comes.
        $from = $after > 0 ? $from : \min($from, $now) - self::OVERLAP_SECONDS;
        $news = 0;
        for ($page = 0; $page < self::PAGES; $page += 1) {
            $found = $this->page($from, $after);
            foreach ($found as ['id' => $id, 'status' => $status, 'changed' => $changed]) {
                $news += $this->tell((int) $id, \preg_replace('/\Awc-/', '', $status) ?? '', (int) $changed) ? 1 : 0;
                [$from, $after] = [(int) $changed, (int) $id];
            }
            if (\count($found) < self::PAGE) {
                [$from, $after] = [$now, 0];
                break;
            }
        }
        $notes->write(self::WATERMARK, "$from:$after");
        return $news;
    }

    private function tell(int $id, string $status, int $changed): bool
    {
        if (StatusMap::isDraft($status)) {
            return false;
        }
        $name = Orders::naturalKey($id, $status, $changed);
        $payload = ['order' => (string) $id, 'status' => $status, 'at' => $changed * 1_000];
        return $this->services->arrivals()->append('order', $name, $payload);
    }

    /** @return list<array{id: string, status: string, changed: string}> In order of their last change, then id. */
    private function page(int $from, int $after): array
    {
        global $wpdb;
        $moment = \gmdate('Y-m-d H:i:s', $from);
        $statuses = \array_keys(\wc_get_order_statuses());
        $marks = \implode(', ', \array_fill(0, \count($statuses), '%s'));
        $earliest = \gmdate('Y-m-d H:i:s', \max(0, $from - self::POSTS_SECONDS));
        $values = [...$statuses, $earliest, $moment, $moment, $after, self::PAGE];
        // phpcs:disable WordPress.DB -- prepared below; what is asked is what has just changed.
        $sql = OrderUtil::custom_orders_table_usage_is_enabled()
            ? $wpdb->prepare("SELECT id, status, TIMESTAMPDIFF(SECOND, '1970-01-01', date_updated_gmt) AS changed
                FROM {$wpdb->prefix}wc_orders
                WHERE date_updated_gmt >= %s AND (date_updated_gmt > %s OR id > %d) AND type = 'shop_order'
                ORDER BY date_updated_gmt, id LIMIT %d", $moment, $moment, $after, self::PAGE)
            : $wpdb->prepare("SELECT ID AS id, post_status AS status,
                TIMESTAMPDIFF(SECOND, '1970-01-01', post_modified_gmt) AS changed FROM {$wpdb->posts}
                WHERE post_type = 'shop_order' AND post_status IN ($marks, 'trash') AND post_date >= %s
                AND post_modified_gmt >= %s AND (post_modified_gmt > %s OR ID > %d)
                ORDER BY post_modified_gmt, ID LIMIT %d", ...$values);
        return $wpdb->get_results($sql, ARRAY_A) ?: [];
        // phpcs:enable
    }
}
