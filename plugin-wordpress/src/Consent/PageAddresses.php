<?php
// Owns the addresses of the shop's terms and privacy pages, kept in an autoloaded option so that a checkout asks for no page.
declare(strict_types=1);

namespace Cartsignal\Consent;

/**
 * They are kept for the site's address, its permalinks and the pages' numbers at the time, and made anew whenever a page is
 * saved or deleted, one of these is changed, and each day: never in a shopper's request, which finds out for itself what
 * is not kept. Where a plugin changes the addresses of pages, as for languages, nothing that is kept counts.
 */
final class PageAddresses
{
    public const OPTION = 'cartsignal_pages';

    /** @return array{terms: string, privacy: string} Empty where the store has no such page. */
    public static function all(): array
    {
        $kept = self::isFiltered() ? [] : \get_option(self::OPTION, []);
        $isCurrent = \is_array($kept) && ($kept['key'] ?? null) === self::key();
        return $isCurrent && isset($kept['terms'], $kept['privacy'])
            ? ['terms' => $kept['terms'], 'privacy' => $kept['privacy']]
            : self::found();
    }

    /** Makes them anew. The row is there even where nothing can be kept: one that is not would be asked for on each page. */
    public static function renew(): void
    {
        if (\function_exists('wc_terms_and_conditions_page_id')) {
            \update_option(self::OPTION, self::isFiltered() ? ['key' => ''] : ['key' => self::key()] + self::found(), true);
        }
    }

    private static function isFiltered(): bool
    {
        return \has_filter('page_link') || \has_filter('privacy_policy_url');
    }

    private static function key(): string
    {
        $pages = [\wc_terms_and_conditions_page_id(), (int) \get_option('wp_page_for_privacy_policy')];
        return \md5(\implode("\n", [\get_option('home'), \get_option('permalink_structure'), ...$pages]));
    }

    /** @return array{terms: string, privacy: string} */
    private static function found(): array
    {
        $terms = \wc_terms_and_conditions_page_id();
        return [
            'terms' => $terms > 0 ? (string) \get_permalink($terms) : '',
            'privacy' => (string) \get_privacy_policy_url(),
        ];
    }
}
