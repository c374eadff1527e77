<?php
// Owns which facts of a decision other programs are told: none of a person, and no words of a text.
declare(strict_types=1);

namespace Cartsignal\Outbound;

use Cartsignal\Core\Json;

final class Facts
{
    private const OF_A_TEXT = ['cart', 'class', 'country', 'kind', 'language', 'parts', 'purpose'];

    /** Keys of the owner's own trials begin so; hashes never do. */
    private const TRIAL = 't';

    /**
     * Returns the event of a decision, null of one that concerns nobody outside.
     *
     * @param array<string, mixed> $row Of `decisions`.
     */
    public static function decided(array $row): ?Event
    {
        if (self::isTrial($row)) {
            return null;
        }
        if ($row['act'] === 'credit_order') {
            return self::recovered($row);
        }
        return Event::of('decided', $row['decision'], $row['at'], self::of($row));
    }

    /**
     * Returns the event of what became of a text.
     *
     * @param array<string, mixed> $row Of `decisions`.
     */
    public static function became(string $name, array $row, int $at): ?Event
    {
        return self::isTrial($row) ? null : Event::of($name, $row['decision'], $at, self::of($row));
    }

    /** @param array<string, mixed> $row Of `opt_outs`. */
    public static function optedOut(array $row): ?Event
    {
        $facts = ['recipient' => $row['recipient'], 'channel' => $row['channel']];
        $subject = "{$row['recipient']}\n{$row['channel']}\n{$row['at']}";
        return self::isTrial($row) ? null : Event::of('opted_out', $subject, $row['at'], $facts);
    }

    /** @param array<string, mixed> $row */
    private static function recovered(array $row): Event
    {
        $credit = Json::read($row['told'])->credit_order;
        return Event::of('recovered', $row['decision'], $row['at'], [
            'decision' => $credit->decision ?? null,
            'order' => $credit->order ?? null,
            'amount_minor' => $credit->amount_minor ?? null,
            'currency' => $credit->currency ?? null,
            'shopper' => $row['shopper'],
            'recipient' => $row['recipient'],
        ]);
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function of(array $row): array
    {
        $told = Json::read($row['told'])->{$row['act']} ?? new \stdClass();
        $place = $told->place ?? $told;
        $facts = [
            'decision' => $row['decision'],
            'act' => $row['act'],
            'reason' => $row['reason'],
            'shopper' => $row['shopper'],
            'recipient' => $row['recipient'],
            'journey' => $place->journey ?? null,
            'node' => $place->node ?? null,
            'entry' => $place->entry ?? null,
            'hold_until' => $row['act'] === 'hold_until' ? $told->until ?? null : null,
        ];
        foreach (self::OF_A_TEXT as $name) {
            $facts[$name] = $told->{$name} ?? null;
        }
        return $facts;
    }

    /** @param array<string, mixed> $row */
    private static function isTrial(array $row): bool
    {
        return \str_starts_with($row['recipient'] ?? '', self::TRIAL) || \str_starts_with($row['shopper'] ?? '', self::TRIAL);
    }
}
