<?php
// Owns handing out the description of the interface.
declare(strict_types=1);

namespace Cartsignal\Rest;

use Cartsignal\Services;

final class DescriptionEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        return [new Operation(
            'GET',
            '/openapi',
            'Describes this interface by OpenAPI 3.1.',
            [],
            ['type' => 'object'],
            fn (array $given): array => (new OpenApi($this->services))->document($this->services->settings()->version())
        )];
    }
}
