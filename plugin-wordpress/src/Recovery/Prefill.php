<?php
// Owns what a restored checkout is filled in with: the country of the phone, and nothing else.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Link;
use Cartsignal\Services;

/**
 * What this visitor may see. A link can be read over a shoulder, forwarded, or opened on somebody else's device, and it
 * proves no more than having the text: so no name, address, e-mail or number is put in, on any device. In the session that
 * the cart was left in, WooCommerce has whatever was typed, and shows it without us. The country says nothing that the
 * number's first digits didn't; prices, taxes and shipping are right with it from the first look.
 */
final class Prefill
{
    public function __construct(private readonly Services $services)
    {
    }

    public function fill(Link $link): void
    {
        $customer = \WC()->customer;
        if ($link->recipient === null || \is_user_logged_in() || !$customer instanceof \WC_Customer) {
            return;
        }
        $typed = $customer->get_billing_postcode() . $customer->get_shipping_postcode() . $customer->get_billing_city()
            . $customer->get_shipping_city() . $customer->get_billing_address_1() . $customer->get_shipping_address_1();
        $contact = $this->services->people()->contact('recipient', $link->recipient);
        $country = $contact['number']->country ?? $contact['country'] ?? null;
        if ($typed !== '' || !\is_string($country) || $country === $customer->get_billing_country()) {
            return;
        }
        if (isset(\WC()->countries->get_allowed_countries()[$country])) {
            $customer->set_billing_location($country);
        }
        if (isset(\WC()->countries->get_shipping_countries()[$country])) {
            $customer->set_shipping_location($country);
        }
    }
}
