<?php
// Owns handing out the numbers of the last days over REST.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;

final class NumbersEndpoint implements Endpoint
{
    private const MOST_DAYS = 366;

    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $whole = ['type' => 'integer'];
        $rows = ['type' => 'object', 'additionalProperties' => ['type' => 'object']];
        return [new Operation(
            'GET',
            '/numbers',
            'Returns the numbers of the last days by country: texts, orders after a click, spend, the funnel, and losses.',
            ['days' => ['type' => 'integer', 'minimum' => 1, 'maximum' => self::MOST_DAYS, 'default' => 30]],
            ['type' => 'object', 'properties' => [
                'from' => $whole,
                'to' => $whole,
                'currency' => ['type' => 'string'],
                'countries' => $rows,
                'total' => ['type' => 'object'],
                'days' => ['type' => 'array', 'items' => ['type' => 'object']],
                'largest_loss' => ['type' => ['string', 'null']],
                'spend' => ['type' => ['object', 'null']],
                'lateness' => ['type' => 'object'],
                'compared' => ['type' => 'object'],
            ]],
            fn (array $given): array => $this->last((int) ($given['days'] ?? 30))
        )];
    }

    /** @return array<string, mixed> Today and the days before it. */
    private function last(int $days): array
    {
        $now = $this->services->now();
        $period = (new Period($this->services))->of(Days::begins(Days::of($now) - $days + 1), $now + 1);
        $reasons = [];
        foreach (['held_by_reason', 'dropped_by_reason'] as $list) {
            foreach ((array) $period['total'][$list] as $reason => $times) {
                $reasons[$reason] = \Cartsignal\Activity\Reasons::sentence((string) $reason);
            }
        }
        // An empty list would be no object.
        return ['countries' => (object) $period['countries'], 'reasons' => (object) $reasons] + $period;
    }
}
