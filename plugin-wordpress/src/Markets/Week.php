<?php
// Owns the hours an owner chose for himself: from days with hours to the stretches that the core reads, and back.
declare(strict_types=1);

namespace Cartsignal\Markets;

final class Week
{
    private const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

    /**
     * @param list<array{from: string, to: string}|null> $days From Monday; null is closed.
     * @return list<array{days: string, from: string, to: string}>
     */
    public static function stretches(array $days): array
    {
        $stretches = [];
        foreach (\array_slice($days, 0, 7) as $place => $hours) {
            if ($hours !== null) {
                $stretches[] = ['days' => self::DAYS[$place], 'from' => (string) $hours['from'], 'to' => (string) $hours['to']];
            }
        }
        return $stretches;
    }

    /**
     * @param list<array{days: string, from: string, to: string}> $stretches
     * @return list<array{from: string, to: string}|null>
     */
    public static function days(array $stretches): array
    {
        $days = \array_fill(0, 7, null);
        foreach ($stretches as $stretch) {
            [$first, $last] = [...\explode('-', $stretch['days']), $stretch['days']];
            $last = \array_search($last, self::DAYS, true);
            for ($day = (int) \array_search($first, self::DAYS, true); $day <= $last; $day++) {
                $days[$day] = ['from' => $stretch['from'], 'to' => $stretch['to']];
            }
        }
        return $days;
    }
}
