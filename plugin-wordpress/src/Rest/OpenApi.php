<?php
// Owns the description of the interface by OpenAPI 3.1, made from the endpoints themselves.
declare(strict_types=1);

namespace Cartsignal\Rest;

use Cartsignal\Services;

final class OpenApi
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, mixed> Needs no WordPress. */
    public function document(string $version): array
    {
        $paths = [];
        foreach (Rest::ENDPOINTS as $class) {
            foreach ((new $class($this->services))->operations() as $operation) {
                $paths[$operation->path][\strtolower($operation->method)] = self::described($operation);
            }
        }
        \ksort($paths);
        return [
            'openapi' => '3.1.0',
            'info' => ['title' => 'Cartsignal', 'version' => $version],
            'servers' => [['url' => '/wp-json/' . Rest::NAMESPACE]],
            'security' => [['applicationPassword' => []]],
            'paths' => $paths,
            'components' => [
                'securitySchemes' => ['applicationPassword' => ['type' => 'http', 'scheme' => 'basic']],
                'schemas' => ['Fault' => self::fault()],
            ],
        ];
    }

    /** @return array<string, mixed> */
    private static function described(Operation $operation): array
    {
        $body = $operation->method !== 'GET' && $operation->method !== 'DELETE';
        $parameters = [];
        $properties = [];
        foreach ($operation->takes as $name => $schema) {
            $isPlace = \in_array($name, $operation->places(), true);
            $required = (bool) ($schema['required'] ?? false);
            unset($schema['required']);
            if ($isPlace || !$body) {
                $parameters[] = ['name' => $name, 'in' => $isPlace ? 'path' : 'query', 'required' => $isPlace || $required, 'schema' => $schema];
            } else {
                $properties[$name] = $schema;
            }
        }
        $wanted = \array_filter($operation->takes, static fn (array $schema): bool => (bool) ($schema['required'] ?? false));
        $takes = ['type' => 'object', 'properties' => $properties, 'additionalProperties' => false]
            + (($names = \array_values(\array_intersect(\array_keys($wanted), \array_keys($properties)))) === [] ? [] : ['required' => $names]);
        return \array_filter([
            'summary' => $operation->summary,
            'parameters' => $parameters,
            'requestBody' => $properties === [] ? [] : ['content' => ['application/json' => ['schema' => $takes]]],
        ]) + ['responses' => [
            '200' => ['description' => 'Done', 'content' => ['application/json' => ['schema' => $operation->answers]]],
            'default' => ['description' => 'Refused', 'content' => ['application/json' => ['schema' => ['$ref' => '#/components/schemas/Fault']]]],
        ]];
    }

    /** @return array<string, mixed> */
    private static function fault(): array
    {
        $data = ['type' => 'object', 'properties' => [
            'status' => ['type' => 'integer'],
            'errors' => ['type' => 'object', 'description' => 'Sentences by JSON pointer.', 'additionalProperties' => ['type' => 'string']],
        ]];
        return ['type' => 'object', 'required' => ['code', 'message'], 'properties' => [
            'code' => ['type' => 'string'],
            'message' => ['type' => 'string', 'description' => 'For people, in the language of the user.'],
            'data' => $data,
        ]];
    }
}
