<?php
// Owns a new WordPress: its tables, its administrator, its addresses. Passwords come later, one store at a time.
declare(strict_types=1);

define('WP_INSTALLING', true);
$order = json_decode((string) stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$_SERVER['HTTP_HOST'] = '127.0.0.1:9';
$_SERVER['REQUEST_URI'] = '/';
define('WP_SITEURL', $order['origin']);

require $order['folder'] . '/site/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Kaffeehaus', 'admin', 'admin@kaffee.example', true, '', wp_generate_password(32));

update_option('permalink_structure', '/%postname%/');
update_option('timezone_string', 'Europe/Berlin');
update_option('default_comment_status', 'closed');
update_option('comment_moderation', '0');
// Without it WordPress 6.5 calls its own deprecated function, and its log says so.
update_option('https_detection_errors', []);
switch_theme('twentytwentyfour');
