<?php
// Owns the mail of Monday morning: one line for each country about the week that is over.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Host\Notes;
use Cartsignal\Numbers\Period;
use Cartsignal\Services;

final class Digest
{
    private const NOTE = 'digest';

    /** Source: the issue, Monday at 8 in the store's time. */
    private const HOUR = 8;

    /** A process that ended over it: once more after so long. Chosen. */
    private const LOST_MS = 600_000;

    public function __construct(private readonly Services $services)
    {
    }

    /** Sends the digest where it is due: once a week, in the first run from Monday 08:00 on, whenever that is. */
    public function send(int $now): void
    {
        if (!$this->services->settings()->wantsDigest() || !\class_exists('WooCommerce', false)) {
            return;
        }
        $monday = self::monday($now);
        $notes = new Notes($this->services->database());
        $kept = $notes->read(self::NOTE);
        $page = (\json_decode($kept ?? '{}', true) ?: []) + ['week' => 0, 'claimed_at' => 0, 'tries' => 0, 'sent' => false];
        $isNew = $page['week'] !== $monday;
        $isLost = !$page['sent'] && $page['tries'] < 2 && $now - $page['claimed_at'] >= self::LOST_MS;
        if (!$isNew && !$isLost) {
            return;
        }
        $isFirst = $kept === null;
        $claim = ['week' => $monday, 'claimed_at' => $now, 'tries' => $isNew ? 1 : $page['tries'] + 1];
        $text = \json_encode($claim + ['sent' => $isFirst], JSON_THROW_ON_ERROR);
        // A store that was set up in the middle of a week waits for a whole one.
        if (!$notes->swap(self::NOTE, $kept, $text) || $isFirst) {
            return;
        }
        $period = (new Period($this->services))->of($monday - self::week($monday), $monday);
        $isSent = !self::hasContent($period) || (new Post($this->services))->send(fn (): array => self::written($period));
        if ($isSent) {
            $notes->swap(self::NOTE, $text, \json_encode($claim + ['sent' => true], JSON_THROW_ON_ERROR));
        }
    }

    /**
     * @param array<string, mixed> $period As `Numbers\Period`.
     * @return array{subject: string, paragraphs: list<string>, route: string}
     */
    private static function written(array $period): array
    {
        $lines = [];
        foreach ($period['countries'] as $country => $row) {
            $lines[] = DigestLine::of((string) $country, $row, (string) $period['currency']);
        }
        $after = (int) ($period['total']['texted_after_purchase'] ?? 0);
        $sentences = [
            \sprintf(
                /* translators: 1: a date, 2: a date. */
                \__('Your week with Cartsignal, %1$s to %2$s:', 'cartsignal'),
                \wp_date(\get_option('date_format'), \intdiv($period['from'], 1_000)),
                \wp_date(\get_option('date_format'), \intdiv($period['to'], 1_000) - 1)
            ),
            \implode("\n", $lines),
            self::spend($period['spend'] ?? null, (string) $period['currency']),
            $after === 0
                ? \__('Texted within 10 minutes of a purchase: nobody.', 'cartsignal')
                /* translators: %s: a number of people. */
                : \sprintf(\__('Texted within 10 minutes of a purchase: %s. This must not be: see Activity.', 'cartsignal'), \number_format_i18n($after)),
            $period['largest_loss'] ?? null,
            $period['total']['loss']['advice'] ?? null,
        ];
        return [
            'subject' => \__('Your week with Cartsignal', 'cartsignal'),
            'paragraphs' => \array_values(\array_filter($sentences, static fn (?string $text): bool => $text !== null && $text !== '')),
            'route' => '/numbers',
        ];
    }

    /** @param array{month: array{spent_micros: int, limit_micros: int}}|null $spend */
    private static function spend(?array $spend, string $currency): ?string
    {
        if ($spend === null) {
            return null;
        }
        $amount = static fn (int $micros): string => \number_format_i18n($micros / 1_000_000, 2) . " $currency";
        $month = $spend['month'];
        /* translators: 1: an amount of money, 2: the month's budget. */
        return \sprintf(\__('Spent this month: %1$s of %2$s.', 'cartsignal'), $amount($month['spent_micros']), $amount($month['limit_micros']));
    }

    /** A week in which nothing happened is not worth a mail. */
    private static function hasContent(array $period): bool
    {
        $total = $period['total'] ?? [];
        $counts = ['sent', 'watched', 'held_out', 'dropped', 'opt_outs', 'replies_waiting', 'asked', 'unknown', 'refused'];
        return \array_sum(\array_map(static fn (string $name): int => (int) ($total[$name] ?? 0), $counts)) > 0;
    }

    /** Returns the last Monday, 08:00 in the store's time, in ms. */
    private static function monday(int $now): int
    {
        $here = (new \DateTimeImmutable('@' . \intdiv($now, 1_000)))->setTimezone(\wp_timezone());
        $monday = $here->modify('monday this week')->setTime(self::HOUR, 0);
        return ($monday > $here ? $monday->modify('-7 days') : $monday)->getTimestamp() * 1_000;
    }

    /** Weeks in which clocks are changed are an hour longer or shorter. */
    private static function week(int $monday): int
    {
        $end = (new \DateTimeImmutable('@' . \intdiv($monday, 1_000)))->setTimezone(\wp_timezone());
        return $monday - $end->modify('-7 days')->getTimestamp() * 1_000;
    }
}
