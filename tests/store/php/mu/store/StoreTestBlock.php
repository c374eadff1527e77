<?php
// Owns the test gateway's line on the block checkout.
declare(strict_types=1);

use Automattic\WooCommerce\Blocks\Payments\Integrations\AbstractPaymentMethodType;

final class StoreTestBlock extends AbstractPaymentMethodType
{
    protected $name = 'store_test';

    public function initialize(): void
    {
        $this->settings = get_option('woocommerce_store_test_settings', []);
    }

    public function is_active(): bool
    {
        return ($this->settings['enabled'] ?? 'no') === 'yes';
    }

    /** @return list<string> */
    public function get_payment_method_script_handles(): array
    {
        $needs = ['wc-blocks-registry', 'wp-element'];
        wp_register_script('store-test-payment', WPMU_PLUGIN_URL . '/store/payment.js', $needs, '1', true);

        return ['store-test-payment'];
    }

    /** @return array<string, mixed> */
    public function get_payment_method_data(): array
    {
        return ['title' => 'Test card', 'supports' => ['products']];
    }
}
