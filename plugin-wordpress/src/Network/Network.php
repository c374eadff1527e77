<?php
// Owns what becomes of the plugin when a site of a network goes: its tables, its files, what users said to it.
declare(strict_types=1);

namespace Cartsignal\Network;

use Cartsignal\Capture\UserMeta;
use Cartsignal\Guards\OptOutFile;
use Cartsignal\Module;
use Cartsignal\Services;
use Cartsignal\Settings\MarkFile;
use Cartsignal\Wake\Schedule;

/** A new site needs nothing here: its first visit wakes the cron, and the cron sets it up. The keys are the network's. */
final class Network implements Module
{
    /** Sites at once. Chosen: each is a switch and some queries. */
    private const MOST_SITES = 500;

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        if (!\is_multisite()) {
            return;
        }
        \add_filter('wpmu_drop_tables', fn ($tables) => [...(array) $tables, ...$this->tables()]);
        \add_action('wp_uninitialize_site', function ($site): void {
            $this->services->safely('network.site', fn () => $this->forget((int) $site->blog_id));
        });
        // WordPress tells of a plugin that is switched off for all sites on one of them only.
        \add_action('deactivated_plugin', function ($plugin, $isWhole = false): void {
            if ($isWhole && $plugin === \plugin_basename($this->services->file)) {
                $this->services->safely('network.events', self::clearEvents(...));
            }
        }, 10, 2);
    }

    /** @return list<string> Ours of the site at hand, which WordPress has switched to. */
    private function tables(): array
    {
        global $wpdb;
        $like = $wpdb->esc_like($wpdb->prefix . 'cartsignal_') . '%';
        // phpcs:ignore WordPress.DB -- names of tables are cached nowhere.
        return $wpdb->get_col($wpdb->prepare('SHOW TABLES LIKE %s', $like));
    }

    private function forget(int $site): void
    {
        \switch_to_blog($site);
        try {
            foreach ([...MarkFile::paths(), ...OptOutFile::paths()] as $file) {
                if (\is_file($file)) {
                    \wp_delete_file($file);
                }
            }
            foreach ([UserMeta::reachable(), UserMeta::recipient()] as $key) {
                \delete_metadata('user', 0, $key, '', true);
            }
        } finally {
            \restore_current_blog();
        }
    }

    private static function clearEvents(): void
    {
        foreach (\get_sites(['fields' => 'ids', 'number' => self::MOST_SITES]) as $site) {
            \switch_to_blog((int) $site);
            Schedule::clear();
            \restore_current_blog();
        }
    }
}
