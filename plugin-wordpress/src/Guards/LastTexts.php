<?php
// Owns reading the last texts of each journey: how many there were, who asked for no more, which were not delivered.
declare(strict_types=1);

namespace Cartsignal\Guards;

use Cartsignal\Host\Database;

final class LastTexts
{
    /** Source: shared defaults, "in the last 100 texts". */
    private const WINDOW = 100;

    /** Rows that are read to find so many of each journey. Chosen: there are few journeys. */
    private const READ = 300;

    private const COLUMNS = 'o.place, o.recipient, o.receipt, o.state, o.attempted_at, d.told';

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * @param array<string, int> $since Per journey, the time before which nothing counts.
     * @return array<string, Tally>
     */
    public function byJourney(array $since): array
    {
        $rows = [...$this->rows("o.state = 'accepted'"), ...$this->rows("o.state = 'refused' AND o.why = 'bad_number'")];
        \usort($rows, static fn (array $one, array $other): int => $other['place'] <=> $one['place']);
        $texts = [];
        foreach ($rows as $row) {
            $journey = self::journey($row['told']);
            $isCounted = $journey !== null && $row['attempted_at'] > ($since[$journey] ?? 0) && $row['attempted_at'] > ($since['all'] ?? 0);
            if ($isCounted && \count($texts[$journey] ?? []) < self::WINDOW) {
                $texts[$journey][] = $row;
            }
        }
        return \array_map($this->tally(...), $texts);
    }

    /** @return list<array<string, mixed>> Newest first. */
    private function rows(string $which): array
    {
        $columns = self::COLUMNS;
        return $this->database->all("SELECT $columns FROM {outbox} o JOIN {decisions} d ON d.decision = o.decision
            WHERE $which AND o.act = 'send' AND o.attempted_at IS NOT NULL ORDER BY o.place DESC LIMIT " . self::READ);
    }

    /** Returns whose text it was; null for one that belongs to no journey, as an answer to HELP. */
    private static function journey(string $told): ?string
    {
        $send = \json_decode($told)->send ?? null;
        $class = $send->class ?? '';
        $journey = $send->place->journey ?? null;
        return \is_string($journey) && !\in_array($class, ['test', 'ask', 'confirmation', 'help'], true) ? $journey : null;
    }

    /** @param list<array<string, mixed>> $texts */
    private function tally(array $texts): Tally
    {
        $undelivered = \array_filter($texts, static fn (array $text): bool => $text['state'] === 'refused'
            || \in_array($text['receipt'], ['undelivered', 'failed'], true));
        // Who was texted twice and asked once for no more counts once, by the first of the two.
        $first = [];
        foreach ($texts as $text) {
            $first[$text['recipient']] = $text['attempted_at'];
        }
        $recipients = \array_values(\array_filter(\array_map(\strval(...), \array_keys($first))));
        $places = \implode(', ', \array_fill(0, \count($recipients), '?'));
        $sql = "SELECT recipient, MAX(at) AS at FROM {opt_outs} WHERE recipient IN ($places) GROUP BY recipient";
        $optOuts = $recipients === [] ? [] : $this->database->all($sql, ...$recipients);
        $since = \array_filter($optOuts, static fn (array $row): bool => $row['at'] >= $first[$row['recipient']]);
        return new Tally(\count($texts), \count($since), \count($undelivered));
    }
}
