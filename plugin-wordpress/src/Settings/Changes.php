<?php
// Owns how changes become settings: each value is read into its type and bounds, and what does not fit is named.
declare(strict_types=1);

namespace Cartsignal\Settings;

/**
 * What a change may hold: `shop {name, help_contact, link_origin}`, `provider {name, settings}` or null, `markets {DE: …}`,
 * `boxes {cart, offers}`, `statuses {status: meaning}`, `budget {month_micros, day_micros}`, `holdout_percent`,
 * `coupon {percent, minimum_minor}` or null, `remove_on_uninstall`; of Setup: `version`, `trouble` or null. What is absent stays; a null inside falls back to the default. What a
 * market may be is the core's to judge (`Saving`), here it is only of the right kind.
 */
final class Changes
{
    private const MEANINGS = ['pending', 'on_hold', 'paid', 'failed', 'cancelled', 'refunded', 'ignored'];

    private const PROVIDERS = ['twilio', 'log', 'webhook'];

    /** A million of the currency a month, in millionths. Chosen: a slip of the hand shows. */
    private const MOST_MICROS = 1_000_000_000_000;

    private const MOST_MINOR = 100_000_000;

    /** Longest text of any field. Chosen: the option row is read on every request. */
    private const MOST_CHARACTERS = 512;

    private const MOST_STATUSES = 100;

    /** Fields of a market that are kept, and of which kind each is. Source: `MarketConfig` of the contract. */
    private const MARKET = ['live' => 'bool', 'sender' => 'map', 'price' => 'map', 'language' => 'text', 'confirm' => 'bool',
        'soft_opt_in' => 'bool', 'texts_per_abandonment' => 'int', 'windows' => 'map'];

    /** @var array<string, string> */
    private array $errors = [];

    public function __construct(private readonly Settings $settings, private readonly Seal $seal)
    {
    }

    /**
     * @param array<string, mixed> $changes
     * @return array<string, mixed> The whole row.
     * @throws Unfit
     */
    public function applied(array $changes): array
    {
        $all = $this->settings->all();
        foreach ($changes as $name => $value) {
            $all[$name] = match ($name) {
                'shop' => $this->shop($value, $all['shop'] ?? []),
                'provider' => $this->provider($value),
                'markets' => $this->markets($value, $all['markets'] ?? []),
                'boxes' => $this->boxes($value, $all['boxes'] ?? []),
                'statuses' => $this->statuses($value),
                'budget' => $this->budget($value),
                'holdout_percent' => $this->whole('/holdout_percent', $value, 0, 50),
                'coupon' => $value === null ? null : $this->coupon($value),
                'remove_on_uninstall' => $this->yes('/remove_on_uninstall', $value),
                'version' => $this->text('/version', $value),
                'trouble' => $value === null ? null : $this->text('/trouble', $value),
                default => $this->wrong("/$name", \__('There is no such setting.', 'cartsignal')),
            };
        }
        if ($this->errors !== []) {
            throw new Unfit($this->errors);
        }
        return \array_filter($all, static fn (mixed $value): bool => $value !== null && $value !== []);
    }

    private function shop(mixed $value, array $kept): array
    {
        foreach ($this->map('/shop', $value) as $name => $text) {
            if (!\in_array($name, ['name', 'help_contact', 'link_origin'], true)) {
                $this->wrong("/shop/$name", \__('There is no such setting.', 'cartsignal'));
                continue;
            }
            $kept[$name] = $text === null ? null : ($this->text("/shop/$name", $text) ?: null);
        }
        return \array_filter($kept, static fn (?string $text): bool => $text !== null);
    }

    private function provider(mixed $value): ?array
    {
        if ($value === null) {
            return null;
        }
        $map = $this->map('/provider', $value);
        $name = $map['name'] ?? '';
        if (!\in_array($name, self::PROVIDERS, true)) {
            $this->wrong('/provider/name', \__('Choose one of the providers of the list.', 'cartsignal'));
            return null;
        }
        $settings = [];
        foreach ($this->map('/provider/settings', $map['settings'] ?? []) as $key => $text) {
            $settings[$key] = $this->text("/provider/settings/$key", $text);
        }
        return ['name' => $name, 'sealed' => $this->seal->close(\array_filter($settings, $this->isFilled(...)))];
    }

