<?php
// Owns the line of one country in the mail of Monday morning.
declare(strict_types=1);

namespace Cartsignal\Alarms;

final class DigestLine
{
    /**
     * @param array<string, mixed> $row Of `Numbers\Period`; what it does not have is left out.
     * @param string $currency Of what was spent.
     */
    public static function of(string $country, array $row, string $currency): string
    {
        $parts = [];
        foreach (self::counts() as $name => $words) {
            if (isset($row[$name])) {
                $parts[] = \sprintf($words, \number_format_i18n((int) $row[$name]));
            }
        }
        if (isset($row['spend_micros'])) {
            /* translators: %s: an amount of money. */
            $words = \__('spent %s', 'cartsignal');
            $parts[] = \sprintf($words, \number_format_i18n($row['spend_micros'] / 1_000_000, 2) . " $currency");
        }
        return "$country: " . \implode(', ', $parts);
    }

    /** @return array<string, string> */
    private static function counts(): array
    {
        return [
            /* translators: %s: a number of texts. */
            'sent' => \__('sent %s', 'cartsignal'),
            /* translators: %s: a number of texts. */
            'delivered' => \__('delivered %s', 'cartsignal'),
            /* translators: %s: a number of orders. */
            'bought' => \__('bought after a click %s', 'cartsignal'),
            /* translators: %s: a number of people. */
            'opt_outs' => \__('opted out %s', 'cartsignal'),
            /* translators: %s: a number of replies. */
            'replies_waiting' => \__('replies waiting %s', 'cartsignal'),
            /* translators: %s: a number of texts. */
            'held' => \__('held %s', 'cartsignal'),
            /* translators: %s: a number of texts. */
            'unknown' => \__('unknown %s', 'cartsignal'),
            /* translators: %s: a number of people. */
            'texted_after_purchase' => \__('texted within 10 minutes of a purchase %s', 'cartsignal'),
        ];
    }
}
