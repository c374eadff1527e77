<?php
// Owns what a country still needs before texts can go there, in the owner's words.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Consent\Boxes;
use Cartsignal\Services;

final class Missing
{
    /** Countries whose carriers take texts of registered senders only. Source: the core's table of senders. */
    private const REGISTERED = ['US'];

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns one sentence, or null where nothing is missing under these settings. */
    public function sentence(Settings $settings, string $country): ?string
    {
        $parts = $this->of($settings, $country);
        if ($parts === []) {
            return null;
        }
        /* translators: %s: what is missing, as a list. */
        return \sprintf(\__('Needs %s.', 'cartsignal'), \wp_sprintf('%l', $parts));
    }

    /** @return list<string> Each as the object of "needs". */
    private function of(Settings $settings, string $country): array
    {
        $sender = $settings->markets()[$country]['sender'] ?? [];
        $needs = [
            [$settings->providerName() === null, \__('a provider', 'cartsignal')],
            [!$settings->carriesLinks(), \__('an https address for short links (see "Where short links live")', 'cartsignal')],
            [($sender['id'] ?? '') === '', \__('a sender', 'cartsignal')],
            [
                \in_array($country, self::REGISTERED, true) && ($sender['registered'] ?? false) === false,
                \__('a sender that is registered', 'cartsignal'),
            ],
        ];
        $needed = \array_column(\array_filter($needs, static fn (array $need): bool => $need[0]), 1);
        return [...$needed, ...$this->ofBoxes($country)];
    }

    /** @return list<string> What keeps the boxes from being shown there. */
    private function ofBoxes(string $country): array
    {
        if (!\class_exists('WooCommerce', false)) {
            return [];
        }
        return \array_map(static fn (string $lack): string => match ($lack) {
            'terms' => \__('a page with terms (WooCommerce > Settings > Advanced)', 'cartsignal'),
            'privacy' => \__('a privacy policy (Settings > Privacy)', 'cartsignal'),
            'phone_field' => \__('a phone field in the checkout', 'cartsignal'),
            default => $lack,
        }, (new Boxes($this->services))->lacks($country));
    }
}
