<?php
// Owns what was heard after a request to a provider: an answer, or silence.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Heard
{
    /** @param array<string, mixed> $heard `Heard` of the contract. */
    private function __construct(public readonly array $heard, public readonly string $body)
    {
    }

    /** @param list<array{string, string}> $headers */
    public static function answered(int $status, array $headers, string $body): self
    {
        $headers = \array_slice($headers, 0, Transport::MOST_HEADERS);
        return new self(['answered' => ['status' => $status, 'headers' => $headers]], $body);
    }

    /** @param bool $left False only where no byte of the request can have left: no name, no connection, no TLS. */
    public static function silent(bool $left): self
    {
        return new self(['silent' => ['left' => $left]], '');
    }
}
