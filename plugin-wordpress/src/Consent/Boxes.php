<?php
// Owns which boxes are offered: the purposes that are on, worded for the page's language and the shopper's country.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

/**
 * The words come from core/consent_boxes.json, which the build copies from the core's: nothing here changes them. Where a
 * page speaks a language that no wording has, or a country has no rules, no box is shown and no number is taken.
 */
final class Boxes
{
    private const PURPOSES = ['cart', 'offers'];

    /** Pages that only the wording for the United States names. */
    private const UNITED_STATES = 'US';

    /** @var array<string, array<string, array{version: string, text: string}>>|null By purpose and language. */
    private ?array $wordings = null;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns what a page in a language offers, null where it is nothing: which wording each country gets, the one where
     * the country is not known, and the boxes of each wording. Countries that are not named get none.
     *
     * @param string $locale Of the page, as `de_DE_formal`.
     * @return array{countries: array<string, string>, unknown: string, boxes: array<string, list<Box>>}|null
     */
    public function offered(string $locale): ?array
    {
        if (\apply_filters('cartsignal_may_ask', true, $locale) !== true) {
            return null;
        }
        $page = \strtolower(\substr($locale, 0, 2));
        $countries = [];
        foreach (\array_keys($this->services->settings()->markets()) as $country) {
            $countries[$country] = $this->language($page, $country);
        }
        $countries = \array_filter($countries);
        $boxes = [];
        foreach (\array_unique($countries) as $language) {
            $boxes[$language] = $this->in($language);
        }
        if (\array_filter($boxes) === []) {
            return null;
        }
        // The strictest of all countries sold to, where nobody knows which.
        $unknown = $countries[self::UNITED_STATES] ?? \reset($countries);
        return ['countries' => $countries, 'unknown' => $unknown, 'boxes' => $boxes];
    }

    /** Returns the box with this version; null where none has it, or the owner does not offer it. */
    public function of(string $version): ?Box
    {
        foreach ($this->purposes() as $purpose) {
            foreach ($this->wordings()[$purpose] ?? [] as $language => $wording) {
                if ($wording['version'] === $version) {
                    return $this->box($purpose, $language);
                }
            }
        }
        return null;
    }

    /**
     * Returns what the store lacks to show a box to a country's shoppers.
     *
     * @return list<string> `phone_field`, `terms`, `privacy`.
     */
    public function lacks(string $country): array
    {
        $lacks = \get_option('woocommerce_checkout_phone_field', 'required') === 'hidden' ? ['phone_field'] : [];
        return [...$lacks, ...self::lackingPages($country)];
    }

    /** @return list<string> */
    private static function lackingPages(string $country): array
    {
        $pages = $country === self::UNITED_STATES ? PageAddresses::all() : [];
        return \array_keys(\array_filter($pages, static fn (string $page): bool => $page === ''));
    }

    /** Returns the key of the wording for a page's language and a country, null where there is none. */
    private function language(string $page, string $country): ?string
    {
        // Only its own wording is the written agreement that the United States ask for.
        if ($country === self::UNITED_STATES) {
            return $page === 'en' && self::lackingPages($country) === [] ? 'en-US' : null;
        }
        $own = $this->services->settings()->markets()[\strtoupper($page)]['language'] ?? null;
        return match ($page) {
            'en' => 'en-GB',
            'de' => $own === 'de-du' ? $own : 'de',
            'fr' => $own === 'fr-tu' ? $own : 'fr',
            default => null,
        };
    }

    /** @return list<Box> */
    private function in(string $language): array
    {
        $has = fn (string $purpose): bool => isset($this->wordings()[$purpose][$language]);
        $purposes = \array_values(\array_filter($this->purposes(), $has));
        return \array_map(fn (string $purpose): Box => $this->box($purpose, $language), $purposes);
    }

    private function box(string $purpose, string $language): Box
    {
        $wording = $this->wordings()[$purpose][$language];
        $shop = $this->services->settings()->shop()['name'];
        $pages = PageAddresses::all();
        $parts = \preg_split('/\{(terms|privacy)\}/', $wording['text'], -1, PREG_SPLIT_DELIM_CAPTURE) ?: [];
        foreach ($parts as $place => $part) {
            $parts[$place] = $place % 2 === 1 ? ['href' => $pages[$part]] : \str_replace('{Shop}', $shop, $part);
        }
        $shown = static fn (string|array $part): bool => $part !== '';
        return new Box($purpose, $language, $wording['version'], \array_values(\array_filter($parts, $shown)));
    }

    /** @return list<string> */
    private function purposes(): array
    {
        return \array_values(\array_filter(self::PURPOSES, $this->services->settings()->offers(...)));
    }

    /** @return array<string, array<string, array{version: string, text: string}>> */
    private function wordings(): array
    {
        $file = $this->services->folder() . '/core/consent_boxes.json';
        return $this->wordings ??= \json_decode((string) \file_get_contents($file), true, 8, JSON_THROW_ON_ERROR);
    }
}
