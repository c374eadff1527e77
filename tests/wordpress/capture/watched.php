<?php
// Owns what the tests of capture need inside of WordPress: making a visitor reachable, counting queries and CPU time, and
// leaving the plugin out. Copied into a test store's mu-plugins; each is asked for by a header.
declare(strict_types=1);

defined('ABSPATH') || exit;

defined('SAVEQUERIES') || define('SAVEQUERIES', isset($_SERVER['HTTP_X_WATCH']));

// As if it were not installed, for comparison.
if (isset($_SERVER['HTTP_X_WITHOUT'])) {
    add_filter('option_active_plugins', static fn ($plugins) => array_values(
        array_filter((array) $plugins, static fn ($plugin) => !str_contains($plugin, 'cartsignal'))
    ));
}

// What capture wrote is looked at where it lies: nobody takes it in.
add_action('plugins_loaded', static function (): void {
    foreach (['cartsignal_appended', 'cartsignal_soon', 'cartsignal_arrived'] as $hook) {
        remove_all_actions($hook);
    }
});

// What the consent part does at a tick.
add_action('wp_loaded', static function (): void {
    $wish = $_SERVER['HTTP_X_VISITOR'] ?? '';
    if ($wish === '' || !WC()->session) {
        return;
    }
    $services = new Cartsignal\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
    WC()->session->set_customer_session_cookie(true);
    $wish === 'reach' ? $services->visitor()->reach() : $services->visitor()->unreach();
}, 100);

// A tick that comes with the order itself, after WooCommerce has saved it.
foreach (['woocommerce_checkout_order_processed', 'woocommerce_store_api_checkout_order_processed'] as $hook) {
    add_action($hook, static function (): void {
        if (isset($_SERVER['HTTP_X_TICK'])) {
            (new Cartsignal\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php'))->visitor()->reach();
        }
    }, 5);
}

// What the recovery part does behind a link: `cart id, product, coupon`.
add_action('wp_loaded', static function (): void {
    $wish = $_SERVER['HTTP_X_RESTORE'] ?? '';
    if ($wish === '' || !WC()->session) {
        return;
    }
    [$cart, $product, $coupon] = explode(',', $wish);
    $services = new Cartsignal\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
    WC()->session->set_customer_session_cookie(true);
    $services->visitor()->reach();
    // The plugin's own hooks have another Services: its visitor is the one that restores.
    do_action('cartsignal_test_restore', static function () use ($product, $coupon): void {
        WC()->cart->add_to_cart((int) $product, 2, 0, [], ['made' => (object) ['by' => 'another plugin'], 'note' => 'plain']);
        $coupon !== '' && WC()->cart->apply_coupon($coupon);
    }, $cart);
}, 110);

// The plugin's own Services, as its parts have them.
add_action('woocommerce_loaded', static function (): void {
    foreach ($GLOBALS['wp_filter']['woocommerce_add_to_cart']->callbacks ?? [] as $callbacks) {
        foreach ($callbacks as ['function' => $function]) {
            $about = $function instanceof Closure ? new ReflectionFunction($function) : null;
            $capture = $about?->getClosureThis();
            if ($capture instanceof Cartsignal\Capture\Capture) {
                $services = (new ReflectionProperty($capture, 'services'))->getValue($capture);
                add_action('cartsignal_test_restore', static fn ($work, $cart) => $services->visitor()->restoring($cart, $work), 10, 2);
            }
        }
    }
}, 100);

add_action('shutdown', static function (): void {
    if (!isset($_SERVER['HTTP_X_WATCH'])) {
        return;
    }
    global $wpdb;
    $usage = getrusage();
    $cpu = ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e6 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
    file_put_contents(CARTSIGNAL_STORE_FOLDER . '/watched.jsonl', json_encode([
        'watch' => $_SERVER['HTTP_X_WATCH'],
        'queries' => count($wpdb->queries ?? []),
        'ours' => array_values(array_filter(
            array_column($wpdb->queries ?? [], 0),
            static fn ($sql) => stripos($sql, 'cartsignal') !== false && stripos($sql, 'woocommerce_sessions') === false
        )),
        'cpu' => $cpu - ($GLOBALS['cartsignal_watch_began'] ?? 0),
    ], JSON_INVALID_UTF8_SUBSTITUTE) . "\n", FILE_APPEND);
}, PHP_INT_MAX);

(static function (): void {
    $usage = getrusage();
    $GLOBALS['cartsignal_watch_began'] = ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e6
        + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
})();
