<?php
// Owns handing out what was sent and what was not over REST: the list, one decision, the search.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;

final class ActivityEndpoint implements Endpoint
{
    private const MOST_DAYS = 400;
    private const LONGEST = 128;

    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $word = ['type' => 'string', 'maxLength' => 64];
        $maybe = ['type' => ['string', 'null']];
        $lines = ['type' => 'array', 'items' => self::line()];
        return [
            new Operation(
                'GET',
                '/activity',
                'Lists what was sent and what was not, newest first, one line for each cart.',
                [
                    'country' => ['type' => 'string', 'pattern' => '^([A-Z]{2})?$'],
                    'result' => ['type' => 'string', 'enum' => ['', ...Lines::results()]],
                    'reason' => $word,
                    'journey' => $word,
                    'days' => ['type' => 'integer', 'minimum' => 1, 'maximum' => self::MOST_DAYS],
                    'cursor' => ['type' => 'string', 'maxLength' => 40],
                ],
                ['type' => 'object', 'properties' => ['items' => $lines, 'next' => $maybe]],
                fn (array $given): array => (new Lines($this->services))->page($given, $given['cursor'] ?? null)
            ),
            new Operation(
                'GET',
                '/activity/{decision}',
                'Returns all that is known of a decision, clause by clause, with the words of its text.',
                ['decision' => ['type' => 'string', 'maxLength' => self::LONGEST]],
                ['type' => 'object'],
                fn (array $given): array => (new Detail($this->services))->of($given['decision']) ?? throw $this->missing()
            ),
            new Operation(
                'POST',
                '/activity/search',
                'Finds a shopper or a decision by a phone number, an order number, a reference or a decision.',
                [
                    'text' => ['type' => 'string', 'minLength' => 1, 'maxLength' => self::LONGEST, 'required' => true],
                    'country' => ['type' => 'string', 'pattern' => '^([A-Z]{2})?$'],
                ],
                ['type' => 'object', 'properties' => [
                    'shopper' => $maybe,
                    'decision' => $maybe,
                    'order' => $maybe,
                    'says' => $maybe,
                ]],
                fn (array $given): array => (new Finding($this->services))->of($given['text'], $given['country'] ?? '')
            ),
        ];
    }

    private function missing(): RestFault
    {
        $text = \__('Nothing is kept of this decision: it never was, or it is older than a year.', 'cartsignal');
        return new RestFault('no_decision', $text, 404);
    }

    /** @return array<string, mixed> */
    private static function line(): array
    {
        $maybe = ['type' => ['string', 'null']];
        return ['type' => 'object', 'properties' => [
            'decision' => ['type' => 'string'],
            'at' => ['type' => 'integer', 'description' => 'ms since epoch'],
            'who' => ['type' => 'object', 'properties' => [
                'key' => $maybe,
                'name' => $maybe,
                'digits' => ['type' => ['string', 'null'], 'description' => 'The last two of the number.'],
                'erased' => ['type' => 'boolean'],
                'test' => ['type' => 'boolean'],
            ]],
            'country' => $maybe,
            'journey' => $maybe,
            'kind' => ['type' => 'string'],
            'result' => ['type' => 'string'],
            'reason' => ['type' => 'string'],
            'says' => ['type' => 'string', 'description' => 'A sentence in the language of the user.'],
            'order' => ['type' => ['integer', 'null']],
            'amount_minor' => ['type' => ['integer', 'null']],
            'clicked' => ['type' => 'boolean'],
            'steps' => ['type' => 'integer', 'description' => 'Decisions about the same cart.'],
        ]];
    }
}
