<?php
// Owns how the owner's choices are worded for the core: `Config` of the contract.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class Configuration
{
    private const FORMAT = 1;

    /** In the place of an origin that can carry no links, as on a developer's machine: then nothing is live either. */
    private const NO_ORIGIN = 'https://example.invalid';

    /** Providers whose list prices the core knows nothing of. */
    private const WITHOUT_PRICES = ['log', 'webhook'];

    /**
     * Returns the core's configuration. A null or empty field is left out: the core's own default holds.
     *
     * @return array<string, mixed>
     */
    public static function of(Settings $settings): array
    {
        return \array_filter([
            'format' => self::FORMAT,
            'shop' => self::shop($settings),
            'markets' => self::markets($settings),
            'budget' => $settings->budget(),
            'holdout_percent' => $settings->holdoutPercent(),
            'attribution_days' => $settings->all()['attribution_days'] ?? [],
            'options' => self::options($settings),
            'paused_journeys' => $settings->pausedJourneys(),
            'texts' => $settings->texts(),
        ], static fn (mixed $value): bool => $value !== []);
    }

    /** Returns it as JSON text: the same choices are the same text. */
    public static function text(Settings $settings): string
    {
        return \json_encode(self::of($settings), JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }

    /** @return array<string, string> */
    private static function shop(Settings $settings): array
    {
        $shop = \array_filter($settings->shop(), static fn (?string $value): bool => $value !== null);
        // One that the owner entered goes to the core, which says what is wrong with it.
        $entered = isset($settings->all()['shop']['link_origin']);
        return !$entered && !$settings->carriesLinks() ? ['link_origin' => self::NO_ORIGIN] + $shop : $shop;
    }

    /** @return array<string, mixed> What was chosen within the journey that ships. */
    private static function options(Settings $settings): array
    {
        $kept = $settings->all();
        return \array_filter([
            'minutes' => $settings->delays(),
            'second_text' => $kept['second_text'] ?? null,
            'second_text_minutes' => $kept['second_text_minutes'] ?? null,
            'coupon' => $settings->coupon(),
            'timing_experiment' => $kept['timing_experiment'] ?? null,
        ], static fn (mixed $value): bool => $value !== null && $value !== []);
    }

    /** @return array<string, array<string, mixed>> */
    private static function markets(Settings $settings): array
    {
        $markets = $settings->markets();
        \ksort($markets);
        $provider = $settings->providerName();
        foreach ($markets as $country => $market) {
            $markets[$country]['live'] = $market['live'] && $settings->carriesLinks();
            if (isset($market['sender']) && $provider !== null && !\in_array($provider, self::WITHOUT_PRICES, true)) {
                $markets[$country]['sender']['provider'] = $provider;
            }
        }
        return $markets;
    }
}
