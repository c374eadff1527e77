<?php
// Owns which countries there are cards for: the four at first, those that were set up, and those WooCommerce sells to.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Settings\Settings;

final class Countries
{
    /** Language of texts where nothing was chosen. Source: the core's `language`. */
    private const LANGUAGES = [
        'DE' => 'de', 'AT' => 'de', 'CH' => 'de', 'LI' => 'de',
        'FR' => 'fr', 'LU' => 'fr', 'MC' => 'fr',
        'US' => 'en-US',
    ];

    public function __construct(private readonly Rules $rules)
    {
    }

    /** @return list<string> Those with a card of their own: reviewed ones, and any that was set up. */
    public function carded(Settings $settings): array
    {
        $countries = [...Settings::COUNTRIES, ...\array_keys($settings->all()['markets'] ?? [])];
        return \array_values(\array_unique($countries));
    }

    /** @return list<string> Others that the store sells to: nothing is sent there. */
    public function others(Settings $settings): array
    {
        return \array_values(\array_diff($this->sold(), $this->carded($settings)));
    }

    /** Returns whether WooCommerce sells to it. */
    public function isSold(string $country): bool
    {
        return \in_array($country, $this->sold(), true);
    }

    public function isReviewed(string $country): bool
    {
        return $this->rules->has($country);
    }

    public static function language(Settings $settings, string $country): string
    {
        return $settings->markets()[$country]['language'] ?? self::LANGUAGES[$country] ?? 'en-GB';
    }

    public static function name(string $country): string
    {
        $names = \function_exists('WC') ? \WC()->countries->get_countries() : [];
        return \html_entity_decode($names[$country] ?? $country);
    }

    /** @return list<string> */
    private function sold(): array
    {
        return \function_exists('WC') ? \array_map(\strval(...), \array_keys(\WC()->countries->get_allowed_countries())) : [];
    }
}
