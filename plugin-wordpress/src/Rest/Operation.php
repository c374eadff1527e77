<?php
// Owns one thing that can be asked over REST: its address, what it takes and answers, and who answers.
declare(strict_types=1);

namespace Cartsignal\Rest;

final class Operation
{
    /**
     * @param 'GET'|'POST'|'PUT'|'DELETE' $method
     * @param string $path Below `cartsignal/v1`, as `/activity/{decision}`; each name in braces is one of `takes`.
     * @param string $summary One English sentence, for the description of the interface.
     * @param array<string, array<string, mixed>> $takes JSON Schema by name, `required` inside; all else is refused.
     * @param array<string, mixed> $answers JSON Schema of the answer.
     * @param \Closure(array<string, mixed>): (array<mixed>|\stdClass|\WP_REST_Response) $does
     */
    public function __construct(
        public readonly string $method,
        public readonly string $path,
        public readonly string $summary,
        public readonly array $takes,
        public readonly array $answers,
        public readonly \Closure $does
    ) {
    }

    /** Returns the path as WordPress matches it. What may stand in a place is the schema's to say. */
    public function pattern(): string
    {
        return (string) \preg_replace('/\{([a-z_]+)\}/', '(?P<$1>[^/]+)', $this->path);
    }

    /** @return list<string> What is named in the path. */
    public function places(): array
    {
        \preg_match_all('/\{([a-z_]+)\}/', $this->path, $found);
        return $found[1];
    }
}
