<?php
/**
 * Plugin Name: Cartsignal
 * Description: Texts shoppers who left their cart behind, at the right moment, with their consent and inside legal hours.
 * Version: 0.1.0
 * Requires at least: 6.5
 * Requires PHP: 8.1
 * Requires Plugins: woocommerce
 * WC requires at least: 9.0
 * WC tested up to: 9.4
 * Author: Cartsignal contributors
 * License: MIT
 * License URI: https://opensource.org/license/mit
 * Text Domain: cartsignal
 * Domain Path: /languages
 *
 * Owns the door of the plugin: it refuses a PHP that can't run it, and leaves everything else to src/Plugin.php. Written
 * in the syntax of PHP 7.4, so that an old PHP gets as far as the sentence that refuses it.
 */

defined('ABSPATH') || exit;

require __DIR__ . '/src/autoload.php';

if (PHP_VERSION_ID < 80100 || PHP_INT_SIZE < 8) {
    add_action('admin_notices', static function () {
        $text = __('Cartsignal needs PHP 8.1 or later with integers of 64 bits. It does nothing until then.', 'cartsignal');
        echo '<div class="notice notice-error"><p>' . esc_html($text) . '</p></div>';
    });
    return;
}

Cartsignal\Plugin::boot(__FILE__);
