<?php
// Owns the list of what was sent and what was not, newest first: one line for each cart, however often it was decided about.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Numbers\Told;
use Cartsignal\Services;

/** A line stands where its newest decision stands. Filters look at whole lines, so that a page may end before it is full. */
final class Lines
{
    private const LINES = 25;

    /** Decisions read at once, and at most for one page: a filter that finds little gives up and says where to go on. */
    private const PIECE = 60;
    private const MOST = 1_200;
    private const MOST_SECONDS = 2.0;

    /** What a filter for a result finds. */
    private const RESULTS = [
        'sent' => ['sent', 'delivered', 'undelivered', 'clicked', 'bought', 'unknown', 'going'],
        'clicked' => ['clicked', 'bought'],
        'bought' => ['bought'],
        'held' => ['held', 'asked'],
        'dropped' => ['dropped'],
        'watching' => ['watching'],
        'trouble' => ['unknown', 'undelivered'],
        'answered' => ['answered'],
    ];

    private readonly Rows $rows;
    private readonly Whom $whom;

    public function __construct(private readonly Services $services)
    {
        $this->rows = new Rows($services->database());
        $this->whom = new Whom($services);
    }

    /** @return list<string> */
    public static function results(): array
    {
        return \array_keys(self::RESULTS);
    }

    /**
     * Returns a page of lines.
     *
     * @param array{country?: string, result?: string, reason?: string, journey?: string, days?: int} $filter
     * @param string|null $cursor As an answer of before named it.
     * @return array{items: list<array<string, mixed>>, next: ?string}
     */
    public function page(array $filter, ?string $cursor): array
    {
        $now = $this->services->now();
        [$at, $place] = self::place($cursor) ?? [$now + 86_400_000, PHP_INT_MAX];
        $since = isset($filter['days']) ? $now - $filter['days'] * 86_400_000 : 0;
        $items = [];
        $until = \hrtime(true) / 1e9 + self::MOST_SECONDS;
        for ($read = 0; $read < self::MOST && \hrtime(true) / 1e9 < $until; $read += self::PIECE) {
            $rows = $this->rows->before($at, $place, $since, self::PIECE);
            $events = $rows === [] ? [] : $this->events($rows);
            foreach ($rows as $row) {
                [$at, $place] = [$row['at'], $row['place']];
                $event = $events[$row['decision']] ?? [$row];
                if ($event[\count($event) - 1]['decision'] !== $row['decision']) {
                    continue;
                }
                $line = Line::of($event, $this->whom->of($row['recipient'], $row['shopper']));
                if (self::fits($line, $filter)) {
                    $items[] = $line;
                }
                if (\count($items) === self::LINES) {
                    return ['items' => $items, 'next' => "$at.$place"];
                }
            }
            if (\count($rows) < self::PIECE) {
                return ['items' => $items, 'next' => null];
            }
        }
        return ['items' => $items, 'next' => "$at.$place"];
    }

    /**
     * Returns all lines about somebody, newest first.
     *
     * @param list<array<string, mixed>> $rows Of `Rows`, oldest first.
     * @return list<array<string, mixed>>
     */
    public function ofRows(array $rows): array
    {
        $lines = [];
        foreach (self::grouped($rows) as $event) {
            $last = $event[\count($event) - 1];
            $lines[] = Line::of($event, $this->whom->of($last['recipient'], $last['shopper']));
        }
        \usort($lines, static fn (array $one, array $other): int => $other['at'] <=> $one['at']);
        return $lines;
    }

    /**
     * Returns the whole event of each decision of a piece, with what came before and after it.
     *
     * @param non-empty-list<array<string, mixed>> $rows Newest first.
     * @return array<string, list<array<string, mixed>>> By the decision.
     */
    private function events(array $rows): array
    {
        $from = $rows[\count($rows) - 1]['at'] - Rows::APART_MS;
        $to = $rows[0]['at'] + Rows::APART_MS;
        $keys = static fn (string $side): array => \array_values(\array_unique(\array_filter(\array_column($rows, $side))));
        $all = [];
        foreach (['recipient', 'shopper'] as $side) {
            foreach ([...$this->rows->about($side, $keys($side), $from, $to), ...$rows] as $row) {
                $all[$row['decision']] = $row;
            }
        }
        \usort($all, static fn (array $one, array $other): int
            => [$one['at'], $one['place']] <=> [$other['at'], $other['place']]);
        $events = [];
        foreach (self::grouped($all) as $event) {
            foreach ($event as $row) {
                $events[$row['decision']] = $event;
            }
        }
        return $events;
    }

    /**
     * @param list<array<string, mixed>> $rows Oldest first.
     * @return array<string, non-empty-list<array<string, mixed>>> By journey and cart; what has none stands alone.
     */
    private static function grouped(array $rows): array
    {
        $events = [];
        $ofText = [];
        foreach ($rows as $row) {
            $key = Told::entry($row['told'], $row['act'])
                ?? $ofText[$row['told']->credit_order->decision ?? '']
                ?? $row['decision'];
            $events[$key][] = $row;
            $ofText[$row['decision']] = $key;
        }
        return $events;
    }

    /**
     * @param array<string, mixed> $line
     * @param array<string, mixed> $filter
     */
    private static function fits(array $line, array $filter): bool
    {
        foreach (['country', 'reason', 'journey'] as $name) {
            if (($filter[$name] ?? '') !== '' && $line[$name] !== $filter[$name]) {
                return false;
            }
        }
        $result = $filter['result'] ?? '';
        return $result === '' || \in_array($line['result'], self::RESULTS[$result] ?? [], true);
    }

    /** @return array{int, int}|null */
    private static function place(?string $cursor): ?array
    {
        $isOne = $cursor !== null && \preg_match('/\A(\d{1,16})\.(\d{1,18})\z/', $cursor, $found) === 1;
        return $isOne ? [(int) $found[1], (int) $found[2]] : null;
    }
}
