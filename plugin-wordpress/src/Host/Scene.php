<?php
// Owns when a decision was made, and about whom.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Scene
{
    /** @param int $moment In ms since epoch. */
    public function __construct(
        public readonly int $moment,
        public readonly ?string $shopper = null,
        public readonly ?string $recipient = null
    ) {
    }
}
