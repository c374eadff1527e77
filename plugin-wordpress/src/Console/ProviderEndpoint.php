<?php
// Owns asking over REST what a provider says of an account, before or after it is saved.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;

final class ProviderEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $takes = [
            'name' => ['type' => 'string'],
            'settings' => ['type' => 'object', 'additionalProperties' => ['type' => ['string', 'null']]],
        ];
        $answers = ['type' => 'object', 'properties' => [
            'login' => ['type' => 'boolean'],
            'sentence' => ['type' => 'string'],
            'balance' => ['type' => ['object', 'null'], 'properties' => ['micros' => ['type' => 'integer'], 'currency' => ['type' => 'string']]],
            'senders' => ['type' => 'array', 'items' => ['type' => 'object', 'properties' => [
                'country' => ['type' => 'string'],
                'id' => ['type' => 'string'],
                'registered' => ['type' => ['string', 'null'], 'description' => '`yes`, `no`, `pending`, `unknown`; null where nothing is asked for'],
            ]]],
        ]];
        return [new Operation(
            'POST',
            '/provider/check',
            'Asks the provider about an account, by default the one that is saved; sends and saves nothing.',
            $takes,
            $answers,
            $this->check(...)
        )];
    }

    /**
     * @param array<string, mixed> $given
     * @return array<string, mixed>
     */
    private function check(array $given): array
    {
        $name = $given['name'] ?? $this->services->settings()->providerName();
        if ($name === null || $name === '') {
            throw new RestFault('no_provider', \__('Choose a provider first.', 'cartsignal'), 409);
        }
        $account = new Account($this->services);
        return $account->ask($account->whole(['name' => $name] + $given));
    }
}
