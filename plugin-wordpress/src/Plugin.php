<?php
// Owns the start of the plugin: which parts there are, and that none of them starts without WooCommerce.
declare(strict_types=1);

namespace Cartsignal;

final class Plugin
{
    /** In the order in which their hooks are added. Without WooCommerce only the first ones run. */
    private const ALWAYS = [
        Settings\Activation::class,
        Wake\Wake::class,
        Wake\SiteHealth::class,
        Provider\Route::class,
        Privacy\Privacy::class,
        Pages\Door::class,
    ];

    private const WITH_WOOCOMMERCE = [
        Capture\Capture::class,
        Consent\Consent::class,
        Recovery\Recovery::class,
        Settings\Page::class,
    ];

    /** @param string $file The plugin's main file. */
    public static function boot(string $file): void
    {
        $services = new Services($file);
        self::register(self::ALWAYS, $services);
        \add_action('before_woocommerce_init', static function () use ($file): void {
            // WooCommerce warns owners of plugins that don't say what they work with.
            foreach (['custom_order_tables', 'cart_checkout_blocks'] as $feature) {
                \Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility($feature, $file, true);
            }
        });
        \add_action('woocommerce_loaded', static fn () => self::register(self::WITH_WOOCOMMERCE, $services));
        \add_action('admin_notices', static function (): void {
            if (!\class_exists('WooCommerce', false) && \current_user_can('activate_plugins')) {
                $text = \__('Cartsignal needs WooCommerce 9.0 or later. Without it no cart is watched.', 'cartsignal');
                echo '<div class="notice notice-warning"><p>' . \esc_html($text) . '</p></div>';
            }
        });
    }

    /** @param list<class-string<Module>> $modules */
    private static function register(array $modules, Services $services): void
    {
        foreach ($modules as $module) {
            // TODO(lead): goes once every part is there.
            if (\class_exists($module)) {
                (new $module($services))->register();
            }
        }
    }
}
