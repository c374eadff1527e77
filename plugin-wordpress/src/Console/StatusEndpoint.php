<?php
// Owns what the header of the screens asks and does over REST: how it stands, pause, resume, and which copy sends.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;
use Cartsignal\Wake\Wake;

final class StatusEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $answers = self::answers();
        return [
            new Operation(
                'GET',
                '/status',
                'Says whether texts go out, why not, and what waits for the owner.',
                [],
                $answers,
                fn (): array => $this->told()
            ),
            new Operation(
                'POST',
                '/pause',
                'Stops all texts until they are resumed.',
                [],
                $answers,
                fn (): array => $this->after(fn () => $this->services->host()->permission()->pause('owner'))
            ),
            new Operation(
                'POST',
                '/resume',
                'Lets texts go again; what is overdue is decided again.',
                [],
                $answers,
                fn (): array => $this->after(fn () => $this->services->host()->resume())
            ),
            new Operation(
                'POST',
                '/adopt',
                'Makes this copy of the store the one that sends.',
                [],
                $answers,
                fn (): array => $this->after($this->adopt(...))
            ),
            new Operation(
                'POST',
                '/copy',
                'Says that this site is a copy: nothing is sent from it.',
                [],
                $answers,
                fn (): array => $this->after(fn () => $this->services->host()->permission()->pause(Standing::COPY))
            ),
        ];
    }

    /** @return array<string, mixed> */
    private function told(): array
    {
        return (new Standing($this->services))->told();
    }

    /**
     * @param \Closure(): void $act
     * @return array<string, mixed>
     */
    private function after(\Closure $act): array
    {
        $act();
        Wake::soon();
        return $this->told();
    }

    private function adopt(): void
    {
        $permission = $this->services->host()->permission();
        $permission->adopt();
        if ($permission->pausedBecause() === Standing::COPY) {
            $permission->resume();
        }
    }

    /** @return array<string, mixed> */
    private static function answers(): array
    {
        $text = ['type' => 'string'];
        $moment = ['type' => ['integer', 'null'], 'description' => 'ms since epoch'];
        $list = static fn (array $properties): array => ['type' => 'array', 'items' => ['type' => 'object', 'properties' => $properties]];
        return ['type' => 'object', 'properties' => [
            'state' => ['type' => 'string', 'enum' => ['sending', 'watching', 'log', 'paused', 'restored', 'copy', 'no_provider', 'broken']],
            'tone' => ['type' => 'string', 'enum' => ['good', 'watch', 'bad']],
            'title' => $text,
            'sentence' => $text,
            'buttons' => ['type' => 'array', 'items' => $text + ['enum' => ['pause', 'resume', 'adopt', 'copy', 'setup', 'markets', 'provider', 'health']]],
            'countries' => $list(['code' => $text, 'name' => $text, 'live' => ['type' => 'boolean']]),
            'runner' => ['type' => ['object', 'null'], 'properties' => [
                'late' => ['type' => 'boolean'],
                'ran_at' => $moment,
                'waiting_since' => $moment,
                'within' => ['type' => ['integer', 'null'], 'description' => 'ms that 95 of 100 runs were late at most'],
                'sentence' => $text,
            ]],
            'alarms' => $list(['name' => $text, 'sentence' => $text, 'way_out' => ['type' => ['string', 'null']], 'route' => $text, 'at' => $moment]),
            'waiting' => ['type' => 'object', 'properties' => \array_fill_keys(['replies', 'unknown', 'set_aside'], ['type' => 'integer'])],
        ]];
    }
}
