<?php
// Owns the interface to alarms, and to other plugins that write about left carts.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Guards\Rivals;
use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;

final class AlarmsEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $text = ['type' => 'string'];
        $alarm = ['type' => 'object', 'properties' => [
            'name' => $text,
            'at' => ['type' => 'integer', 'description' => 'ms since epoch'],
            'sentence' => $text,
            'way_out' => ['type' => ['string', 'null']],
            'route' => ['type' => 'string', 'description' => 'The screen where the way out is.'],
        ]];
        $rival = ['type' => 'object', 'properties' => ['name' => $text, 'advice' => $text]];
        $list = static fn (array $item): array => ['type' => 'object', 'properties' => [
            'items' => ['type' => 'array', 'items' => $item],
            'next' => ['type' => 'null'],
        ]];
        $alarms = fn (): array => ['items' => $this->alarms(), 'next' => null];
        $rivals = fn (): array => ['items' => (new Rivals($this->services))->active(), 'next' => null];
        return [
            new Operation('GET', '/alarms', 'Lists what the owner has to see to.', [], $list($alarm), $alarms),
            new Operation('GET', '/rivals', 'Lists other active plugins that write about left carts.', [], $list($rival), $rivals),
        ];
    }

    /** @return list<array{name: string, at: int, sentence: string, way_out: ?string, route: string}> */
    private function alarms(): array
    {
        return \array_map(static fn (array $alarm): array => [
            'name' => $alarm['alarm'],
            'at' => $alarm['at'],
            'sentence' => Sentences::sentence($alarm['alarm']),
            'way_out' => Sentences::wayOut($alarm['alarm']),
            'route' => Sentences::route($alarm['alarm']),
        ], $this->services->host()->permission()->alarms());
    }
}
