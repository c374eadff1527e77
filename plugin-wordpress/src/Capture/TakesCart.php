<?php
// Owns taking a cart in: it is kept so that a link can put it together again, and told to the core.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Host\Carts;
use Cartsignal\Host\Row;
use Cartsignal\Host\Said;
use Cartsignal\Host\Takes;
use Cartsignal\Services;

final class TakesCart implements Takes
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @return list<Said> */
    public function take(Row $row, int $now): array
    {
        return [$this->keep($row->shopper, $row->payload, $now)];
    }

    /**
     * Keeps a cart as `Cart::report` made it, and returns what is to be said of it.
     *
     * @param \stdClass $cart With `input` and `snapshot`.
     */
    public function keep(?string $shopper, \stdClass $cart, int $now): Said
    {
        $updated = $cart->input->what->{'cart.updated'};
        if ($shopper !== null) {
            $this->remember($shopper, $updated, $cart->snapshot, $cart->input->occurred_at);
        }
        return new Said($shopper, null, $cart->input);
    }

    private function remember(string $shopper, \stdClass $updated, \stdClass $snapshot, int $at): void
    {
        $carts = new Carts($this->services->database(), $this->services->vault());
        $known = $carts->find($updated->cart);
        if ($known !== null && $known['at'] > $at) {
            return;
        }
        if ($updated->lines === [] && $snapshot->lines === []) {
            $carts->forget($updated->cart);
            return;
        }
        $carts->keep($updated->cart, $shopper, $snapshot, $at);
    }
}
