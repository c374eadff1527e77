<?php
// Owns what is known of one opening of a short link.
declare(strict_types=1);

namespace Cartsignal\Pages;

use Cartsignal\Host\Link;

final class Visit
{
    /** @param list<array{channel: string, at: int}> $optOuts That stand. */
    public function __construct(
        public readonly string $key,
        public readonly Link $link,
        public readonly array $optOuts,
        public readonly string $language,
        public readonly string $network,
        public readonly int $now
    ) {
    }

    /** Returns whether texts are stopped already. */
    public function isStopped(): bool
    {
        return \in_array('sms', \array_column($this->optOuts, 'channel'), true);
    }
}
