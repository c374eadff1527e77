<?php
// Owns one thing that happened, as other programs are told of it: facts and keyed hashes, nothing of a person.
declare(strict_types=1);

namespace Cartsignal\Outbound;

final class Event
{
    public const NAMES = ['decided', 'sent', 'delivered', 'clicked', 'recovered', 'opted_out'];

    /** What is sent when the owner presses "Send a test event". */
    public const TEST = 'test';

    /**
     * @param string $name One of `NAMES`, or `TEST`.
     * @param string $id The same for the same event, however often it is told.
     * @param int $at In ms since epoch.
     * @param array<string, mixed> $facts See docs/hooks.md.
     */
    private function __construct(
        public readonly string $name,
        public readonly string $id,
        public readonly int $at,
        public readonly array $facts,
        public readonly ?string $recipient
    ) {
    }

    /**
     * @param string $subject What makes it this one and no other of its name.
     * @param array<string, mixed> $facts What is null is left out.
     */
    public static function of(string $name, string $subject, int $at, array $facts): self
    {
        $id = 'evt_' . \substr(\hash('sha256', "$name\n$subject"), 0, 32);
        $known = \array_filter($facts, static fn (mixed $value): bool => $value !== null);
        return new self($name, $id, $at, $known, $known['recipient'] ?? null);
    }
}
