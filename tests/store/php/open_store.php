<?php
// Owns what makes one store out of the template: its address, passwords, checkout, order tables and the plugin.
declare(strict_types=1);

use Automattic\WooCommerce\Internal\Features\FeaturesController;

$order = json_decode((string) stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$origin = parse_url($order['origin']);
$_SERVER['HTTP_HOST'] = $origin['host'] . ':' . $origin['port'];
$_SERVER['REQUEST_URI'] = '/';
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$database = new mysqli(null, 'root', '', 'wordpress', 0, $order['folder'] . '/database.sock');
$change = static fn (string $query, string ...$values): bool => $database->prepare($query)->execute($values);
$change("UPDATE wp_options SET option_value = ? WHERE option_name IN ('siteurl', 'home')", $order['origin']);
foreach (['guid', 'post_content'] as $column) {
    $change("UPDATE wp_posts SET $column = REPLACE($column, ?, ?)", $order['template_origin'], $order['origin']);
}
// Past WordPress, which takes a language only with its pack.
$language = $order['locale'] === 'en_US' ? '' : $order['locale'];
$change("REPLACE INTO wp_options (option_name, option_value, autoload) VALUES ('WPLANG', ?, 'yes')", $language);
$database->close();

require $order['folder'] . '/site/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user((int) get_user_by('login', 'admin')->ID);
foreach ($order['passwords'] as $user => $password) {
    $found = get_user_by('login', $user);
    $found && wp_set_password($password, $found->ID);
}
wp_set_current_user((int) get_user_by('login', 'admin')->ID);

if ($order['woocommerce']) {
    foreach (get_option('cartsignal_store_pages')[$order['checkout']] as $page => $id) {
        update_option("woocommerce_{$page}_page_id", $id);
    }
    if ($order['orders'] === 'legacy') {
        wc_get_container()->get(FeaturesController::class)->change_feature_enable('custom_order_tables', false);
        update_option('woocommerce_custom_orders_table_enabled', 'no');
    }
}
flush_rewrite_rules();

$fail = static function (WP_Error $error): never {
    fwrite(STDERR, implode('; ', $error->get_error_messages()));
    exit(1);
};
if ($order['zip'] !== null) {
    require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';
    $skin = new WP_Ajax_Upgrader_Skin();
    $installed = (new Plugin_Upgrader($skin))->install($order['zip']);
    $errors = is_wp_error($installed) ? $installed : $skin->get_errors();
    $errors->has_errors() && $fail($errors);
    $installed || $fail(new WP_Error('zip', "the zip was not installed: {$order['zip']}"));
}
wp_clean_plugins_cache();
foreach ($order['activate'] as $plugin) {
    $failed = activate_plugin($plugin);
    if (is_wp_error($failed) && $failed->get_error_code() === 'plugin_missing_dependencies') {
        // What a site has whose WooCommerce was deleted by hand: WordPress asks only when one presses Activate.
        update_option('active_plugins', [...get_option('active_plugins', []), $plugin]);
    } elseif (is_wp_error($failed)) {
        $fail($failed);
    }
}
