<?php
// Owns which rows of the tables may be shown to a person.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

final class OwnRows
{
    /** @var array<string, bool> */
    private array $own = [];

    public function __construct(private readonly Services $services, private readonly Person $person)
    {
    }

    /** Returns whether a number is this person's: they agreed with it themselves, and no other visitor did. */
    public function isOwn(string $recipient): bool
    {
        return $this->own[$recipient] ??= $this->agreed($recipient);
    }

    /** Returns how many texts went to a number that came of others' visits. */
    public function others(string $recipient): int
    {
        [$in, $shoppers] = self::in('shopper', $this->person->shoppers);
        $sql = "SELECT COUNT(*) AS times FROM {outbox} WHERE act = 'send' AND recipient = ? AND NOT ($in)";
        return (int) $this->services->database()->get($sql, $recipient, ...$shoppers)['times'];
    }

    /** @return list<array<string, mixed>> */
    public function consents(int $from, int $most): array
    {
        [$where, $keys] = $this->theirs();
        return $this->rows("SELECT * FROM {consents} WHERE $where ORDER BY at, evidence", $keys, $from, $most);
    }

    /** @return list<array<string, mixed>> With the reason of each. */
    public function texts(int $from, int $most): array
    {
        [$where, $keys] = $this->theirs('{outbox}.');
        $sql = "SELECT {outbox}.*, {decisions}.reason AS reason FROM {outbox}
            LEFT JOIN {decisions} ON {decisions}.decision = {outbox}.decision
            WHERE {outbox}.act = 'send' AND ($where) ORDER BY {outbox}.place";
        return $this->rows($sql, $keys, $from, $most);
    }

    /** @return list<array<string, mixed>> */
    public function replies(int $from, int $most): array
    {
        [$where, $keys] = self::in('recipient', $this->own());
        return $this->rows("SELECT * FROM {replies} WHERE $where ORDER BY place", $keys, $from, $most);
    }

    /** @return list<array<string, mixed>> */
    public function carts(int $from, int $most): array
    {
        [$where, $keys] = self::in('shopper', $this->person->shoppers);
        return $this->rows("SELECT * FROM {carts} WHERE $where ORDER BY cart", $keys, $from, $most);
    }

    private function agreed(string $recipient): bool
    {
        $sql = 'SELECT DISTINCT shopper FROM {consents} WHERE recipient = ? AND shopper IS NOT NULL LIMIT 50';
        $shoppers = \array_column($this->services->database()->all($sql, $recipient), 'shopper');
        return $shoppers !== [] && \array_diff($shoppers, $this->person->shoppers) === [];
    }

    /** @return list<string> */
    private function own(): array
    {
        return \array_values(\array_filter($this->person->recipients, $this->isOwn(...)));
    }

    /**
     * @return array{string, list<string>} A condition and its values: rows of own numbers, and rows of own visits. What
     *     came of a visit to nobody's number is not there.
     */
    private function theirs(string $table = ''): array
    {
        [$numbers, $recipients] = self::in("{$table}recipient", $this->own());
        [$visits, $shoppers] = self::in("{$table}shopper", $this->person->shoppers);
        return ["$numbers OR $visits", [...$recipients, ...$shoppers]];
    }

    /**
     * @param list<string> $keys
     * @return array{string, list<string>}
     */
    private static function in(string $column, array $keys): array
    {
        // A column may be NULL: the condition must not be, where it is negated.
        return $keys === []
            ? ['FALSE', []]
            : ["COALESCE($column, '') IN (" . \implode(', ', \array_fill(0, \count($keys), '?')) . ')', $keys];
    }

    /**
     * @param list<string> $keys
     * @return list<array<string, mixed>>
     */
    private function rows(string $sql, array $keys, int $from, int $most): array
    {
        return $this->services->database()->all("$sql LIMIT ? OFFSET ?", ...[...$keys, $most, $from]);
    }
}
