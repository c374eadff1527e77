<?php
// Owns the start of the plugin: which parts there are, and that none of them starts without WooCommerce.
declare(strict_types=1);

namespace Cartsignal;

final class Plugin
{
    /** What a shopper's request may need. A file that is not loaded costs nothing: these are all there are on a page view. */
    private const SHOP = [Wake\Wake::class, Pages\Door::class];

    private const SHOP_OF_WOOCOMMERCE = [Capture\Capture::class, Consent\Consent::class, Recovery\Recovery::class];

    /** What only the owner's screens and the cron need. */
    private const OFFICE = [Settings\Activation::class, Wake\SiteHealth::class, Privacy\Privacy::class, Moving\Moving::class, Network\Network::class];

    private const OFFICE_OF_WOOCOMMERCE = [Console\Screen::class, Trial\Trial::class, Numbers\Daily::class];

    /** @param string $file The plugin's main file. */
    public static function boot(string $file): void
    {
        $services = new Services($file);
        // WordPress loads a file of it when the first sentence is asked for, and none on most pages of a shop.
        $GLOBALS['wp_textdomain_registry']->set_custom_path('cartsignal', \dirname($file) . '/core/languages');
        $isOffice = self::isOffice();
        self::register($isOffice ? [...self::SHOP, ...self::OFFICE] : self::SHOP, $services);
        if (\defined('WP_CLI') && \constant('WP_CLI')) {
            self::register([Cli\Cli::class], $services);
        }
        \add_action('rest_api_init', static fn () => self::register([Provider\Route::class, Rest\Rest::class], $services), 0);
        \add_action('before_woocommerce_init', static function () use ($file): void {
            // WooCommerce warns owners of plugins that don't say what they work with.
            foreach (['custom_order_tables', 'cart_checkout_blocks'] as $feature) {
                \Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility($feature, $file, true);
            }
        });
        \add_action('woocommerce_loaded', static function () use ($services, $isOffice): void {
            $office = $isOffice ? self::OFFICE_OF_WOOCOMMERCE : [];
            self::register([...self::SHOP_OF_WOOCOMMERCE, ...$office], $services);
        });
        // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- good once, for the manager who asked; see TestCart.
        $trial = $_GET['cartsignal_trial'] ?? null;
        if (\is_string($trial)) {
            \add_action('wp_loaded', static fn () => $services->safely('trial', static fn () => (new Trial\TestCart($services))->open($trial)), 20);
        }
        \add_action('admin_notices', static function (): void {
            if (!\class_exists('WooCommerce', false) && \current_user_can('activate_plugins')) {
                $text = \__('Cartsignal needs WooCommerce 9.0 or later. Without it no cart is watched.', 'cartsignal');
                echo '<div class="notice notice-warning"><p>' . \esc_html($text) . '</p></div>';
            }
        });
    }

    /** Returns whether this is wp-admin, the cron or a command line. With ALTERNATE_WP_CRON, any visit may be the cron. */
    private static function isOffice(): bool
    {
        $alternates = \defined('ALTERNATE_WP_CRON') && ALTERNATE_WP_CRON;
        return \is_admin() || \wp_doing_cron() || PHP_SAPI === 'cli' || $alternates;
    }

    /** @param list<class-string<Module>> $modules */
    private static function register(array $modules, Services $services): void
    {
        foreach ($modules as $module) {
            (new $module($services))->register();
        }
    }
}
