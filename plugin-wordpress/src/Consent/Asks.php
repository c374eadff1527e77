<?php
// Owns where the shop asks beyond its checkout: the order's page, the sign-up block, its shortcode, and after the first add.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

final class Asks
{
    private const MOST_TITLE = 120;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns the form of the block and the shortcode.
     *
     * @param array<string, mixed> $given `title`, shown above it.
     */
    public function form(array $given): string
    {
        $title = \is_string($given['title'] ?? null) ? \mb_substr($given['title'], 0, self::MOST_TITLE) : '';
        $isThere = \function_exists('WC') && \class_exists('WC_AJAX', false);
        $make = fn (): string => (new SignUpForm($this->services))->html('sign_up');
        $form = $isThere ? (string) $this->services->safely('consent.block', $make) : '';
        $heading = $title === '' ? '' : '<h2>' . \esc_html($title) . '</h2>';
        return $form === '' ? '' : '<div class="cartsignal-sign-up-block">' . $heading . $form . '</div>';
    }

    /** Asks on an order's page about the number of the order. */
    public function thankYou(mixed $order): void
    {
        $order = \is_numeric($order) && $this->services->settings()->asks('thank_you') ? \wc_get_order((int) $order) : null;
        // phpcs:ignore WordPress.Security -- compared with the order's own key.
        $key = \wp_unslash($_GET['key'] ?? '');
        $asks = $order instanceof \WC_Order && \is_string($key) && \trim($order->get_billing_phone()) !== ''
            && SignUp::isTheirs($order, $key) && !$this->services->visitor()->reachable();
        $form = $asks ? (new SignUpForm($this->services))->ofOrder($order) : '';
        if ($form !== '') {
            echo '<section class="cartsignal-thank-you"><h2>' . \esc_html__('Text messages', 'cartsignal') . '</h2>';
            // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made.
            echo $form . '</section>';
        }
    }

    /** The script waits for the first add; nothing is shown to somebody who said yes, nor where an order is being made. */
    public function enqueue(): void
    {
        $may = \function_exists('is_checkout') && !\is_checkout()
            && !$this->services->visitor()->reachable();
        if ($may) {
            (new SignUpForm($this->services))->enqueue();
            $told = ['ask' => \WC_AJAX::get_endpoint(Consent::ASK), 'now' => \did_action('woocommerce_add_to_cart') > 0];
            \wp_add_inline_script('cartsignal-sign-up', 'window.cartsignalAsk = ' . \wp_json_encode($told) . ';', 'before');
        }
    }

    /** Answers the script with the panel, or with nothing. */
    public function answer(): void
    {
        $html = $this->services->safely('consent.ask', function (): string {
            $may = $this->services->settings()->asks('add_to_cart') && !$this->services->visitor()->reachable();
            return $may ? (new SignUpForm($this->services))->html('add_to_cart') : '';
        }) ?? '';
        \wp_send_json([
            'form' => $html,
            'title' => \__('May we text you about your cart?', 'cartsignal'),
            'close' => \__('No, thanks', 'cartsignal'),
            'done' => \__('Close', 'cartsignal'),
            'news' => \__('A question about text messages is at the end of the page.', 'cartsignal'),
        ]);
    }
}
