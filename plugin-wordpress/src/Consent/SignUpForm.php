<?php
// Owns the forms that ask for permission outside of the checkout, as HTML: they work without scripts, and on cached pages.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

final class SignUpForm
{
    private const SCRIPT = 'cartsignal-sign-up';
    private const FILE = 'assets/sign-up.js';
    private const STYLE = 'assets/sign-up.css';

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns a form with a field for the number; empty where nothing can be offered in the page's language.
     *
     * @param string $form One of `SignUp::FORMS`.
     * @param string $country That is chosen at first; else the shopper's, else the shop's.
     * @param string $number That stands in the field: the customer's own.
     */
    public function html(string $form, string $country = '', string $number = ''): string
    {
        $offered = (new Boxes($this->services))->offered(\determine_locale());
        if ($offered === null) {
            return '';
        }
        $countries = \array_keys($offered['countries']);
        $wanted = [$country, (string) \WC()->customer?->get_billing_country(), \WC()->countries->get_base_country()];
        $country = \array_values(\array_intersect($wanted, $countries))[0] ?? $countries[0];
        $id = \wp_unique_id('cartsignal-form-');
        $fields = $this->countries($id, $countries, $country) . \sprintf(
            '<p><label for="%1$s-number">%2$s</label> <input type="tel" id="%1$s-number" name="cartsignal_number" required'
                . ' autocomplete="tel" maxlength="40" value="%3$s"></p>',
            \esc_attr($id),
            \esc_html__('Phone number', 'cartsignal'),
            \esc_attr($number)
        );
        return $this->form($form, $id, $offered, $offered['countries'][$country], $fields, self::note());
    }

    /** Returns the form of an order's page, about the number of the order; empty where nothing can be offered. */
    public function ofOrder(\WC_Order $order): string
    {
        $offered = (new Boxes($this->services))->offered(\determine_locale());
        $language = $offered['countries'][$order->get_billing_country()] ?? null;
        if ($language === null) {
            return '';
        }
        $fields = \sprintf(
            '<input type="hidden" name="cartsignal_order" value="%d"><input type="hidden" name="cartsignal_key" value="%s">',
            $order->get_id(),
            \esc_attr($order->get_order_key())
        );
        /* translators: %s: the last two digits of a phone number. */
        $note = \sprintf(\__('Optional. It is about the phone number of this order, which ends in %s, and about what you leave in your cart another time.', 'cartsignal'), \substr($order->get_billing_phone(), -2));
        $own = [
            'countries' => [$order->get_billing_country() => $language],
            'boxes' => [$language => $offered['boxes'][$language]],
        ];
        return $this->form('thank_you', \wp_unique_id('cartsignal-form-'), $own, $language, $fields, $note);
    }

    /** Lets the page load the script once, behind everything else. */
    public function enqueue(): void
    {
        $stamp = fn (string $file): string => (string) \filemtime($this->services->folder() . '/' . $file);
        $how = ['strategy' => 'defer', 'in_footer' => true];
        \wp_enqueue_script(self::SCRIPT, $this->services->url(self::FILE), [], $stamp(self::FILE), $how);
        \wp_enqueue_style(self::SCRIPT, $this->services->url(self::STYLE), [], $stamp(self::STYLE));
    }

    /** @param array{countries: array<string, string>, boxes: array<string, list<Box>>} $offered */
    private function form(
        string $form,
        string $id,
        array $offered,
        string $language,
        string $fields,
        string $note
    ): string {
        $this->enqueue();
        return \sprintf(
            '<form class="cartsignal-sign-up" id="%1$s" method="post" action="%2$s" data-countries="%3$s">'
                . '<input type="hidden" name="cartsignal_form" value="%4$s">'
                . '<input type="hidden" name="cartsignal_nonce" value="%5$s">%6$s'
                . '<div class="cartsignal-boxes" role="group" aria-label="%7$s">%8$s<small id="%1$s-note">%9$s</small></div>'
                . '<p hidden><label for="%1$s-website">%10$s</label> <input type="text" id="%1$s-website" name="%11$s" value=""'
                . ' tabindex="-1" autocomplete="off"></p>'
                . '<p><button type="submit" class="button wp-element-button">%12$s</button> <span role="status"></span></p></form>',
            \esc_attr($id),
            \esc_url(\WC_AJAX::get_endpoint(Consent::SIGN_UP)),
            \esc_attr((string) \wp_json_encode($offered['countries'])),
            \esc_attr($form),
            \esc_attr(\wp_create_nonce(SignUp::NONCE)),
            $fields,
            \esc_attr__('Text messages', 'cartsignal'),
            BoxFields::html($offered['boxes'], $language, "$id-", "$id-note"),
            \esc_html($note),
            \esc_html__('Leave this empty', 'cartsignal'),
            \esc_attr(SignUp::TRAP),
            \esc_html__('Yes, text me', 'cartsignal')
        );
    }

    /** @param list<string> $countries */
    private function countries(string $id, array $countries, string $chosen): string
    {
        $names = \WC()->countries->get_countries();
        $options = '';
        foreach ($countries as $country) {
            $selected = $country === $chosen ? ' selected' : '';
            $option = '<option value="%s"%s>%s</option>';
            $options .= \sprintf($option, \esc_attr($country), $selected, \esc_html($names[$country] ?? $country));
        }
        return \sprintf(
            '<p%s><label for="%2$s-country">%3$s</label> <select id="%2$s-country" name="cartsignal_country"'
                . ' autocomplete="country">%4$s</select></p>',
            \count($countries) > 1 ? '' : ' hidden',
            \esc_attr($id),
            \esc_html__('Country', 'cartsignal'),
            $options
        );
    }

    private static function note(): string
    {
        return \__('Optional. Your number is kept only if you tick the box, and you can stop at any time.', 'cartsignal');
    }
}
