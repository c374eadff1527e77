<?php
// Owns WooCommerce's first activation: its tables, roles and pages. The content of the shop is another process's.
declare(strict_types=1);

$order = json_decode((string) stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$_SERVER['HTTP_HOST'] = '127.0.0.1:9';
$_SERVER['REQUEST_URI'] = '/';

require $order['folder'] . '/site/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user((int) get_user_by('login', 'admin')->ID);
$failed = activate_plugin('woocommerce/woocommerce.php');
if (is_wp_error($failed)) {
    fwrite(STDERR, $failed->get_error_message());
    exit(1);
}
