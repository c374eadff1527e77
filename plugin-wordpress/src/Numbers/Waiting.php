<?php
// Owns opt-outs of a time and replies that wait, by the country in which those people were texted.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Host\Database;

final class Waiting
{
    private const COUNTRY = "(SELECT o.country FROM {outbox} o WHERE o.recipient = who.recipient AND o.country IS NOT NULL
        AND (o.class IS NULL OR o.class <> 'test') ORDER BY o.place DESC LIMIT 1)";

    /** An opt-out that was imported is of nobody who was texted. */
    private const OPT_OUTS = 'SELECT country, COUNT(*) AS times FROM (SELECT ' . self::COUNTRY . " AS country
        FROM {opt_outs} who WHERE who.at >= ? AND who.at < ? AND who.recipient NOT LIKE 't%') found
        WHERE country IS NOT NULL GROUP BY country";

    private const REPLIES = 'SELECT country, COUNT(*) AS times FROM (SELECT COALESCE(' . self::COUNTRY . ", '') AS country
        FROM {replies} who WHERE who.state = 'waiting' AND who.recipient NOT LIKE 't%') found GROUP BY country";

    public function __construct(private readonly Database $database)
    {
    }

    public function tally(int $from, int $to): Tally
    {
        $tally = new Tally();
        foreach ($this->database->all(self::OPT_OUTS, $from, $to) as $row) {
            $tally->add(0, $row['country'], 'opt_outs', $row['times']);
        }
        foreach ($this->database->all(self::REPLIES) as $row) {
            $tally->add(0, $row['country'], 'replies_waiting', $row['times']);
        }
        return $tally;
    }
}
