<?php
// Owns handing out one shopper's timeline over REST.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;

final class ShopperEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        return [new Operation(
            'GET',
            '/activity/shopper/{key}',
            'Returns what a shopper agreed to, left, was sent, wrote back and bought, newest first.',
            ['key' => ['type' => 'string', 'pattern' => '^[0-9a-zA-Z_-]{1,64}$']],
            ['type' => 'object', 'properties' => [
                'who' => ['type' => 'object'],
                'opted_out_at' => ['type' => ['integer', 'null']],
                'items' => ['type' => 'array', 'items' => ['type' => 'object']],
            ]],
            fn (array $given): array => (new Shopper($this->services))->of($given['key']) ?? throw $this->missing()
        )];
    }

    private function missing(): RestFault
    {
        return new RestFault('no_shopper', \__('Nothing is kept of this shopper.', 'cartsignal'), 404);
    }
}
