<?php
// Owns finding what happened since it was last looked: from the records themselves, so that nothing that is kept is missed.
declare(strict_types=1);

namespace Cartsignal\Outbound;

use Cartsignal\Host\Database;
use Cartsignal\Host\Notes;

/** At first only the present is noted: nobody is told of what happened before. */
final class News
{
    private const SEEN = 'outbound_seen';

    /** Rows of each record in one look. Chosen: what a busy minute brings; the next look comes at once. */
    private const MOST = 200;

    /**
     * A place that is missing may belong to a transaction that is still to be committed: it is waited for. Chosen: far
     * above the longest one.
     */
    private const GAP_MS = 60_000;

    /** An opt-out of longer ago came by an import: it is no news. Chosen. */
    private const OLD_MS = 86_400_000;

    /** What becomes of a text, by the word of the record. */
    private const BECAME = ['accepted' => 'sent', 'delivered' => 'delivered', 'clicked' => 'clicked'];

    private const SOURCES = ['decisions', 'outcomes', 'opt_outs'];

    private readonly Notes $notes;

    /** @var array<string, int> Up to which place each record was looked at. */
    private array $seen = [];

    private bool $isMore = false;

    public function __construct(private readonly Database $database)
    {
        $this->notes = new Notes($database);
    }

    /** @return list<Event> In the order in which they happened, as far as anybody can tell. */
    public function look(int $now): array
    {
        $kept = \json_decode($this->notes->read(self::SEEN) ?? '', true);
        $this->isMore = false;
        if (!\is_array($kept)) {
            foreach (self::SOURCES as $table) {
                $this->seen[$table] = $this->last($table);
            }
            $this->keep();
            return [];
        }
        $this->seen = $kept + \array_fill_keys(self::SOURCES, 0);
        $events = [...$this->decisions($now), ...$this->outcomes($now), ...$this->optOuts($now)];
        $events = \array_values(\array_filter($events));
        \usort($events, static fn (Event $a, Event $b): int => $a->at <=> $b->at);
        return $events;
    }

    /** Returns whether there is more than was looked at. */
    public function isMore(): bool
    {
        return $this->isMore;
    }

    /** Keeps how far was looked, where that is news itself. In a transaction with what is made of it. */
    public function keep(): void
    {
        $text = (string) \json_encode($this->seen);
        if ($this->notes->read(self::SEEN) !== $text) {
            $this->notes->write(self::SEEN, $text);
        }
    }

    /** @return list<Event|null> */
    private function decisions(int $now): array
    {
        $columns = 'place, decision, at, shopper, recipient, act, reason, told';
        return \array_map(Facts::decided(...), $this->rows('decisions', $columns, $now));
    }

    /** @return list<Event|null> */
    private function outcomes(int $now): array
    {
        $events = [];
        foreach ($this->rows('outcomes', 'place, decision, at, what', $now) as $row) {
            $name = self::BECAME[$row['what']] ?? null;
            $decided = $name === null ? null : $this->decision($row['decision']);
            // What is accepted may also be a coupon.
            if ($decided !== null && $decided['act'] === 'send') {
                $events[] = Facts::became($name, $decided, $row['at']);
            }
        }
        return $events;
    }

    /** @return list<Event|null> */
    private function optOuts(int $now): array
    {
        $fresh = static fn (array $row): bool => $row['at'] > $now - self::OLD_MS;
        $rows = $this->rows('opt_outs', 'place, recipient, channel, at', $now);
        return \array_map(Facts::optedOut(...), \array_filter($rows, $fresh));
    }

    /** @return list<array<string, mixed>> What is new in a record, up to a place that may still come. */
    private function rows(string $table, string $columns, int $now): array
    {
        $sql = "SELECT $columns FROM {{$table}} WHERE place > ? ORDER BY place LIMIT " . self::MOST;
        $rows = [];
        foreach ($this->database->all($sql, $this->seen[$table]) as $row) {
            if ($row['place'] !== $this->seen[$table] + 1 && $row['at'] > $now - self::GAP_MS) {
                break;
            }
            $this->seen[$table] = $row['place'];
            $rows[] = $row;
        }
        $this->isMore = $this->isMore || \count($rows) === self::MOST;
        return $rows;
    }

    /** @return array<string, mixed>|null */
    private function decision(string $decision): ?array
    {
        $sql = 'SELECT decision, at, shopper, recipient, act, reason, told FROM {decisions} WHERE decision = ?';
        return $this->database->get($sql, $decision);
    }

    private function last(string $table): int
    {
        return (int) ($this->database->get("SELECT MAX(place) AS place FROM {{$table}}")['place'] ?? 0);
    }
}
