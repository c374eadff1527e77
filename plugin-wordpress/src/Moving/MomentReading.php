<?php
// Owns reading a date and time as another program wrote them; where two readings are possible, the order decides.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class MomentReading
{
    public const ORDERS = ['ymd', 'dmy', 'mdy'];

    /** Nobody allowed texts before. Chosen: the first SMS of a shop; it also tells seconds from milliseconds. */
    private const EARLIEST_MS = 946_684_800_000;

    private const TIME = '(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*([AaPp]\.?[Mm]\.?)?'
        . '\s*(Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?';

    /** @param 'ymd'|'dmy'|'mdy'|null $order Of dates as 03/04/2026. */
    public function __construct(private readonly ?string $order, private readonly \DateTimeZone $zone)
    {
    }

    /** Returns the time in ms since epoch, null where it is none. A day without a time is its beginning. */
    public function read(string $text): ?int
    {
        $text = \trim($text);
        if (\preg_match('/\A\d{10}(\d{3})?\z/', $text, $found) === 1) {
            return self::plausible((int) $text * (isset($found[1]) ? 1 : 1_000));
        }
        if (\preg_match('~\A(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})' . self::TIME . '\z~', $text, $found) === 1) {
            return $this->moment((int) $found[1], (int) $found[2], (int) $found[3], $found);
        }
        if (\preg_match('~\A(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4})' . self::TIME . '\z~', $text, $found) === 1) {
            [$first, $second] = [(int) $found[1], (int) $found[3]];
            $order = match (true) {
                $first > 12 || $found[2] === '.' => 'dmy',
                $second > 12 => 'mdy',
                $first === $second => 'dmy',
                default => $this->order,
            };
            // The time stands one group further on.
            $time = [0, 0, 0, 0, ...\array_slice($found, 5)];
            return match ($order) {
                'dmy' => $this->moment((int) $found[4], $second, $first, $time),
                'mdy' => $this->moment((int) $found[4], $first, $second, $time),
                default => null,
            };
        }
        return null;
    }

    /**
     * Returns which order the dates of a column have, null where none of them tells.
     *
     * @param list<string> $texts
     */
    public static function order(array $texts): ?string
    {
        foreach ($texts as $text) {
            if (\preg_match('/\A\s*\d{4}[-\/.]/', $text) === 1) {
                return 'ymd';
            }
            if (\preg_match('~\A\s*(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?\d{4}~', $text, $found) === 1) {
                if ((int) $found[1] > 12 || $found[2] === '.') {
                    return 'dmy';
                }
                if ((int) $found[3] > 12) {
                    return 'mdy';
                }
            }
        }
        return null;
    }

    /** @param array<int, mixed> $found Hour, minute, second, half of the day and zone from place 4 on. */
    private function moment(int $year, int $month, int $day, array $found): ?int
    {
        [$hour, $minute, $second] = \array_map(static fn (int $place): int => (int) ($found[$place] ?? 0), [4, 5, 6]);
        $half = \strtolower(\substr((string) ($found[7] ?? ''), 0, 1));
        if ($half !== '') {
            $hour = $hour % 12 + ($half === 'p' ? 12 : 0);
        }
        if (!\checkdate($month, $day, $year) || $hour > 23 || $minute > 59 || $second > 59) {
            return null;
        }
        $named = (string) ($found[8] ?? '');
        $zone = match (true) {
            $named === '' => $this->zone,
            \in_array($named, ['Z', 'UTC', 'GMT'], true) => new \DateTimeZone('UTC'),
            default => new \DateTimeZone($named),
        };
        $text = \sprintf('%04d-%02d-%02d %02d:%02d:%02d', $year, $month, $day, $hour, $minute, $second);
        $moment = new \DateTimeImmutable($text, $zone);
        return self::plausible($moment->getTimestamp() * 1_000);
    }

    private static function plausible(int $at): ?int
    {
        return $at >= self::EARLIEST_MS ? $at : null;
    }
}
