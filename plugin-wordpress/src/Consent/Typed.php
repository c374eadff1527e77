<?php
// Owns what a shopper typed and ticked, as it came from a form: bounded, and of the shape it should have.
declare(strict_types=1);

namespace Cartsignal\Consent;

/** Whether the number is one is for the core to say, later; here only what can't be one is left out. */
final class Typed
{
    /** Chosen: the longest numbers have 15 digits (E.164), and people put blanks, brackets and a second country in. */
    private const NUMBER_CHARACTERS = 40;
    private const FEWEST_DIGITS = 6;
    private const MOST_DIGITS = 20;

    /** Chosen: texts show 20 characters of a name. */
    private const NAME_CHARACTERS = 40;

    /** Boxes on a page. */
    private const MOST_VERSIONS = 4;

    /**
     * @param string $number As typed; empty where there is none.
     * @param string $locale Of the page, BCP 47.
     * @param list<string> $ticked Versions of the boxes that are ticked.
     * @param list<string> $unticked Versions of those that were ticked on this page and no longer are.
     */
    private function __construct(
        public readonly string $number,
        public readonly ?string $country,
        public readonly ?string $region,
        public readonly ?string $firstName,
        public readonly ?string $browserZone,
        public readonly string $locale,
        public readonly array $ticked,
        public readonly array $unticked
    ) {
    }

    /**
     * @param array<string, mixed> $fields As posted, without slashes: number, country, region, first_name, zone, locale,
     *   ticked and unticked (versions, as a list or between blanks).
     */
    public static function from(array $fields): self
    {
        $country = self::matching('/\A[A-Z]{2}\z/', self::text($fields, 'country'));
        // WooCommerce names some countries' states by the whole of ISO 3166-2, as `DE-BE`.
        $region = \preg_replace('/\A' . ($country ?? '') . '-/', '', self::text($fields, 'region'));
        return new self(
            self::number(self::text($fields, 'number')),
            $country,
            self::matching('/\A[A-Z0-9]{1,3}\z/', $region),
            self::name(self::text($fields, 'first_name')),
            self::matching('~\A[A-Za-z0-9_+/-]{1,64}\z~', self::text($fields, 'zone')),
            self::matching('/\A[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z/', self::text($fields, 'locale')) ?? self::pageLocale(),
            self::versions($fields['ticked'] ?? ''),
            self::versions($fields['unticked'] ?? '')
        );
    }

    /** Returns the language of the page that is being made, BCP 47: `de-DE` for `de_DE_formal`. */
    public static function pageLocale(): string
    {
        return \implode('-', \array_slice(\explode('_', \determine_locale()), 0, 2));
    }

    /** Returns what makes this the same as what was told before: nothing that only looks different. */
    public function essence(): string
    {
        $digits = \preg_replace('/[^\p{Nd}+]+/u', '', $this->number);
        $ticked = $this->ticked;
        \sort($ticked);
        return \implode("\n", [$digits, $this->country, $this->region, $this->firstName, ...$ticked]);
    }

    private static function number(string $text): string
    {
        $digits = \preg_match_all('/\p{Nd}/u', $text);
        $fits = $digits >= self::FEWEST_DIGITS && $digits <= self::MOST_DIGITS;
        return $fits && \mb_strlen($text) <= self::NUMBER_CHARACTERS ? $text : '';
    }

    /** Returns a name of letters; what has anything else in it, as markup or an address, is none. */
    private static function name(string $text): ?string
    {
        $short = \mb_strlen($text) <= self::NAME_CHARACTERS;
        return $short ? self::matching("/\A\p{L}[\p{L}\p{M} .'’-]*\z/u", $text) : null;
    }

    private static function matching(string $pattern, string $text): ?string
    {
        return \preg_match($pattern, $text) === 1 ? $text : null;
    }

    /** @return list<string> */
    private static function versions(mixed $posted): array
    {
        $versions = \is_string($posted) ? \explode(' ', $posted, self::MOST_VERSIONS + 1) : $posted;
        $versions = \is_array($versions) ? \array_slice($versions, 0, self::MOST_VERSIONS) : [];
        $fits = static fn (mixed $each): bool => \is_string($each) && \preg_match('/\A[A-Za-z0-9-]{1,64}\z/', $each) === 1;
        return \array_values(\array_unique(\array_filter($versions, $fits)));
    }

    /** @param array<string, mixed> $fields */
    private static function text(array $fields, string $name): string
    {
        $value = $fields[$name] ?? '';
        return \is_string($value) && \mb_check_encoding($value, 'UTF-8') ? \trim($value) : '';
    }
}
