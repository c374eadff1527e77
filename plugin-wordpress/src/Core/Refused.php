<?php
// Owns the exception for what the core refuses.
declare(strict_types=1);

namespace Cartsignal\Core;

/** Nothing was changed. */
final class Refused extends \RuntimeException
{
    /** Closed word for machines, such as `state.too_new`. */
    public readonly string $refusal;

    /** JSON pointer into the request. */
    public readonly string $pointer;

    /** @var list<\stdClass> All that is wrong with a configuration, each with `code`, `pointer` and `message`. */
    public readonly array $errors;

    /** With `state.too_new`: the oldest format that can read the state. */
    public readonly ?int $needs;

    /** @var array{offset: int, length: int}|null With `program.part_missing`: what to hand in. */
    public readonly ?array $range;

    /** @param \stdClass $answer `{"error":…}` or `{"errors":[…]}` */
    public function __construct(\stdClass $answer)
    {
        $first = $answer->error ?? $answer->errors[0] ?? new \stdClass();
        $range = $first->range ?? null;
        $this->refusal = $first->code ?? '';
        $this->pointer = $first->pointer ?? '';
        $this->errors = $answer->errors ?? [];
        $this->needs = $first->needs ?? null;
        $this->range = $range === null ? null : ['offset' => $range->offset, 'length' => $range->length];
        parent::__construct(
            $this->errors === []
                ? $first->message ?? 'the core refuses without a reason'
                : 'the configuration is refused: ' . \implode('; ', \array_column($this->errors, 'message'))
        );
    }
}
