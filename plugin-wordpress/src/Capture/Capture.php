<?php
// Owns at which hooks the plugin looks on: each only looks, notes, and never stands in the way of a cart or an order.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Module;
use Cartsignal\Services;

/** Never `woocommerce_cart_updated`: it fires on every page view. Never a request of the plugin's own. */
final class Capture implements Module
{
    /** At shutdown, before WooCommerce saves the session at 20: what is noted there is saved with the cart. */
    private const BEFORE_SESSION = 15;

    private ?CartWatch $cart = null;
    private ?Orders $orders = null;

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        $this->watchCart();
        $this->watchCheckout();
        $this->watchOrders();
        $this->on('woocommerce_guest_session_to_user_id', 2, function ($guest, $user): void {
            if ((new Login($this->services))->happened((string) $guest, (string) $user)) {
                $this->cart()->changed();
            }
        });
        $this->on('shutdown', 0, fn () => $this->cart?->end(), self::BEFORE_SESSION);
        $this->on('shutdown', 0, fn () => $this->orders?->end(), self::BEFORE_SESSION);
    }

    private function watchCart(): void
    {
        $this->on('woocommerce_add_to_cart', 3, fn ($key, $product, $quantity) =>
            $this->cart()->added((string) $key, $quantity + 0));
        $this->on('woocommerce_ordered_again', 0, fn () => $this->cart()->orderedAgain());
        $this->on('woocommerce_cart_item_removed', 0, fn () => $this->cart()->removed());
        $this->on('woocommerce_store_api_validate_add_to_cart', 0, fn () => $this->cart()->adding());
        $this->on('woocommerce_after_cart_item_quantity_update', 3, fn ($key, $quantity = 0, $before = 0) =>
            $this->cart()->counted($quantity + 0, $before + 0));
        foreach (['cart_item_restored', 'remove_cart_item_from_session', 'removed_coupon'] as $change) {
            $this->on("woocommerce_$change", 0, fn () => $this->cart()->changed());
        }
        $this->on('woocommerce_cart_emptied', 0, fn () => $this->cart()->emptied());
        $this->on('woocommerce_applied_coupon', 1, function ($code): void {
            $this->cart()->changed();
            (new Coupons($this->services))->applied((string) $code);
        });
    }

    private function watchCheckout(): void
    {
        foreach (['before_checkout_form', 'blocks_enqueue_checkout_block_scripts_before'] as $rendering) {
            $this->on("woocommerce_$rendering", 0, fn () => $this->steps()->opened());
        }
        $this->on('woocommerce_checkout_update_order_review', 1, fn ($form) =>
            $this->steps()->reviewed((string) $form));
        $this->on('woocommerce_store_api_cart_update_customer_from_request', 1, fn ($customer) =>
            $this->steps()->typed($customer));
    }

    private function watchOrders(): void
    {
        foreach (['checkout_create_order', 'store_api_checkout_update_order_from_request'] as $saving) {
            $this->on("woocommerce_$saving", 1, fn ($order) => $this->orders()->sign($order));
        }
        $this->on('woocommerce_checkout_order_processed', 3, fn ($id, $posted = null, $order = null) =>
            $this->processed($order ?? \wc_get_order($id)));
        $this->on('woocommerce_store_api_checkout_order_processed', 1, fn ($order) => $this->processed($order));
        $this->watchPayment();
        $this->on('woocommerce_order_status_changed', 4, fn ($id, $from = '', $to = '', $order = null) =>
            $this->orders()->changed($order ?? $id));
        foreach (['new', 'trash', 'untrash'] as $change) {
            $this->on("woocommerce_{$change}_order", 1, fn ($id) => $this->orders()->changed($id));
        }
        $this->on('woocommerce_order_refunded', 2, fn ($id, $refund = 0) => $this->orders()->changed($id, ":+$refund"));
        $this->on('woocommerce_refund_deleted', 2, fn ($refund, $id) => $this->orders()->changed($id, ":-$refund"));
        $this->on('woocommerce_before_delete_order', 2, fn ($id, $order) => $this->orders()->deleting($order));
        // Orders kept as posts are thrown away as posts.
        foreach (['trashed_post', 'untrashed_post'] as $hook) {
            $this->on($hook, 1, function ($id): void {
                \get_post_type($id) === 'shop_order' && $this->orders()->changed($id);
            });
        }
        $this->on('before_delete_post', 2, function ($id, $post): void {
            $order = $post->post_type === 'shop_order' ? \wc_get_order($id) : null;
            $order instanceof \WC_Order && $this->orders()->deleting($order);
        });
    }

    /** What comes between an order placed and its payment, in the same request. */
    private function watchPayment(): void
    {
        \add_filter('woocommerce_payment_successful_result', function ($result, $order = 0) {
            $this->orders?->paymentBegan((int) $order);
            return $result;
        }, 10, 2);
        \add_filter('woocommerce_add_error', function ($message) {
            $this->orders?->errorShown();
            return $message;
        });
        // The Store API: an exception of the gateway ends the route, so that nothing comes after the payment.
        \add_action('woocommerce_rest_checkout_process_payment_with_context', function ($context, $result): void {
            $this->services->safely('capture.payment', fn () => $this->paid($context, $result));
        }, PHP_INT_MAX, 2);
        \add_filter('rest_request_after_callbacks', function ($response) {
            $isFault = $response instanceof \WP_REST_Response ? $response->get_status() >= 400 : \is_wp_error($response);
            $isFault && $this->orders?->errorShown();
            return $response;
        });
    }

    /** A gateway of the Store API says how a payment went, whatever it did to the order. */
    private function paid(mixed $context, mixed $result): void
    {
        // Neither answers `isset`.
        $order = \is_object($context) ? $context->order : null;
        $status = \is_object($result) ? $result->status : '';
        if ($order instanceof \WC_Order) {
            \in_array($status, ['failure', 'error'], true)
                ? $this->orders?->errorShown()
                : $this->orders?->paymentBegan($order->get_id());
        }
    }

    private function processed(mixed $order): void
    {
        if ($order instanceof \WC_Order) {
            $this->orders()->processed($order);
            $this->steps()->paying();
        }
    }

    /** Adds a hook's work. What goes wrong in it is noted and stays inside. */
    private function on(string $hook, int $arguments, \Closure $work, int $priority = 10): void
    {
        $safe = fn (mixed ...$given) => $this->services->safely("capture.$hook", fn () => $work(...$given));
        \add_action($hook, $safe, $priority, $arguments);
    }

    private function cart(): CartWatch
    {
        return $this->cart ??= new CartWatch($this->services);
    }

    private function orders(): Orders
    {
        return $this->orders ??= new Orders($this->services);
    }

    private function steps(): CheckoutSteps
    {
        return new CheckoutSteps($this->services);
    }
}
