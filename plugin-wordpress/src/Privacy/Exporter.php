<?php
// Owns WordPress's request for a copy of somebody's data: which rows are theirs, page by page, in words.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

/**
 * A stranger's number can be typed into anybody's order, and a copy of its texts would then go to whoever typed it. So
 * a number counts as this person's own only where they agreed with it in a visit of their own and nobody else did. Of
 * any other number only what came of their own visits is shown; a sentence says so.
 */
final class Exporter
{
    private const AT_ONCE = 100;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param int $page From 1.
     * @return array{data: list<array<string, mixed>>, done: bool}
     */
    public function page(string $email, int $page): array
    {
        $person = (new Search($this->services))->of($email);
        $rows = new OwnRows($this->services, $person);
        $words = new Wording($this->services);
        $from = (\max(1, $page) - 1) * self::AT_ONCE;
        $parts = [
            \array_map($words->consent(...), $rows->consents($from, self::AT_ONCE)),
            \array_map($words->text(...), $rows->texts($from, self::AT_ONCE)),
            \array_map($words->reply(...), $rows->replies($from, self::AT_ONCE)),
            \array_map($words->cart(...), $rows->carts($from, self::AT_ONCE)),
        ];
        $full = \array_filter($parts, static fn (array $part): bool => \count($part) === self::AT_ONCE);
        $first = $page > 1 ? [] : $this->about($person, $rows, $words);
        return ['data' => [...$first, ...\array_merge(...$parts)], 'done' => $full === []];
    }

    /** @return list<array<string, mixed>> */
    private function about(Person $person, OwnRows $rows, Wording $words): array
    {
        $people = $this->services->people();
        $items = [];
        foreach ($person->recipients as $recipient) {
            $isOwn = $rows->isOwn($recipient);
            $contact = $isOwn ? $people->contact('recipient', $recipient) : [];
            $optOuts = $isOwn ? $people->optOuts($recipient) : [];
            $number = $contact['e164'] ?? $person->numbers[$recipient] ?? '';
            $others = $isOwn ? 0 : $rows->others($recipient);
            $items[] = $words->number($recipient, $number, $contact, $optOuts, $others);
        }
        foreach ($person->shoppers as $shopper) {
            $contact = $people->contact('shopper', $shopper);
            if ($contact !== []) {
                $items[] = $words->visitor($shopper, $contact);
            }
        }
        return \array_values(\array_filter($items));
    }
}
