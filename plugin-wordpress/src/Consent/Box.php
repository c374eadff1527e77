<?php
// Owns one box as it is shown: a purpose, in one wording.
declare(strict_types=1);

namespace Cartsignal\Consent;

final class Box
{
    /**
     * @param string $purpose `cart` or `offers`.
     * @param string $language The wording's, as `de-du`.
     * @param string $version As `cart-de-1`: it tells purpose, language and words.
     * @param list<string|array{href: string}> $parts The words in order; an address is shown as it is, as a link.
     */
    public function __construct(
        public readonly string $purpose,
        public readonly string $language,
        public readonly string $version,
        public readonly array $parts
    ) {
    }

    /** Returns the words exactly as they are shown: what the ledger keeps. */
    public function text(): string
    {
        $texts = \array_map(static fn (string|array $part): string => \is_array($part) ? $part['href'] : $part, $this->parts);
        return \implode('', $texts);
    }

    /** Returns the words as HTML, escaped. */
    public function html(): string
    {
        $html = '';
        foreach ($this->parts as $part) {
            $html .= \is_string($part) ? \esc_html($part) : \sprintf(
                '<a href="%s" target="_blank" rel="noopener">%s</a>',
                \esc_url($part['href']),
                \esc_html($part['href'])
            );
        }
        return $html;
    }

    /** Returns the wording's language as HTML knows it: `de` for `de-du`. */
    public function lang(): string
    {
        return \preg_replace('/-(du|tu)\z/', '', $this->language);
    }
}
