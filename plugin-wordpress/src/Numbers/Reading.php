<?php
// Owns reading decisions of a time with what became of each, in bounded pieces, over the index on their time.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Host\Database;

/** Tests of the owner (keys that begin with t, texts of class `test`) count in no number and are left out. */
final class Reading
{
    /** Decisions read at once. Chosen: some hundred kilobytes of traces. */
    private const PIECE = 500;

    private const COLUMNS = "d.place, d.at, d.decision, d.act, d.reason, d.told, d.shopper, d.recipient, o.class, o.country,
        o.state, o.why, o.receipt, o.cost_micros, o.attempted_at, IF(d.act = 'send', (SELECT MIN(l.used_at) FROM {links} l
            WHERE l.decision = d.decision AND l.kind IN ('cart', 'checkout')), NULL) AS clicked_at";

    private const TRIES = "d.shopper LIKE 't%' OR d.recipient LIKE 't%' OR o.class = 'test'";

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Returns decisions from a moment to before another one, oldest first, what they told decoded.
     *
     * @return \Generator<int, array<string, mixed>>
     */
    public function between(int $from, int $to): \Generator
    {
        $sql = 'SELECT ' . self::COLUMNS . ' FROM {decisions} d LEFT JOIN {outbox} o ON o.decision = d.decision
            WHERE d.at >= ? AND d.at < ? AND (d.at > ? OR d.place > ?) AND COALESCE(' . self::TRIES . ', 0) = 0
            ORDER BY d.at, d.place LIMIT ' . self::PIECE;
        [$at, $place] = [$from, 0];
        do {
            $rows = $this->database->all($sql, $at, $to, $at, $place);
            foreach ($rows as $row) {
                [$at, $place] = [$row['at'], $row['place']];
                $row['told'] = \json_decode($row['told']) ?? new \stdClass();
                yield $row;
            }
        } while (\count($rows) === self::PIECE);
    }
}