    private function markets(mixed $value, array $kept): array
    {
        foreach ($this->map('/markets', $value) as $country => $market) {
            $at = "/markets/$country";
            if (\preg_match('/\A[A-Z]{2}\z/', (string) $country) !== 1) {
                $this->wrong($at, \__('This is not the code of a country.', 'cartsignal'));
                continue;
            }
            $kept[$country] = $market === null ? null : $this->market($at, $market);
        }
        return \array_filter($kept);
    }

    private function market(string $at, mixed $value): array
    {
        $market = ['live' => false];
        foreach ($this->map($at, $value) as $name => $field) {
            $kind = self::MARKET[$name] ?? null;
            if ($kind === null) {
                $this->wrong("$at/$name", \__('There is no such setting.', 'cartsignal'));
            } elseif ($field !== null) {
                $market[$name] = match ($kind) {
                    'bool' => $this->yes("$at/$name", $field),
                    'int' => $this->whole("$at/$name", $field, 1, 9),
                    'text' => $this->text("$at/$name", $field),
                    'map' => $this->map("$at/$name", $field),
                };
            }
        }
        return $market;
    }

    private function boxes(mixed $value, array $kept): array
    {
        foreach ($this->map('/boxes', $value) as $purpose => $shown) {
            $kept[$purpose] = \in_array($purpose, ['cart', 'offers'], true)
                ? $this->yes("/boxes/$purpose", $shown)
                : $this->wrong("/boxes/$purpose", \__('There is no such box.', 'cartsignal'));
        }
        return $kept;
    }

    private function statuses(mixed $value): array
    {
        $map = $this->map('/statuses', $value);
        if (\count($map) > self::MOST_STATUSES) {
            $this->wrong('/statuses', \__('There are too many order statuses.', 'cartsignal'));
        }
        foreach ($map as $status => $meaning) {
            if (\preg_match('/\A[a-z0-9_-]{1,40}\z/', (string) $status) !== 1
                || !\in_array($meaning, self::MEANINGS, true)) {
                $this->wrong("/statuses/$status", \__('Choose one of the meanings of the list.', 'cartsignal'));
            }
        }
        return $map;
    }

    private function budget(mixed $value): array
    {
        $budget = [];
        foreach ($this->map('/budget', $value) as $name => $micros) {
            if (!\in_array($name, ['month_micros', 'day_micros'], true)) {
                $this->wrong("/budget/$name", \__('There is no such setting.', 'cartsignal'));
            } elseif ($micros !== null) {
                $budget[$name] = $this->whole("/budget/$name", $micros, 0, self::MOST_MICROS);
            }
        }
        return $budget;
    }

    private function coupon(mixed $value): array
    {
        $map = $this->map('/coupon', $value);
        return [
            'percent' => $this->whole('/coupon/percent', $map['percent'] ?? 10, 1, 100),
            'minimum_minor' => $this->whole('/coupon/minimum_minor', $map['minimum_minor'] ?? null, 0, self::MOST_MINOR),
        ];
    }

    private function whole(string $at, mixed $value, int $least, int $most): ?int
    {
        if (\is_int($value) && $value >= $least && $value <= $most) {
            return $value;
        }
        /* translators: 1: smallest number, 2: largest number. */
        $text = \__('Enter a whole number from %1$s to %2$s.', 'cartsignal');
        return $this->wrong($at, \sprintf($text, \number_format_i18n($least), \number_format_i18n($most)));
    }

    private function yes(string $at, mixed $value): ?bool
    {
        return \is_bool($value) ? $value : $this->wrong($at, \__('Choose yes or no.', 'cartsignal'));
    }

    private function text(string $at, mixed $value): string
    {
        $fits = \is_string($value) && \mb_check_encoding($value, 'UTF-8')
            && \mb_strlen($value) <= self::MOST_CHARACTERS && \preg_match('/[\x00-\x1f\x7f]/', $value) !== 1;
        if (!$fits) {
            $this->wrong($at, \__('Enter one line of text.', 'cartsignal'));
            return '';
        }
        return \trim($value);
    }

    private function map(string $at, mixed $value): array
    {
        if (!\is_array($value)) {
            $this->wrong($at, \__('This part of the settings cannot be read.', 'cartsignal'));
            return [];
        }
        return $value;
    }

    private function isFilled(string $text): bool
    {
        return $text !== '';
    }

    /** Notes what is wrong and returns null, which is in no row: a row with errors is never kept. */
    private function wrong(string $at, string $sentence): mixed
    {
        $this->errors[$at] ??= $sentence;
        return null;
    }
}
