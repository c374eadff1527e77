<?php
// Owns what is in the shop of every test store: settings, products, shipping, payment, pages and the customer Ada.
declare(strict_types=1);

use Automattic\WooCommerce\Internal\Features\FeaturesController;
use Automattic\WooCommerce\Utilities\OrderUtil;

$order = json_decode((string) stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$_SERVER['HTTP_HOST'] = '127.0.0.1:9';
$_SERVER['REQUEST_URI'] = '/';

require $order['folder'] . '/site/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user((int) get_user_by('login', 'admin')->ID);

$settings = [
    'woocommerce_store_address' => 'Kaiserstraße 1',
    'woocommerce_store_city' => 'Berlin',
    'woocommerce_store_postcode' => '10115',
    'woocommerce_default_country' => 'DE',
    'woocommerce_default_customer_address' => 'base',
    'woocommerce_allowed_countries' => 'specific',
    'woocommerce_specific_allowed_countries' => ['DE', 'FR', 'GB', 'US'],
    'woocommerce_ship_to_countries' => '',
    'woocommerce_currency' => 'EUR',
    'woocommerce_currency_pos' => 'right_space',
    'woocommerce_price_thousand_sep' => '.',
    'woocommerce_price_decimal_sep' => ',',
    'woocommerce_calc_taxes' => 'no',
    'woocommerce_enable_coupons' => 'yes',
    'woocommerce_enable_guest_checkout' => 'yes',
    'woocommerce_enable_checkout_login_reminder' => 'yes',
    'woocommerce_enable_signup_and_login_from_checkout' => 'yes',
    'woocommerce_enable_myaccount_registration' => 'yes',
    'woocommerce_registration_generate_password' => 'no',
    'woocommerce_coming_soon' => 'no',
    'woocommerce_store_pages_only' => 'no',
    'woocommerce_allow_tracking' => 'no',
    'woocommerce_show_marketplace_suggestions' => 'no',
    'woocommerce_task_list_hidden' => 'yes',
    'woocommerce_task_list_complete' => 'yes',
    'woocommerce_extended_task_list_hidden' => 'yes',
    'woocommerce_task_list_welcome_modal_dismissed' => 'yes',
    'woocommerce_onboarding_profile' => ['skipped' => true, 'completed' => true],
    'woocommerce_cod_settings' => ['enabled' => 'yes', 'title' => 'Cash on delivery', 'enable_for_virtual' => 'yes'],
    'woocommerce_bacs_settings' => ['enabled' => 'yes', 'title' => 'Direct bank transfer'],
];
foreach ($settings as $name => $value) {
    update_option($name, $value);
}
delete_transient('_wc_activation_redirect');
delete_transient('_wc_activation_redirect_version');
WC_Admin_Notices::remove_all_notices();

// As WooCommerce does for a new shop, only at once.
wc_get_container()->get(FeaturesController::class)->change_feature_enable('custom_order_tables', true);
update_option('woocommerce_custom_orders_table_data_sync_enabled', 'no');
delete_option('woocommerce_newly_installed');

$everywhere = new WC_Shipping_Zone(0);
$flat = WC_Shipping_Zones::get_shipping_method($everywhere->add_shipping_method('flat_rate'));
update_option($flat->get_instance_option_key(), ['title' => 'Flat rate', 'tax_status' => 'none', 'cost' => '4.90']);

/** @param array<string, mixed> $fields setters of WC_Product without their `set_` */
$product = static function (WC_Product $product, string $name, string $slug, array $fields): WC_Product {
    $product->set_props(['name' => $name, 'slug' => $slug, 'sku' => $slug, 'status' => 'publish'] + $fields);
    $product->save();

    return $product;
};
$product(new WC_Product_Simple(), 'Hausmischung', 'hausmischung', ['regular_price' => '12.90']);
$product(new WC_Product_Simple(), 'Espresso Nord', 'espresso-nord', ['regular_price' => '24.50', 'sale_price' => '21.90']);
$product(new WC_Product_Simple(), 'Filterpapier', 'filterpapier', ['regular_price' => '3.50']);
$gone = ['regular_price' => '11.90', 'stock_status' => 'outofstock'];
$product(new WC_Product_Simple(), 'Entkoffeiniert', 'entkoffeiniert', $gone);
$few = ['regular_price' => '19.00', 'manage_stock' => true, 'stock_quantity' => 3];
$product(new WC_Product_Simple(), 'Kleine Ernte', 'kleine-ernte', $few);
$product(new WC_Product_Simple(), 'Röstkurs', 'roestkurs', ['regular_price' => '49.00', 'virtual' => true]);
$product(new WC_Product_Simple(), 'Tasse mit Gravur', 'tasse-mit-gravur', ['regular_price' => '16.00']);

// One attribute of the whole shop and one of this product alone: a cart names them in different ways.
$size = wc_create_attribute(['name' => 'Größe', 'slug' => 'groesse']);
register_taxonomy('pa_groesse', ['product']);
$sizeTerms = array_map(static fn (string $name): int => wp_insert_term($name, 'pa_groesse')['term_id'], ['250 g', '1 kg']);
$sizes = new WC_Product_Attribute();
$sizes->set_id($size);
$sizes->set_name('pa_groesse');
$sizes->set_options($sizeTerms);
$sizes->set_visible(true);
$sizes->set_variation(true);
$grinds = new WC_Product_Attribute();
$grinds->set_name('Mahlgrad');
$grinds->set_options(['Bohne', 'Gemahlen']);
$grinds->set_visible(true);
$grinds->set_variation(true);
$variable = $product(new WC_Product_Variable(), 'Länderkaffee', 'laenderkaffee', ['attributes' => [$sizes, $grinds]]);
$variations = [
    // Any grind: the shopper's choice is in the cart only.
    'small' => [['pa_groesse' => '250-g', 'mahlgrad' => ''], '8.90'],
    'large' => [['pa_groesse' => '1-kg', 'mahlgrad' => 'Bohne'], '29.90'],
    'ground' => [['pa_groesse' => '1-kg', 'mahlgrad' => 'Gemahlen'], '30.90'],
];
foreach ($variations as $name => [$attributes, $price]) {
    $variation = new WC_Product_Variation();
    $fields = ['parent_id' => $variable->get_id(), 'attributes' => $attributes, 'regular_price' => $price];
    $variation->set_props($fields + ['sku' => "laenderkaffee-$name"]);
    $variation->save();
}
WC_Product_Variable::sync($variable->get_id());

$shortcode = static fn (string $slug, string $tag): int => wp_insert_post([
    'post_type' => 'page',
    'post_status' => 'publish',
    'post_name' => $slug,
    'post_title' => ucwords(str_replace('-', ' ', $slug)),
    'post_content' => "<!-- wp:shortcode -->[$tag]<!-- /wp:shortcode -->",
]);
wp_delete_post((int) get_page_by_path('sample-page')->ID, true);
wp_update_post(['ID' => (int) get_option('wp_page_for_privacy_policy'), 'post_status' => 'publish']);
$terms = ['post_type' => 'page', 'post_status' => 'publish', 'post_name' => 'agb', 'post_title' => 'AGB', 'post_content' => '…'];
update_option('woocommerce_terms_page_id', wp_insert_post($terms));
update_option('cartsignal_store_pages', [
    'block' => ['cart' => (int) wc_get_page_id('cart'), 'checkout' => (int) wc_get_page_id('checkout')],
    'classic' => [
        'cart' => $shortcode('classic-cart', 'woocommerce_cart'),
        'checkout' => $shortcode('classic-checkout', 'woocommerce_checkout'),
    ],
]);

$ada = wc_create_new_customer('ada@kunden.example', 'ada', wp_generate_password(32));
$customer = new WC_Customer($ada);
$address = [
    'first_name' => 'Ada',
    'last_name' => 'Beispiel',
    'address_1' => 'Lindenweg 3',
    'postcode' => '10115',
    'city' => 'Berlin',
    'country' => 'DE',
];
foreach ($address as $field => $value) {
    $customer->{"set_billing_$field"}($value);
    $customer->{"set_shipping_$field"}($value);
}
$customer->set_billing_email('ada@kunden.example');
// A number that is set aside for fiction in Germany.
$customer->set_billing_phone('+491713920001');
$customer->save();

update_option('woocommerce_store_test_settings', ['enabled' => 'yes']);
flush_rewrite_rules();
// What the first visitors of a new shop would wait for.
do_action('action_scheduler_run_queue', 'store');
// The trap: WooCommerce tells an outdated count from a current one by the second, and all of this took less than one.
delete_transient('wc_shipping_method_count');
delete_transient('wc_shipping_method_count_legacy');
wc_delete_product_transients();

if (!OrderUtil::custom_orders_table_usage_is_enabled()) {
    fwrite(STDERR, 'the tables for orders are not in use');
    exit(1);
}
