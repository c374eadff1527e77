<?php
// Owns the set-up over REST: which steps are done, and what can be seen of them by itself.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;
use Cartsignal\Trial\TestNote;

final class SetupEndpoint implements Endpoint
{
    /** In their order. */
    public const STEPS = ['watch', 'countries', 'provider', 'test_text', 'preview', 'money', 'opt_outs', 'go_live', 'test_cart'];

    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $steps = ['type' => 'array', 'items' => ['type' => 'string', 'enum' => self::STEPS], 'maxItems' => \count(self::STEPS)];
        $skipped = ['type' => 'boolean', 'description' => 'the owner put it away'];
        $yes = ['type' => 'boolean'];
        $answers = ['type' => 'object', 'properties' => [
            'steps' => $steps,
            'done' => $steps,
            'skipped' => $skipped,
            'countries' => ['type' => 'array', 'items' => ['type' => 'string']],
            'facts' => ['type' => 'object', 'properties' => ['provider' => $yes, 'test_text' => $yes, 'opt_outs' => $yes, 'live' => $yes]],
        ]];
        return [
            new Operation('GET', '/setup', 'Tells how far the set-up is.', [], $answers, fn (): array => $this->told()),
            new Operation(
                'PUT',
                '/setup',
                'Notes which steps are done, or that the set-up was put away.',
                ['done' => $steps, 'skipped' => $skipped],
                $answers,
                $this->save(...)
            ),
        ];
    }

    /**
     * @param array<string, mixed> $given
     * @return array<string, mixed>
     */
    private function save(array $given): array
    {
        $this->services->settings()->change(['setup' => $given]);
        return $this->told();
    }

    /** @return array<string, mixed> */
    private function told(): array
    {
        $settings = $this->services->settings();
        $setup = $settings->setup();
        $test = (new TestNote($this->services))->read();
        $live = \array_filter($settings->markets(), static fn (array $market): bool => (bool) $market['live']);
        return [
            'steps' => self::STEPS,
            'done' => \array_values($setup['done']),
            'skipped' => $setup['skipped'],
            'countries' => \array_keys($settings->markets()),
            'facts' => [
                'provider' => $settings->providerName() !== null,
                'test_text' => ($test['opened'] ?? false) && ($test['stopped'] ?? false),
                'opt_outs' => $settings->hasOptOutsEntered(),
                'live' => $live !== [],
            ],
        ];
    }
}
