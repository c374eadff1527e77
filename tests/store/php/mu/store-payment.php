<?php
// Owns the test gateway of a test store: a payment that ends as the option `cartsignal_store_payment` says, which is
// `paid` (payment_complete), `on-hold`, `pending` (left unpaid), `declined` (a refusal) or `failed` (the order fails).
declare(strict_types=1);

defined('ABSPATH') || exit;

add_filter('woocommerce_payment_gateways', static function (array $gateways): array {
    require_once __DIR__ . '/store/StoreTestGateway.php';

    return [...$gateways, StoreTestGateway::class];
});
add_action('woocommerce_blocks_payment_method_type_registration', static function ($registry): void {
    require_once __DIR__ . '/store/StoreTestBlock.php';
    $registry->register(new StoreTestBlock());
});
