<?php
// Owns the lists at the foot of the settings page: replies to read, what is stuck, and the last decisions.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\Host;

final class Lately
{
    private const DECISIONS = 50;

    public function print(Host $host): void
    {
        $overview = $host->overview();
        self::section(\__('Replies to read', 'cartsignal'), $overview['replies'], self::reply(...), [
            \__('When', 'cartsignal'), \__('Words', 'cartsignal'), \__('Was it STOP?', 'cartsignal'),
        ], \__('No reply waits.', 'cartsignal'));
        self::section(\__('Set aside after three failures', 'cartsignal'), $overview['quarantined'], self::quarantined(...), [
            \__('When', 'cartsignal'), \__('What', 'cartsignal'), \__('Why', 'cartsignal'), \__('Again', 'cartsignal'),
        ], \__('Nothing was set aside.', 'cartsignal'));
        self::section(\__('Texts of which nobody knows whether they went', 'cartsignal'), $overview['unknown'], self::unknown(...), [
            \__('When', 'cartsignal'), \__('Decision', 'cartsignal'), \__('Code', 'cartsignal'),
        ], \__('None. Such a text is never sent again by itself.', 'cartsignal'));
        self::section(\__('Last decisions', 'cartsignal'), $host->recent(self::DECISIONS), self::decision(...), [
            \__('When', 'cartsignal'), \__('What', 'cartsignal'), \__('Reason', 'cartsignal'), \__('State', 'cartsignal'),
        ], \__('Nothing was decided yet.', 'cartsignal'));
    }

    /**
     * @param list<array<string, mixed>|object> $rows
     * @param \Closure(array<string, mixed>): void $cells Prints the cells of a row.
     * @param list<string> $heads
     */
    private static function section(string $title, array $rows, \Closure $cells, array $heads, string $none): void
    {
        echo '<h2>' . \esc_html($title) . '</h2>';
        if ($rows === []) {
            echo '<p>' . \esc_html($none) . '</p>';
            return;
        }
        // Wider than a phone: it scrolls by itself, by keyboard too.
        echo '<div class="cartsignal-wide" tabindex="0" role="region" aria-label="' . \esc_attr($title) . '">';
        echo '<table class="widefat striped"><thead><tr>';
        foreach ($heads as $head) {
            echo '<th scope="col">' . \esc_html($head) . '</th>';
        }
        echo '</tr></thead><tbody>';
        foreach ($rows as $row) {
            echo '<tr>';
            $cells((array) $row);
            echo '</tr>';
        }
        echo '</tbody></table></div>';
    }

    /** @param array<string, mixed> $row */
    private static function reply(array $row): void
    {
        self::cells(Page::time((int) $row['at']), (string) ($row['text'] ?? \__('(erased)', 'cartsignal')));
        echo '<td>';
        self::button('reply_stop', (int) $row['place'], \__('It was STOP', 'cartsignal'));
        self::button('reply_cleared', (int) $row['place'], \__('It was not', 'cartsignal'));
        echo '</td>';
    }

    /** @param array<string, mixed> $row */
    private static function quarantined(array $row): void
    {
        self::cells(Page::time((int) $row['at']), (string) $row['kind'], self::words((string) ($row['error'] ?? '')));
        echo '<td>';
        self::button('retry', (int) $row['place'], \__('Try again', 'cartsignal'));
        echo '</td>';
    }

    /** @param array<string, mixed> $row */
    private static function unknown(array $row): void
    {
        self::cells(Page::time((int) $row['at']), \substr((string) $row['decision'], 0, 12), self::words((string) ($row['code'] ?? '')));
    }

    /** @param array<string, mixed> $row */
    private static function decision(array $row): void
    {
        $state = \array_filter([$row['state'] ?? null, $row['why'] ?? null, $row['receipt'] ?? null]);
        self::cells(
            Page::time((int) $row['at']),
            self::words((string) $row['act']),
            self::words((string) ($row['reason'] ?? '')),
            self::words(\implode(', ', $state))
        );
    }

    private static function button(string $do, int $place, string $text): void
    {
        echo '<form method="post" class="cartsignal-inline" action="' . \esc_url(Page::url()) . '">';
        \wp_nonce_field(Page::NONCE, '_wpnonce', true);
        echo '<input type="hidden" name="place" value="' . \esc_attr((string) $place) . '" />';
        echo '<button class="button button-small" name="cartsignal_do" value="' . \esc_attr($do) . '">' . \esc_html($text) . '</button></form>';
    }

    private static function cells(string ...$texts): void
    {
        foreach ($texts as $text) {
            echo '<td>' . \esc_html($text) . '</td>';
        }
    }

    private static function words(string $code): string
    {
        return \strtr($code, ['_' => ' ']);
    }
}
