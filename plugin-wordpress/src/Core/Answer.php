<?php
// Owns what a call answers: JSON, and bytes beside it.
declare(strict_types=1);

namespace Cartsignal\Core;

final class Answer
{
    /**
     * @param string $json `{"ok":…}`, `{"error":…}` or `{"errors":[…]}`
     * @param list<string> $parts The bytes beside it, as the operation lists them behind part 0.
     */
    public function __construct(public readonly string $json, public readonly array $parts)
    {
    }

    /**
     * Returns what is in `ok`.
     *
     * @throws Refused
     */
    public function ok(): \stdClass
    {
        $answer = Json::read($this->json);
        return $answer->ok ?? throw new Refused($answer);
    }

    /** Returns the nth part of bytes, counted from 1 as the operations do; one that is missing is empty. */
    public function part(int $place): string
    {
        return $this->parts[$place - 1] ?? '';
    }
}
