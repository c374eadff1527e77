<?php
// Owns the boxes of the classic checkout: below the phone field, never ticked, counted at the order even without scripts.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

final class ClassicCheckout
{
    /** WooCommerce ties nonces of guests to their session where the name begins with its own. */
    private const NONCE = 'woocommerce-cartsignal-contact';

    private const SCRIPT = 'cartsignal-consent-classic';

    private bool $areShown = false;

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns the boxes as HTML, empty where none belong: on other pages with that field, or a second time. */
    public function boxes(): string
    {
        $isCheckout = \is_checkout() && !\is_wc_endpoint_url() && \did_action('woocommerce_before_checkout_billing_form');
        $offered = $isCheckout && !$this->areShown ? (new Boxes($this->services))->offered(\determine_locale()) : null;
        if ($offered === null) {
            return '';
        }
        $this->areShown = true;
        $file = 'assets/consent-classic.js';
        \wp_enqueue_script(self::SCRIPT, $this->services->url($file), ['wc-checkout'], $this->stamp($file), [
            'strategy' => 'defer',
            'in_footer' => true,
        ]);
        return $this->group($offered);
    }

    /** Answers the script. What became of it is nobody's business: refused looks like taken. */
    public function answer(): void
    {
        $isOurs = ($_SERVER['REQUEST_METHOD'] ?? '') === 'POST' && \check_ajax_referer(self::NONCE, 'nonce', false);
        if ($isOurs) {
            $this->services->safely('consent.posted', function (): void {
                // phpcs:ignore WordPress.Security.NonceVerification -- checked above.
                (new Contact($this->services))->take(Typed::from(\wp_unslash($_POST)), 'checkout_classic');
            });
        }
        \wp_die('', '', ['response' => $isOurs ? 204 : 403]);
    }

    /** Takes in what the order's form says; WooCommerce has checked its nonce. */
    public function placed(\WC_Order $order): void
    {
        // phpcs:disable WordPress.Security -- checked by WC_Checkout; bounded and parsed by Typed.
        $fields = \wp_unslash(\array_intersect_key($_POST, ['cartsignal_ticked' => 0, 'cartsignal_unticked' => 0]));
        // phpcs:enable
        $typed = Typed::from([
            'number' => $order->get_billing_phone(),
            'country' => $order->get_billing_country(),
            'region' => $order->get_billing_state(),
            'first_name' => $order->get_billing_first_name(),
            'locale' => Typed::pageLocale(),
            'ticked' => $fields['cartsignal_ticked'] ?? '',
            'unticked' => $fields['cartsignal_unticked'] ?? '',
        ]);
        (new Contact($this->services))->take($typed, 'checkout_classic');
    }

    /** @param array{countries: array<string, string>, unknown: string, boxes: array<string, list<Box>>} $offered */
    private function group(array $offered): string
    {
        $country = (string) \WC()->checkout()->get_value('billing_country');
        $language = $country === '' ? $offered['unknown'] : $offered['countries'][$country] ?? null;
        $boxes = BoxFields::html($offered['boxes'], $language ?? $offered['unknown'], 'cartsignal_', 'cartsignal_note');
        return \sprintf(
            '<div class="form-row form-row-wide cartsignal-boxes" id="cartsignal_boxes_field" data-priority="%d" role="group"'
                . ' aria-label="%s" data-url="%s" data-nonce="%s" data-locale="%s" data-countries="%s" data-unknown="%s"%s>%s'
                . '<input type="hidden" name="cartsignal_unticked" value="" autocomplete="off">'
                . '<div><small id="cartsignal_note">%s</small> <small role="status" data-say="%s"></small></div></div>',
            101, // WooCommerce's phone field has 100; its script sorts by it.
            \esc_attr__('Text messages', 'cartsignal'),
            \esc_url(\WC_AJAX::get_endpoint(Consent::ACTION)),
            \esc_attr(\wp_create_nonce(self::NONCE)),
            \esc_attr(Typed::pageLocale()),
            \esc_attr((string) \wp_json_encode($offered['countries'])),
            \esc_attr($offered['unknown']),
            $language === null ? ' hidden' : '',
            $boxes,
            \esc_html(self::note()),
            \esc_attr(self::missing())
        );
    }

    /** Returns the sentence below the boxes. */
    public static function note(): string
    {
        return \__('Optional: you can order without it. It is about the phone number of this order.', 'cartsignal');
    }

    /** Returns what is said to somebody who ticks before there is a number. */
    public static function missing(): string
    {
        return \__('Please enter your phone number as well.', 'cartsignal');
    }

    /** A browser keeps a script for long: another file has another address. */
    private function stamp(string $file): string
    {
        return (string) \filemtime($this->services->folder() . '/' . $file);
    }
}
