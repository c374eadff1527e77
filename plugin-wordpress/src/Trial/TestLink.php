<?php
// Owns where the link of a test text leads: to the shop's cart page, like that of a customer, but to no cart.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Pages\Opener;
use Cartsignal\Pages\Visit;
use Cartsignal\Recovery\CartLink;
use Cartsignal\Services;

final class TestLink
{
    public function __construct(private readonly Services $services)
    {
    }

    /** Returns the address, or null where there is no shop. A person's tap counts; it is told to nobody else. */
    public function open(Visit $visit): ?string
    {
        if (!\function_exists('wc_get_cart_url')) {
            return null;
        }
        if (Opener::isPerson()) {
            $this->services->safely('trial.click', fn (): bool => $this->services->links()->use($visit->key, $visit->now));
        }
        return CartLink::page($visit->link->kind);
    }
}
