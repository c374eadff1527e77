<?php
// Owns which language a page speaks and the words it says: `core/wording.json`, one entry per language.
declare(strict_types=1);

namespace Cartsignal\Pages;

/** Not WordPress's translations: a page speaks the recipient's language, whichever ones the store has installed. */
final class Wording
{
    /** Spoken where nothing else is known of the reader. */
    private const FALLBACK = 'en';

    /** Of an Accept-Language header as much is read; the rest says no more. */
    private const MOST_HEADER = 200;

    /** @param array<string, array<string, mixed>> $languages */
    private function __construct(private readonly array $languages)
    {
    }

    /** @param string $folder The plugin's. */
    public static function of(string $folder): self
    {
        $text = \file_get_contents("$folder/core/wording.json");
        return new self(\json_decode((string) $text, true, 8, JSON_THROW_ON_ERROR));
    }

    /**
     * Returns the language of a page: the recipient's own, else the browser's favourite among those there are.
     *
     * @param string|null $locale Of the recipient, such as `de-AT`.
     * @param string $accepted The header Accept-Language.
     */
    public function language(?string $locale, string $accepted): string
    {
        foreach ([$locale ?? '', ...self::favourites($accepted)] as $wanted) {
            $language = \strtolower((string) \preg_split('/[-_]/', $wanted)[0]);
            if (isset($this->languages[$language])) {
                return $language;
            }
        }
        return self::FALLBACK;
    }

    /**
     * Returns the words of one page with the shop's name in them.
     *
     * @param array{name: string, help_contact?: ?string} $shop
     * @return array{title: string, text: list<string>, heading: string, wayOut: list<string>}
     */
    public function words(string $language, string $page, array $shop): array
    {
        $words = $this->languages[$language];
        $contact = $shop['help_contact'] ?? null;
        $filling = ['{shop}' => $shop['name'], '{contact}' => (string) $contact];
        $fill = static fn (string|array $said): string|array => \is_array($said)
            ? \array_map(static fn (string $sentence): string => \strtr($sentence, $filling), $said)
            : \strtr($said, $filling);
        $wayOut = [$words['way_out'], ...($contact === null ? [] : [$words['way_out_contact']])];
        return ['heading' => $fill($words['page']), 'wayOut' => $fill($wayOut)] + \array_map($fill, $words[$page]);
    }

    /** @return list<string> */
    private static function favourites(string $accepted): array
    {
        $weights = [];
        foreach (\explode(',', \substr($accepted, 0, self::MOST_HEADER)) as $wanted) {
            $parts = \explode(';', $wanted);
            $language = \trim(\array_shift($parts));
            $weight = 1.0;
            foreach ($parts as $part) {
                $weight = \preg_match('/\A\s*q=([\d.]+)\s*\z/', $part, $found) === 1 ? (float) $found[1] : $weight;
            }
            if ($weight > 0) {
                $weights[$language] = \max($weight, $weights[$language] ?? 0.0);
            }
        }
        \arsort($weights);
        return \array_map(\strval(...), \array_keys($weights));
    }
}
