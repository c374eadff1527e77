<?php
// Owns one piece of PHP from a test: run with WordPress loaded, its return value written as JSON to descriptor 3.
declare(strict_types=1);

(static function (): void {
    $order = json_decode((string) stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
    $origin = parse_url($order['origin']);
    $_SERVER['HTTP_HOST'] = $origin['host'] . ':' . $origin['port'];
    $_SERVER['SERVER_NAME'] = $origin['host'];
    $_SERVER['SERVER_PORT'] = (string) $origin['port'];
    $_SERVER['REQUEST_URI'] = '/';
    $_SERVER['REQUEST_METHOD'] = 'GET';
    $_SERVER['REMOTE_ADDR'] = '127.0.0.1';
    $GLOBALS['cartsignal_store_order'] = $order;
})();

require $cartsignal_store_order['folder'] . '/site/wp-load.php';
if ($cartsignal_store_order['admin']) {
    require_once ABSPATH . 'wp-admin/includes/admin.php';
    wp_set_current_user((int) get_user_by('login', 'admin')->ID);
}

$cartsignal_store_result = (static function (array $args) use ($cartsignal_store_order): mixed {
    return eval($cartsignal_store_order['code']);
})($cartsignal_store_order['args']);

if (is_resource($descriptor = @fopen('php://fd/3', 'w'))) {
    fwrite($descriptor, json_encode($cartsignal_store_result, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION));
}
