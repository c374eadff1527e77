<?php
// Owns how a restored cart speaks: WooCommerce's notices, on classic pages and above the blocks of cart and checkout.
declare(strict_types=1);

namespace Cartsignal\Recovery;

final class Notices
{
    /**
     * Says a sentence on the next page, once.
     *
     * @param string $html Escaped already.
     * @param string $type `notice`, `success` or `error`
     */
    public static function say(string $html, string $type = 'notice'): bool
    {
        if (!\wc_has_notice($html, $type)) {
            \wc_add_notice($html, $type);
        }
        Memory::news(true);
        return true;
    }

    /**
     * Does something and returns what WooCommerce and others said about it instead of saying it.
     *
     * @template T
     * @param \Closure(): T $work
     * @return array{T, list<string>} What it returned, and the errors.
     */
    public static function hushed(\Closure $work): array
    {
        $before = \wc_get_notices();
        \wc_set_notices([]);
        try {
            $result = $work();
            $errors = \array_column(\wc_get_notices('error'), 'notice');
        } finally {
            \wc_set_notices($before);
        }
        return [$result, \array_values(\array_filter($errors, \is_string(...)))];
    }

    /**
     * Returns a block of cart or checkout with what is to be said above it. Templates of block themes have a block of
     * their own for notices, which has shown them by then; pages of other themes have none and would never show them.
     */
    public static function above(mixed $html): mixed
    {
        if (!\is_string($html) || !isset(\WC()->session) || !Memory::hasNews()) {
            return $html;
        }
        Memory::news(false);
        return \wc_notice_count() > 0
            ? '<div class="woocommerce cartsignal-notices">' . \wc_print_notices(true) . '</div>' . $html
            : $html;
    }
}
