<?php
// Owns the words of a text as the owner may see them.
declare(strict_types=1);

namespace Cartsignal\Activity;

final class Words
{
    /** A short link: its key opens a cart, confirms a number, opts out. */
    private const LINK = '~(https://[^\s/]+/)[0-9A-Za-z]{7}(?![0-9A-Za-z])~';

    /** Returns a text without the keys of its links: whoever sees it here must not open somebody's cart. */
    public static function of(?string $text): ?string
    {
        return $text === null ? null : (string) \preg_replace(self::LINK, '$1·······', $text);
    }
}
