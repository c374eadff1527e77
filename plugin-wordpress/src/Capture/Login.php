<?php
// Owns what a login proves: the guest of this session and the user are one shopper.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Services;

final class Login
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Tells it, once the guest is somebody who could be texted. Of any other guest nothing was ever written that could
     * be merged.
     *
     * @return bool Whether the cart that came along is to be told of.
     */
    public function happened(string $guest, string $user): bool
    {
        $visitor = $this->services->visitor();
        if ($guest === $user || !$visitor->reachable()) {
            return false;
        }
        if ($visitor->isReachableBySession()) {
            $keys = $this->services->keys();
            $pair = ['a' => $keys->shopper($guest), 'b' => $keys->shopper($user)];
            $name = 'merge:' . \substr(\hash('sha256', "{$pair['a']}\n{$pair['b']}"), 0, 32);
            $this->services->arrivals()->append('merge', $name, ['merge' => $pair]);
            // From here on the user is known on every device.
            $visitor->reach();
        }
        return true;
    }
}
