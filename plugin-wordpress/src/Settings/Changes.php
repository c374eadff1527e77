<?php
// Owns how changes become settings: each value is read into its type and bounds, and what does not fit is named.
declare(strict_types=1);

namespace Cartsignal\Settings;

/**
 * What a change may hold: `shop {name, help_contact, link_origin}`, `provider {name, settings}` or null, `markets {DE: …}`,
 * `boxes {cart, offers}`, `statuses {status: meaning}`, `budget {month_micros, day_micros}`, `holdout_percent`; of journeys
 * (`JourneyChanges`) `delays {kind: minutes}`, `texts {name: {language: body}}`, `paused_journeys`, `second_text`,
 * `second_text_minutes`, `timing_experiment`, `attribution_days`, `coupon {percent, minimum_minor}` or null,
 * `coupon_guard {per_month}`; of the owner (`OwnerChanges`) `asks {account, thank_you, add_to_cart}`, `alarm_mail`, `digest`,
 * `webhook {url, secret, events, numbers}` or null, `test_phone {recipient, number, until}` or null,
 * `setup {done, skipped}`, `opt_outs_entered`, `remove_on_uninstall`, `version`, `trouble`. What is absent stays; a null falls
 * back to the default. What a market may be is the core's to judge (`Saving`), here it is only of the right kind.
 */
final class Changes
{
    private const MEANINGS = ['pending', 'on_hold', 'paid', 'failed', 'cancelled', 'refunded', 'ignored'];

    private const PROVIDERS = ['twilio', 'log', 'webhook'];

    /** A million of the currency a month, in millionths. Chosen: a slip of the hand shows. */
    private const MOST_MICROS = 1_000_000_000_000;

    private const MOST_STATUSES = 100;

    /** Largest sender, price or week, as JSON. Chosen: several times what a full one takes. */
    private const MOST_BYTES = 4_000;

    /** Fields of a market that are kept, and of which kind each is. Source: `MarketConfig` of the contract. */
    private const MARKET = ['live' => 'bool', 'sender' => 'map', 'price' => 'map', 'language' => 'text', 'confirm' => 'bool',
        'soft_opt_in' => 'bool', 'texts_per_abandonment' => 'int', 'windows' => 'map'];

    private readonly Reader $reader;

    public function __construct(private readonly Settings $settings, private readonly Seal $seal)
    {
        $this->reader = new Reader();
    }

    /**
     * @param array<string, mixed> $changes
     * @return array<string, mixed> The whole row.
     * @throws Unfit
     */
    public function applied(array $changes): array
    {
        $all = $this->settings->all();
        $fields = $this->fields($all);
        foreach ($changes as $name => $value) {
            $all[$name] = match (true) {
                !isset($fields[$name]) => $this->reader->unknown("/$name"),
                $value === null => null,
                default => ($fields[$name])($value),
            };
        }
        $this->reader->finish();
        return \array_filter($all, static fn (mixed $value): bool => $value !== null && $value !== []);
    }

    /**
     * @param array<string, mixed> $kept
     * @return array<string, \Closure(mixed): mixed> How each setting is read.
     */
    private function fields(array $kept): array
    {
        return [
            'shop' => fn (mixed $value): array => $this->shop($value, $kept['shop'] ?? []),
            'provider' => $this->provider(...),
            'markets' => fn (mixed $value): array => $this->markets($value, $kept['markets'] ?? []),
            'boxes' => fn (mixed $value): array => $this->boxes($value, $kept['boxes'] ?? []),
            'statuses' => $this->statuses(...),
            'budget' => $this->budget(...),
            'holdout_percent' => fn (mixed $value): ?int => $this->reader->whole('/holdout_percent', $value, 0, 50),
        ]
            + (new JourneyChanges($this->reader, $kept))->fields()
            + (new OwnerChanges($this->reader, $this->seal, $kept))->fields();
    }

