<?php
// Owns under which keys somebody is kept whom WordPress knows by an e-mail address.
declare(strict_types=1);

namespace Cartsignal\Privacy;

final class Person
{
    /**
     * @param list<string> $shoppers With those that were merged into them.
     * @param list<string> $recipients
     * @param array<string, string> $numbers Recipient to number (E.164), of those whose number WordPress knows.
     */
    public function __construct(
        public readonly ?int $user,
        public readonly array $shoppers,
        public readonly array $recipients,
        public readonly array $numbers,
    ) {
    }

    /** @return list<array{string, string}> Side and key of each; recipients first, as their rows are locked first. */
    public function sides(): array
    {
        $of = static fn (string $side, array $keys): array
            => \array_map(static fn (string $key): array => [$side, $key], $keys);
        return [...$of('recipient', $this->recipients), ...$of('shopper', $this->shoppers)];
    }
}
