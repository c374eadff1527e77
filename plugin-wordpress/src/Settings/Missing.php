<?php
// Owns what a country still needs before texts can go there, in the owner's words.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Consent\Boxes;
use Cartsignal\Markets\Rules;
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
        $parts = \array_values($this->parts($settings, $country));
        if ($parts === []) {
            return null;
        }
        /* translators: %s: what is missing, as a list. */
        return \sprintf(\__('Needs %s.', 'cartsignal'), \wp_sprintf('%l', $parts));
    }

    /** @return array<string, string> By a word for programs, each as the object of "needs". */
    public function parts(Settings $settings, string $country): array
    {
        $sender = $settings->markets()[$country]['sender'] ?? [];
        $hasSender = ($sender['id'] ?? '') !== '';
        $registers = \in_array($country, self::REGISTERED, true);
        $needs = [
            'rule' => [!(new Rules($this->services))->has($country), \__('a reviewed rule, which comes with an update', 'cartsignal')],
            'provider' => [$settings->providerName() === null, \__('a provider', 'cartsignal')],
            'link_origin' => [!$settings->carriesLinks(), \__('an https address for short links (see "Where short links live")', 'cartsignal')],
            'sender' => [!$hasSender && !$registers, \__('a sender', 'cartsignal')],
            'registration' => [$registers && (!$hasSender || ($sender['registered'] ?? false) === false), \__('a sender that is registered', 'cartsignal')],
        ];
        $needs = \array_filter($needs, static fn (array $need): bool => $need[0]);
        $needed = \array_map(static fn (array $need): string => $need[1], $needs);
        return $needed + $this->ofBoxes($country);
    }

    /** @return array<string, string> What keeps the boxes from being shown there. */
    private function ofBoxes(string $country): array
    {
        if (!\class_exists('WooCommerce', false)) {
            return [];
        }
        $lacks = (new Boxes($this->services))->lacks($country);
        return \array_combine($lacks, \array_map(static fn (string $lack): string => match ($lack) {
            'terms' => \__('a page with terms (WooCommerce > Settings > Advanced)', 'cartsignal'),
            'privacy' => \__('a privacy policy (Settings > Privacy)', 'cartsignal'),
            'phone_field' => \__('a phone field in the checkout', 'cartsignal'),
            default => $lack,
        }, $lacks));
    }
}
