<?php
// Owns what can be asked and undone of the changes of settings.
declare(strict_types=1);

namespace Cartsignal\Journeys;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;

final class HistoryEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $change = ['type' => 'object', 'properties' => [
            'id' => ['type' => 'string'],
            'at' => ['type' => 'integer', 'description' => 'ms since epoch'],
            'by' => ['type' => 'string'],
            'what' => ['type' => 'array', 'items' => ['type' => 'string']],
        ]];
        $list = ['type' => 'object', 'properties' => [
            'items' => ['type' => 'array', 'items' => $change],
            'next' => ['type' => 'null'],
        ]];
        $id = ['type' => 'string', 'pattern' => '^[0-9a-f]{16}$'];
        $takes = [
            'id' => $id + ['required' => true],
            'newest' => $id + ['description' => 'The newest change that was seen: refused where there is a newer one.'],
        ];
        return [
            new Operation(
                'GET', '/history', 'Lists the last changes of the settings, newest first.',
                [], $list, $this->list(...)
            ),
            new Operation(
                'POST', '/history/{id}/undo', 'Undoes a change and all that came after it.',
                $takes, $list, $this->undo(...)
            ),
        ];
    }

    /** @return array<string, mixed> */
    private function list(array $given = []): array
    {
        return ['items' => (new History($this->services))->changes(), 'next' => null];
    }

    /** @return array<string, mixed> */
    private function undo(array $given): array
    {
        $history = new History($this->services);
        $newest = $history->changes()[0]['id'] ?? null;
        if (isset($given['newest']) && $given['newest'] !== $newest) {
            $text = \__('Something was changed meanwhile: look at the list again.', 'cartsignal');
            throw new RestFault('changed_meanwhile', $text, 409);
        }
        if ($history->undo($given['id']) === null) {
            throw new RestFault('change_unknown', \__('That change is no longer kept: the last 20 are.', 'cartsignal'), 404);
        }
        return $this->list();
    }
}
