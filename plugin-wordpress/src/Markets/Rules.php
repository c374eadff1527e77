<?php
// Owns what the reviewed rules say of a country, as the core's own table has them (core/rules.json): facts, no sentences.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Services;

/** It decides nothing: the core does. What is shown here is what the core goes by. */
final class Rules
{
    private const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

    /** From the weakest ground to the strongest. Source: the core's `ConsentBasis`. */
    private const GROUNDS = ['soft_opt_in', 'express', 'express_written'];

    /** No owner may choose more. Source: the core's `MAX_TEXTS`. */
    private const MOST_TEXTS = 2;

    /** @var list<array<string, mixed>>|null */
    private ?array $rows = null;

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns whether a country has reviewed rules: without them nothing is sent there. */
    public function has(string $country): bool
    {
        return $this->of($country) !== [];
    }

    /** @return list<array<string, mixed>> The rows that hold in the whole country. */
    public function of(string $country): array
    {
        $holds = static fn (array $row): bool => $row['country'] === $country && !isset($row['region']);
        return \array_values(\array_filter($this->rows(), $holds));
    }

    /** Returns how many of its states have a rule of their own. */
    public function states(string $country): int
    {
        $holds = static fn (array $row): bool => $row['country'] === $country && isset($row['region']);
        return \count(\array_unique(\array_column(\array_filter($this->rows(), $holds), 'region')));
    }

    /**
     * Returns when texts may go at most, by weekday from Monday; null is closed all day.
     *
     * @param bool $ofLaw Only what nobody can loosen.
     * @return list<array{from: string, to: string}|null>
     */
    public function hours(string $country, bool $ofLaw = false): array
    {
        $week = \array_fill(0, 7, ['from' => '00:00', 'to' => '24:00']);
        foreach ($this->of($country) as $row) {
            $counts = isset($row['hours']) && ($row['applies'] ?? 'always') === 'always' && ($row['locked'] || !$ofLaw);
            foreach ($counts ? self::week($row['hours']) : [] as $day => $hours) {
                $week[$day] = self::both($week[$day], $hours);
            }
        }
        return $week;
    }

    /** Returns whether holidays are closed. */
    public function minds(string $country): bool
    {
        return \array_column($this->of($country), 'closed_on_holidays_of') !== [];
    }

    /** Returns the ground that the strictest locked row asks for; without one, the default's. */
    public function ground(string $country, bool $ofLaw = true): string
    {
        $rows = \array_filter($this->of($country), static fn (array $row): bool => $row['locked'] || !$ofLaw);
        $place = static fn (string $ground): int => (int) \array_search($ground, self::GROUNDS, true);
        $places = \array_map($place, \array_column($rows, 'basis'));
        return self::GROUNDS[$places === [] ? 1 : \max($places)];
    }

    /** Returns which row locks the confirmation by text on, or null where the owner may choose. */
    public function confirmationLock(string $country): ?string
    {
        foreach ($this->of($country) as $row) {
            if ($row['locked'] && ($row['confirmation'] ?? false)) {
                return $row['id'];
            }
        }
        return null;
    }

    /** Returns whether numbers are confirmed by text where the owner chose nothing. */
    public function confirms(string $country): bool
    {
        $rows = $this->of($country);
        return $rows === [] || \array_filter(\array_column($rows, 'confirmation')) !== [];
    }

    /** @return array{usual: int, most: int, hours: ?int} Texts one abandonment may get, and within how many hours. */
    public function texts(string $country): array
    {
        $caps = \array_merge([], ...\array_column($this->of($country), 'caps'));
        $caps = \array_filter($caps, static fn (array $cap): bool => $cap['per'] === 'abandonment');
        $least = static fn (array $numbers): int => $numbers === [] ? 1 : \min($numbers);
        $most = \array_map(static fn (array $cap): int => $cap['owner_may'] ?? $cap['texts'], $caps);
        $hours = \array_column($this->of($country), 'max_hours_after_event');
        return [
            'usual' => $least(\array_column($caps, 'texts')),
            'most' => \min($least($most), self::MOST_TEXTS),
            'hours' => $hours === [] ? null : \min($hours),
        ];
    }

    /** @return list<array{id: string, origin: string, source: string, read: string, review: string, locked: bool}> */
    public function sources(string $country): array
    {
        return \array_map(static fn (array $row): array => [
            'id' => $row['id'],
            'origin' => $row['origin'],
            'source' => $row['source'],
            'read' => $row['read'],
            'review' => $row['next_review'],
            'locked' => $row['locked'],
        ], $this->of($country));
    }

    /**
     * @param list<array{days: string, from: string, to: string}> $stretches
     * @return list<array{from: string, to: string}|null>
     */
    private static function week(array $stretches): array
    {
        $week = \array_fill(0, 7, null);
        foreach ($stretches as ['days' => $days, 'from' => $from, 'to' => $to]) {
            [$first, $last] = [...\explode('-', $days), $days];
            for ($day = (int) \array_search($first, self::DAYS, true); $day <= \array_search($last, self::DAYS, true); $day++) {
                $week[$day] = ['from' => $from, 'to' => $to];
            }
        }
        return $week;
    }

    /** @return array{from: string, to: string}|null What both allow. */
    private static function both(?array $one, ?array $other): ?array
    {
        if ($one === null || $other === null) {
            return null;
        }
        $hours = ['from' => \max($one['from'], $other['from']), 'to' => \min($one['to'], $other['to'])];
        return $hours['from'] < $hours['to'] ? $hours : null;
    }

    /** @return list<array<string, mixed>> */
    private function rows(): array
    {
        $file = $this->services->folder() . '/core/rules.json';
        return $this->rows ??= \json_decode((string) \file_get_contents($file), true, 16, JSON_THROW_ON_ERROR);
    }
}
