<?php
// Owns one line of the list: a cart's decisions in one sentence, what became of it and why.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Numbers\Told;

final class Line
{
    /**
     * Returns the line of an event.
     *
     * @param non-empty-list<array<string, mixed>> $rows Of `Rows`, oldest first.
     * @param array{key: ?string, name: ?string, digits: ?string, erased: bool, test: bool, country: ?string} $who
     * @return array<string, mixed> As `ActivityEndpoint` describes it.
     */
    public static function of(array $rows, array $who): array
    {
        $last = $rows[\count($rows) - 1];
        [$text, $credit, $country, $kind] = [null, null, null, null];
        foreach ($rows as $row) {
            $text = $row['act'] === 'send' && $row['class'] === 'marketing' ? $row : $text;
            $credit = $row['act'] === 'credit_order' ? $row : $credit;
            $country = $row['country'] ?? $country;
            $kind = $row['told']->send->kind ?? $kind;
        }
        $country ??= $who['country'];
        $result = self::result($last, $text, $credit);
        $shown = \in_array($result, ['bought', 'clicked', 'delivered', 'undelivered', 'sent', 'unknown', 'going'], true)
            ? $text ?? $last
            : $last;
        return [
            'decision' => $shown['decision'],
            'at' => $last['at'],
            'who' => \array_diff_key($who, ['country' => 0]),
            'country' => $country,
            'journey' => self::journey($rows),
            'kind' => $kind === null ? '' : Shown::kind($kind),
            'result' => $result,
            'reason' => $last['reason'],
            'says' => self::says($result, $last, $text, (string) $country),
            'order' => isset($credit['told']->credit_order->order) ? (int) $credit['told']->credit_order->order : null,
            'amount_minor' => $credit['told']->credit_order->amount_minor ?? null,
            'clicked' => ($text['clicked_at'] ?? null) !== null,
            'steps' => \count($rows),
        ];
    }

    /**
     * @param array<string, mixed> $last
     * @param array<string, mixed>|null $text
     * @param array<string, mixed>|null $credit
     */
    private static function result(array $last, ?array $text, ?array $credit): string
    {
        if ($credit !== null) {
            return 'bought';
        }
        if ($text !== null && $text['state'] !== 'refused') {
            return match (true) {
                $text['clicked_at'] !== null => 'clicked',
                $text['state'] === 'unknown' => 'unknown',
                $text['state'] !== 'accepted' => 'going',
                $text['receipt'] === 'delivered' => 'delivered',
                \in_array($text['receipt'], ['undelivered', 'failed'], true) => 'undelivered',
                default => 'sent',
            };
        }
        return match (true) {
            $last['act'] === 'hold_until' => 'held',
            $last['act'] === 'drop' => $last['reason'] === 'watching' ? 'watching' : 'dropped',
            $last['act'] === 'send' && $last['class'] === 'ask' => $last['state'] === 'refused' ? 'dropped' : 'asked',
            $last['act'] === 'send' && $last['class'] === 'test' => 'test',
            $last['act'] === 'send' && $last['class'] !== 'marketing' => 'answered',
            $last['act'] === 'send' => 'held',
            default => 'other',
        };
    }

    /**
     * @param array<string, mixed> $last
     * @param array<string, mixed>|null $text
     */
    private static function says(string $result, array $last, ?array $text, string $country): string
    {
        $context = ['country' => $country, 'until' => $last['told']->hold_until->until ?? null];
        return match ($result) {
            'bought' => \__('They opened the link and bought.', 'cartsignal'),
            'clicked' => \__('They opened the link.', 'cartsignal'),
            'delivered', 'undelivered', 'unknown' => Reasons::outcome($result),
            'sent' => Reasons::outcome('accepted'),
            'going' => Reasons::outcome('waiting'),
            'dropped' => $last['act'] === 'drop' && $last['reason'] !== 'refused'
                ? Reasons::sentence($last['reason'], $context)
                : Reasons::outcome((string) ($last['why'] ?? $text['why'] ?? 'refused')),
            'held' => $last['act'] === 'send'
                ? Reasons::outcome((string) ($last['why'] ?? 'waiting'))
                : Reasons::sentence($last['reason'], $context),
            default => Reasons::sentence($last['reason'], $context),
        };
    }

    /** @param list<array<string, mixed>> $rows */
    private static function journey(array $rows): ?string
    {
        foreach ($rows as $row) {
            $journey = Told::journey($row['told'], $row['act']);
            if ($journey !== null) {
                return $journey;
            }
        }
        return null;
    }
}
