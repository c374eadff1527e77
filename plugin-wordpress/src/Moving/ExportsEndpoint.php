<?php
// Owns what can be taken out of the store over REST: where each file is had, and bringing settings in.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;

final class ExportsEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $text = ['type' => 'string'];
        $set = ['type' => 'object', 'properties' => [
            'name' => $text,
            'title' => $text,
            'about' => $text,
            'rows' => ['type' => 'integer'],
            'json' => ['type' => 'string', 'description' => 'Address of the download, good for a day, for the user who asked.'],
            'csv' => ['type' => ['string', 'null']],
        ]];
        $list = ['type' => 'object', 'properties' => [
            'everything' => $text,
            'settings' => $text,
            'sets' => ['type' => 'array', 'items' => $set],
        ]];
        $change = ['type' => 'object', 'properties' => ['field' => $text, 'sentence' => $text]];
        $taken = ['type' => 'object', 'properties' => [
            'changes' => ['type' => 'array', 'items' => $change],
            'errors' => ['type' => 'object', 'additionalProperties' => $text],
        ]];
        $file = [
            'file' => ['type' => 'object', 'required' => true],
            'apply' => ['type' => 'boolean', 'required' => true],
        ];
        return [
            new Operation('GET', '/exports', 'Lists what can be downloaded.', [], $list, fn (array $given): array => $this->listed()),
            new Operation(
                'POST',
                '/exports/settings',
                'Brings settings in from a file, or says what that would change.',
                $file,
                $taken,
                $this->take(...)
            ),
        ];
    }

    /** @return array<string, mixed> */
    private function listed(): array
    {
        $sets = new Sets($this->services);
        $listed = [];
        foreach (\array_keys(Sets::FIELDS) as $name) {
            [$title, $about] = Sets::words($name);
            $listed[] = [
                'name' => $name,
                'title' => $title,
                'about' => $about,
                'rows' => $sets->count($name),
                'json' => Download::url($name, 'jsonl'),
                'csv' => \in_array($name, Sets::AS_CSV, true) ? Download::url($name, 'csv') : null,
            ];
        }
        return [
            'everything' => Download::url(Download::EVERYTHING, 'jsonl'),
            'settings' => Download::url(Download::SETTINGS, 'json'),
            'sets' => $listed,
        ];
    }

    /**
     * @param array<string, mixed> $given
     * @return array<string, mixed>
     */
    private function take(array $given): array
    {
        $taken = (new SettingsFile($this->services))->take($given['file'], $given['apply']);
        /* translators: %s: the name of a part of the settings, as `markets`. */
        $text = $given['apply'] ? \__('Changed: %s.', 'cartsignal') : \__('Would change: %s.', 'cartsignal');
        $said = static fn (string $name): array => ['field' => $name, 'sentence' => \sprintf($text, $name)];
        return [
            'changes' => \array_map($said, $taken['changes']),
            'errors' => (object) $taken['errors'],
        ];
    }
}
