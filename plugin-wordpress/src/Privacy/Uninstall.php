<?php
// Owns what is removed when the plugin is deleted, and what stays unless the owner asked for everything to go.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Consent\PageAddresses;
use Cartsignal\Guards\OptOutFile;
use Cartsignal\Settings\KeyFile;
use Cartsignal\Settings\MarkFile;
use Cartsignal\Settings\Settings;

/**
 * By default the proof of consent and the opt-outs stay, without a name or a number, and with them the file of keys:
 * without it a kept opt-out recognises nobody. The law asks a store for both for years after its last text, and an
 * owner who tries another plugin for a week must not text those who said stop when Cartsignal comes back. Whoever ticks
 * "remove everything" in the settings has it all removed.
 *
 * Nothing here needs WooCommerce, the keys, or the plugin's own connection: whatever is broken, it can be deleted.
 */
final class Uninstall
{
    /** Tables that stay by default; of the settings only the checks of the keys. */
    private const KEPT = ['consents', 'opt_outs', 'settings'];

    private const EVENTS = ['cartsignal_drain', 'cartsignal_tick', 'cartsignal_daily', Eraser::LATER];

    /** Rows at once. Chosen: a store may have a million orders. */
    private const BATCH = 1_000;

    private function __construct(private readonly \wpdb $wordpress)
    {
    }

    /** Removes it from this site, or from every site of a network. */
    public static function run(): void
    {
        $uninstall = new self($GLOBALS['wpdb']);
        $sites = \is_multisite() ? \get_sites(['fields' => 'ids', 'number' => 0]) : [null];
        $everything = true;
        foreach ($sites as $site) {
            if ($site !== null) {
                \switch_to_blog((int) $site);
            }
            $everything = $uninstall->site() && $everything;
            if ($site !== null) {
                \restore_current_blog();
            }
        }
        $uninstall->meta($uninstall->wordpress->usermeta, 'umeta_id');
        // The sites of a network share the keys.
        if ($everything) {
            self::delete(KeyFile::path());
        }
    }

    /** Removes it from the site at hand; returns whether the owner wanted everything to go. */
    private function site(): bool
    {
        $option = \get_option(Settings::OPTION, []);
        $everything = (bool) (\is_array($option) ? $option['remove_on_uninstall'] ?? false : false);
        foreach (self::EVENTS as $event) {
            \wp_unschedule_hook($event);
        }
        $this->coupons();
        $this->meta($this->wordpress->postmeta, 'meta_id');
        $this->meta($this->wordpress->prefix . 'wc_orders_meta', 'id');
        $this->tables($everything);
        \delete_option(Settings::OPTION);
        \delete_option(PageAddresses::OPTION);
        // What was not asked to go stays known after a restore, too.
        $files = $everything ? [...MarkFile::paths(), ...OptOutFile::paths()] : MarkFile::paths();
        // Files that wait to be imported hold numbers.
        $waiting = \glob(\dirname(KeyFile::path()) . '/cartsignal-import-*.php') ?: [];
        \array_map(self::delete(...), [...$files, ...$waiting]);
        return $everything;
    }

    private static function delete(string $file): void
    {
        if (\is_file($file)) {
            \wp_delete_file($file);
        }
    }

    private function tables(bool $everything): void
    {
        $prefix = $this->wordpress->prefix . 'cartsignal_';
        $kept = $everything ? [] : \array_map(static fn (string $name): string => $prefix . $name, self::KEPT);
        foreach ($this->named($prefix) as $table) {
            if (!\in_array($table, $kept, true)) {
                $this->wordpress->query("DROP TABLE IF EXISTS `$table`");
            } elseif ($table === $prefix . 'settings') {
                $this->wordpress->query("DELETE FROM `$table` WHERE name NOT LIKE 'key\\_check\\_%'");
            }
        }
    }

    /** Coupons that were made for one text: without the plugin nobody checks any more for whom. */
    private function coupons(): void
    {
        $posts = $this->wordpress->posts;
        $meta = $this->wordpress->postmeta;
        $sql = "SELECT DISTINCT ID FROM `$posts` JOIN `$meta` ON post_id = ID
            WHERE post_type = 'shop_coupon' AND meta_key LIKE %s LIMIT " . self::BATCH;
        $sql = $this->wordpress->prepare($sql, $this->wordpress->esc_like('_cartsignal_') . '%');
        do {
            $deleted = 0;
            foreach ($this->wordpress->get_col($sql) as $coupon) {
                $deleted += \wp_delete_post((int) $coupon, true) ? 1 : 0;
            }
        } while ($deleted === self::BATCH);
    }

    /** Deletes what is ours of a table of meta, if there is one. */
    private function meta(string $table, string $place): void
    {
        if (!\in_array($table, $this->named($table), true)) {
            return;
        }
        $like = $this->wordpress->esc_like('_cartsignal_') . '%';
        $sql = "DELETE FROM `$table` WHERE meta_key LIKE %s ORDER BY `$place` LIMIT " . self::BATCH;
        do {
            $deleted = $this->wordpress->query($this->wordpress->prepare($sql, $like));
        } while ($deleted === self::BATCH);
    }

    /** @return list<string> Tables whose names begin so. */
    private function named(string $begin): array
    {
        $like = $this->wordpress->esc_like($begin) . '%';
        return $this->wordpress->get_col($this->wordpress->prepare('SHOW TABLES LIKE %s', $like));
    }
}
