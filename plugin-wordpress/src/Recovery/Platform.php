<?php
// Owns what the store does for the core: it issues coupons, and notes which orders are credited to a text.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Entry;
use Cartsignal\Services;

final class Platform
{
    /**
     * Returns the store's acts by name; each answers as an outcome, `{done: …}` or `{refused: {why}}`.
     *
     * @return array<string, \Closure(Entry): array<string, mixed>>
     */
    public static function acts(Services $services): array
    {
        return [
            'issue_coupon' => static fn (Entry $entry): array => (new Coupons($services))->issue($entry),
            'credit_order' => static fn (Entry $entry): array => (new Attribution($services))->credit($entry),
        ];
    }
}
