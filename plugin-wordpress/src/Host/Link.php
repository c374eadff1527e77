<?php
// Owns what a short link leads to.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Link
{
    /**
     * @param 'cart'|'checkout'|'opt_out'|'confirm' $kind
     * @param int $expiresAt In ms since epoch.
     * @param int|null $usedAt When it was first used, in ms since epoch.
     */
    public function __construct(
        public readonly string $kind,
        public readonly string $decision,
        public readonly ?string $recipient,
        public readonly ?string $shopper,
        public readonly ?string $cart,
        public readonly int $expiresAt,
        public readonly ?int $usedAt
    ) {
    }
}
