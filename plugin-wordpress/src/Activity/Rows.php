<?php
// Owns reading decisions for the owner's list: newest first from a place on, and all that belong to the same people.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Host\Database;
use Cartsignal\Numbers\Told;

final class Rows
{
    /** A cart's decisions lie no further apart: held two days, a second text, an order credited after. Chosen. */
    public const APART_MS = 9 * 86_400_000;

    /** Decisions of the same people beside one piece of the list. Chosen. */
    private const MOST = 1_000;

    private const SELECT = "SELECT d.place, d.at, d.decision, d.act, d.reason, d.told, d.shopper, d.recipient, o.class,
        o.country, o.state, o.why, o.code, o.receipt, o.cost_micros, IF(d.act = 'send', (SELECT MIN(l.used_at) FROM {links} l
            WHERE l.decision = d.decision AND l.kind IN ('cart', 'checkout')), NULL) AS clicked_at
        FROM {decisions} d LEFT JOIN {outbox} o ON o.decision = d.decision";

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Returns decisions before a place in the list, newest first.
     *
     * @return list<array<string, mixed>>
     */
    public function before(int $at, int $place, int $since, int $most): array
    {
        $sql = self::SELECT . " WHERE d.at <= ? AND d.at >= ? AND (d.at < ? OR d.place < ?) AND d.act <> 'cancel'
            ORDER BY d.at DESC, d.place DESC LIMIT $most";
        return \array_map(self::read(...), $this->database->all($sql, $at, $since, $at, $place));
    }

    /**
     * Returns what was decided about people in a time, oldest first.
     *
     * @param 'recipient'|'shopper' $side
     * @param list<string> $keys
     * @return list<array<string, mixed>>
     */
    public function about(string $side, array $keys, int $from, int $to): array
    {
        if ($keys === []) {
            return [];
        }
        $places = \implode(', ', \array_fill(0, \count($keys), '?'));
        $sql = self::SELECT . " WHERE d.$side IN ($places) AND d.at >= ? AND d.at <= ? AND d.act <> 'cancel'
            ORDER BY d.at, d.place LIMIT " . self::MOST;
        return \array_map(self::read(...), $this->database->all($sql, ...[...$keys, $from, $to]));
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function read(array $row): array
    {
        $told = \json_decode($row['told']) ?? new \stdClass();
        // Of the clauses a list shows the country alone, and they are most of a decision.
        $row['country'] ??= Told::country($told);
        unset($told->trace);
        $row['told'] = $told;
        return $row;
    }
}
