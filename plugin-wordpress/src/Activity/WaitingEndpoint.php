<?php
// Owns handing out what waits for the owner over REST, and taking the owner's word on it.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Wake\Wake;

final class WaitingEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $list = ['type' => 'array', 'items' => ['type' => 'object']];
        $answers = ['type' => 'object', 'properties' => [
            'replies' => $list,
            'unknown' => $list,
            'set_aside' => $list,
            'counts' => ['type' => 'object', 'additionalProperties' => ['type' => 'integer']],
        ]];
        $place = ['type' => 'integer', 'minimum' => 1];
        $is = ['type' => 'string', 'enum' => ['stop', 'cleared'], 'required' => true];
        return [
            new Operation(
                'GET',
                '/waiting',
                'Lists replies to read, texts of unknown fate, and what could not be taken in.',
                [],
                $answers,
                fn (array $given): array => (new Waits($this->services))->all()
            ),
            new Operation(
                'POST',
                '/waiting/replies/{place}',
                'Says whether a reply was STOP (`stop`) or was not (`cleared`).',
                ['place' => $place, 'is' => $is],
                $answers,
                fn (array $given): array => $this->after($this->services->host()->answerReply((int) $given['place'], $given['is']))
            ),
            new Operation(
                'POST',
                '/waiting/arrivals/{place}',
                'Lets something that could not be taken in be tried again.',
                ['place' => $place],
                $answers,
                fn (array $given): array => $this->after($this->services->host()->retry((int) $given['place']))
            ),
        ];
    }

    /** @return array<string, mixed> */
    private function after(bool $waited): array
    {
        if (!$waited) {
            throw new RestFault('not_waiting', \__('Somebody has dealt with this already.', 'cartsignal'), 409);
        }
        Wake::soon();
        return (new Waits($this->services))->all();
    }
}
