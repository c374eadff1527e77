<?php
// Owns whether the visitor who opened a text's link may be the one who left the cart.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Link;
use Cartsignal\Services;

/**
 * Who has the link has the phone. Still, a shared phone or a forwarded text must not tie one customer's later carts to
 * another's number: whoever is known to be somebody else gets the cart, and stays themselves.
 */
final class Owner
{
    /** Of a number as typed, without zeros in front. Chosen: the shortest mobile numbers have more. */
    private const FEWEST_DIGITS = 7;

    public function __construct(private readonly Services $services)
    {
    }

    /** @param int $user Who was logged in when the cart was kept; 0: nobody. */
    public function mayBe(Link $link, int $user): bool
    {
        $here = \get_current_user_id();
        if ($here !== 0 && $user !== 0) {
            return $here === $user;
        }
        $people = $this->services->people();
        $mine = $people->survivor($this->services->visitor()->key());
        if ($mine === null || $mine === $people->survivor($link->shopper)) {
            return $mine !== null;
        }
        // A visitor without a number may be anybody; one with another number is somebody else.
        $number = $people->pointsAt($mine);
        if ($number !== null || $here === 0) {
            return $number === null || $number === $link->recipient;
        }
        return $this->isOfAccount($here, $link);
    }

    /**
     * Whether the number of the text is the one in an account. Anybody can send a customer a link to a cart of their own;
     * a session ends, but an account tied to that number would tell it of every later cart.
     */
    private function isOfAccount(int $user, Link $link): bool
    {
        $number = (string) ($this->services->people()->contact('recipient', $link->recipient)['e164'] ?? '');
        $typed = \ltrim((string) \preg_replace('/\D/', '', (string) \get_user_meta($user, 'billing_phone', true)), '0');
        return \strlen($typed) >= self::FEWEST_DIGITS && \str_ends_with($number, $typed);
    }
}
