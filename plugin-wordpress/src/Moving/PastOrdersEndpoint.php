<?php
// Owns starting, pausing and watching the import of past orders over REST.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;

final class PastOrdersEndpoint implements Endpoint
{
    private const ANSWER = ['type' => 'object', 'required' => ['state', 'done', 'of', 'told', 'at', 'sentence'], 'properties' => [
        'state' => ['enum' => ['never', 'running', 'paused', 'done', 'cancelled']],
        'done' => ['type' => 'integer', 'description' => 'Orders looked at.'],
        'of' => ['type' => 'integer', 'description' => 'Orders there are.'],
        'told' => ['type' => 'integer', 'description' => 'Orders of people who are known here.'],
        'at' => ['type' => ['integer', 'null'], 'description' => 'When it last went on, in ms since epoch.'],
        'sentence' => ['type' => 'string'],
    ]];

    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $do = ['do' => ['type' => 'string', 'enum' => ['start', 'pause', 'resume', 'cancel'], 'required' => true]];
        $shown = fn (array $given): array => $this->shown();
        $summary = 'Starts, pauses, resumes or cancels the import of past orders.';
        return [
            new Operation('GET', '/past-orders', 'Says how far the import of past orders is.', [], self::ANSWER, $shown),
            new Operation('POST', '/past-orders', $summary, $do, self::ANSWER, $this->turn(...)),
        ];
    }

    /** @param array<string, mixed> $given */
    private function turn(array $given): array
    {
        $orders = new PastOrders($this->services);
        $isRunning = \in_array($orders->progress()['state'], ['running', 'paused'], true);
        $done = match ($given['do']) {
            'start' => !$isRunning,
            'pause' => $orders->turn('paused'),
            'resume' => $orders->turn('running'),
            'cancel' => $orders->turn('cancelled'),
        };
        if (!$done) {
            throw new RestFault('orders_state', \__('That is not possible at the moment. Load the page anew to see how far the import is.', 'cartsignal'), 409);
        }
        if ($given['do'] === 'start') {
            $orders->start();
        }
        return $this->shown();
    }

    /** @return array<string, mixed> */
    private function shown(): array
    {
        $progress = (new PastOrders($this->services))->progress();
        $shown = \array_intersect_key($progress, ['state' => 0, 'done' => 0, 'of' => 0, 'told' => 0, 'at' => 0]);
        return $shown + ['sentence' => self::sentence($progress)];
    }

    /** @param array<string, mixed> $progress */
    public static function sentence(array $progress): string
    {
        [$done, $of, $told] = \array_map('number_format_i18n', [$progress['done'], $progress['of'], $progress['told']]);
        return match ($progress['state']) {
            'never' => \__('Past orders were not taken in yet. Nobody is texted because of them; they tell who bought here before.', 'cartsignal'),
            /* translators: 1: orders looked at, 2: orders there are. */
            'running' => \sprintf(\__('Looked at %1$s of %2$s orders. It goes on in the background.', 'cartsignal'), $done, $of),
            /* translators: 1: orders looked at, 2: orders there are. */
            'paused' => \sprintf(\__('Paused after %1$s of %2$s orders.', 'cartsignal'), $done, $of),
            /* translators: 1: orders looked at, 2: orders there are. */
            'cancelled' => \sprintf(\__('Cancelled after %1$s of %2$s orders.', 'cartsignal'), $done, $of),
            /* translators: 1: orders looked at, 2: orders of people who are known. */
            default => \sprintf(\__('Looked at all %1$s orders. %2$s were of people who can be texted or who opted out; of everybody else nothing was kept.', 'cartsignal'), $done, $told),
        };
    }
}
