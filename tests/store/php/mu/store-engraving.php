<?php
// Owns the engraved mug of a test store: a field beside the button, kept with the item in the cart and in the order.
declare(strict_types=1);

defined('ABSPATH') || exit;

add_action('woocommerce_before_add_to_cart_button', static function (): void {
    if (get_the_ID() && get_post_field('post_name', get_the_ID()) === 'tasse-mit-gravur') {
        echo '<p><label>Gravur <input type="text" name="engraving" maxlength="40"></label></p>';
    }
});
add_filter('woocommerce_add_cart_item_data', static function (array $extra): array {
    if (is_string($_REQUEST['engraving'] ?? null) && $_REQUEST['engraving'] !== '') {
        $extra['engraving'] = sanitize_text_field(wp_unslash($_REQUEST['engraving']));
    }

    return $extra;
});
add_filter('woocommerce_get_item_data', static function (array $shown, array $item): array {
    return isset($item['engraving']) ? [...$shown, ['key' => 'Gravur', 'value' => $item['engraving']]] : $shown;
}, 10, 2);
add_action('woocommerce_checkout_create_order_line_item', static function ($line, string $key, array $item): void {
    isset($item['engraving']) && $line->add_meta_data('Gravur', $item['engraving']);
}, 10, 3);
