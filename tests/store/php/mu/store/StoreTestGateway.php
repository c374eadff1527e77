<?php
// Owns a payment in a test store: no money moves, and it ends as the test wants.
declare(strict_types=1);

final class StoreTestGateway extends WC_Payment_Gateway
{
    public function __construct()
    {
        $this->id = 'store_test';
        $this->method_title = 'Test card';
        $this->title = 'Test card';
        $this->description = 'No money moves.';
        $this->has_fields = false;
        $this->supports = ['products', 'refunds'];
        $this->enabled = $this->settings_enabled();
    }

    /** @return array<string, string> */
    public function process_payment($order_id): array
    {
        $order = wc_get_order($order_id);
        $outcome = get_option('cartsignal_store_payment', 'paid');
        if ($outcome === 'declined' || $outcome === 'failed') {
            $outcome === 'failed' && $order->update_status('failed');
            throw new Exception('The test card was declined.');
        }
        match ($outcome) {
            'on-hold' => $order->update_status('on-hold'),
            'pending' => $order->update_status('pending'),
            default => $order->payment_complete('test-' . $order_id),
        };
        WC()->cart->empty_cart();

        return ['result' => 'success', 'redirect' => $this->get_return_url($order)];
    }

    public function process_refund($order_id, $amount = null, $reason = ''): bool
    {
        return true;
    }

    private function settings_enabled(): string
    {
        return get_option('woocommerce_store_test_settings', [])['enabled'] ?? 'no';
    }
}