    private function shop(mixed $value, array $kept): array
    {
        foreach ($this->reader->map('/shop', $value) as $name => $text) {
            if (!\in_array($name, ['name', 'help_contact', 'link_origin'], true)) {
                $this->reader->unknown("/shop/$name");
                continue;
            }
            $kept[$name] = $text === null ? null : ($this->reader->text("/shop/$name", $text) ?: null);
        }
        return \array_filter($kept, static fn (?string $text): bool => $text !== null);
    }

    private function provider(mixed $value): ?array
    {
        $map = $this->reader->map('/provider', $value);
        $name = $map['name'] ?? '';
        if (!\in_array($name, self::PROVIDERS, true)) {
            $this->reader->wrong('/provider/name', \__('Choose one of the providers of the list.', 'cartsignal'));
            return null;
        }
        $settings = [];
        foreach ($this->reader->map('/provider/settings', $map['settings'] ?? []) as $key => $text) {
            $settings[$key] = $this->reader->text("/provider/settings/$key", $text);
        }
        return ['name' => $name, 'sealed' => $this->seal->close(\array_filter($settings, $this->isFilled(...)))];
    }

    private function markets(mixed $value, array $kept): array
    {
        foreach ($this->reader->map('/markets', $value) as $country => $market) {
            $at = "/markets/$country";
            if (\preg_match('/\A[A-Z]{2}\z/', (string) $country) !== 1) {
                $this->reader->wrong($at, \__('This is not the code of a country.', 'cartsignal'));
                continue;
            }
            $kept[$country] = $market === null ? null : $this->market($at, $market);
        }
        return \array_filter($kept);
    }

    private function market(string $at, mixed $value): array
    {
        $market = ['live' => false];
        foreach ($this->reader->map($at, $value) as $name => $field) {
            $kind = self::MARKET[$name] ?? null;
            if ($kind === null) {
                $this->reader->unknown("$at/$name");
            } elseif ($field !== null) {
                $market[$name] = match ($kind) {
                    'bool' => $this->reader->yes("$at/$name", $field),
                    'int' => $this->reader->whole("$at/$name", $field, 1, 9),
                    'text' => $this->reader->text("$at/$name", $field),
                    'map' => $this->small("$at/$name", $field),
                };
            }
        }
        return $market;
    }

    private function small(string $at, mixed $value): array
    {
        $map = $this->reader->map($at, $value);
        $length = \strlen((string) \json_encode($map, JSON_PARTIAL_OUTPUT_ON_ERROR));
        return $length <= self::MOST_BYTES ? $map : $this->reader->map($at, null);
    }

    private function boxes(mixed $value, array $kept): array
    {
        foreach ($this->reader->map('/boxes', $value) as $purpose => $shown) {
            $kept[$purpose] = \in_array($purpose, ['cart', 'offers'], true)
                ? $this->reader->yes("/boxes/$purpose", $shown)
                : $this->reader->wrong("/boxes/$purpose", \__('There is no such box.', 'cartsignal'));
        }
        return $kept;
    }

    private function statuses(mixed $value): array
    {
        $map = $this->reader->map('/statuses', $value);
        if (\count($map) > self::MOST_STATUSES) {
            $this->reader->wrong('/statuses', \__('There are too many order statuses.', 'cartsignal'));
        }
        foreach ($map as $status => $meaning) {
            if (\preg_match('/\A[a-z0-9_-]{1,40}\z/', (string) $status) !== 1
                || !\in_array($meaning, self::MEANINGS, true)) {
                $this->reader->wrong("/statuses/$status", \__('Choose one of the meanings of the list.', 'cartsignal'));
            }
        }
        return $map;
    }

    private function budget(mixed $value): array
    {
        $budget = [];
        foreach ($this->reader->map('/budget', $value) as $name => $micros) {
            if (!\in_array($name, ['month_micros', 'day_micros'], true)) {
                $this->reader->unknown("/budget/$name");
            } elseif ($micros !== null) {
                $budget[$name] = $this->reader->whole("/budget/$name", $micros, 0, self::MOST_MICROS);
            }
        }
        return $budget;
    }

    private function isFilled(string $text): bool
    {
        return $text !== '';
    }
}
