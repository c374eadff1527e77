<?php
// Owns how a person is shown to the owner: a first name and the last two digits, as long as these are kept.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Host\SealBroken;
use Cartsignal\Services;

final class Whom
{
    /** @var array<string, array<string, mixed>> Contacts that were opened, by key. */
    private array $contacts = [];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns who it is.
     *
     * @return array{key: ?string, name: ?string, digits: ?string, erased: bool, test: bool, country: ?string} `key` leads
     *     to the timeline; `erased`: nothing is kept any more.
     */
    public function of(?string $recipient, ?string $shopper): array
    {
        $theirs = $this->contact('recipient', $recipient);
        $own = $this->contact('shopper', $shopper);
        $number = (string) ($theirs['e164'] ?? '');
        $kind = (array) ($theirs['number'] ?? []);
        return [
            'key' => $recipient ?? $shopper,
            'name' => $theirs['first_name'] ?? $own['first_name'] ?? null,
            'digits' => $number === '' ? null : \substr($number, -2),
            'erased' => $theirs === [] && $own === [],
            'test' => \str_starts_with((string) $recipient, 't') || \str_starts_with((string) $shopper, 't'),
            'country' => $kind['country'] ?? $theirs['country'] ?? $own['country'] ?? null,
        ];
    }

    /** @return array<string, mixed> */
    private function contact(string $side, ?string $key): array
    {
        if ($key === null) {
            return [];
        }
        try {
            return $this->contacts["$side $key"] ??= $this->services->people()->contact($side, $key);
        } catch (SealBroken) {
            return [];
        }
    }
}
