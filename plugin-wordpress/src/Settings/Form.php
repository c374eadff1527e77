<?php
// Owns the settings form's two directions: settings as texts to show, and posted texts as changes.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class Form
{
    /** Fields of the provider that the page has; others that were set by code stay. */
    private const PROVIDER = ['account_sid', 'auth_token'];

    /** @var array<string, string> */
    private array $errors = [];

    /** @param int $now ms since epoch */
    public function __construct(private readonly Settings $settings, private readonly int $now)
    {
    }

    /** @return array<string, mixed> Texts by the pointers of the fields; of secrets none. */
    public function shown(): array
    {
        $kept = $this->settings->all();
        $shop = $this->settings->shop();
        $budget = $this->settings->budget();
        $coupon = $this->settings->coupon();
        $amount = static fn (?int $micros): string => $micros === null ? '' : Currency::ofMicros($micros);
        return [
            'shop' => ($kept['shop'] ?? []) + ['name' => $shop['name']],
            'provider' => ['name' => $this->settings->providerName() ?? '', 'settings' => $this->account()],
            'markets' => \array_map($this->marketShown(...), $this->settings->markets()),
            'boxes' => ['cart' => $this->settings->offers('cart'), 'offers' => $this->settings->offers('offers')],
            'statuses' => $this->settings->statuses(),
            'budget' => [
                'month_micros' => $amount($budget['month_micros'] ?? null),
                'day_micros' => $amount($budget['day_micros'] ?? null),
            ],
            'holdout_percent' => (string) $this->settings->holdoutPercent(),
            'coupon' => [
                'on' => $coupon !== null,
                'percent' => (string) ($coupon['percent'] ?? 10),
                'minimum_minor' => $coupon === null ? '' : Currency::ofMinor($coupon['minimum_minor'], $shop['currency']),
            ],
            'remove_on_uninstall' => $kept['remove_on_uninstall'] ?? false,
        ];
    }

    /**
     * Reads what was posted.
     *
     * @param array<string, mixed> $posted Unslashed.
     * @return array<string, mixed> As for `Settings::change`.
     * @throws Unfit An amount or number is none.
     */
    public function changes(array $posted): array
    {
        $changes = [
            'shop' => [
                'name' => self::text($posted, 'shop', 'name') ?: null,
                'help_contact' => self::text($posted, 'shop', 'help_contact') ?: null,
                'link_origin' => \rtrim(\strtolower(self::text($posted, 'shop', 'link_origin')), '/') ?: null,
            ],
            'provider' => $this->provider($posted),
            'markets' => $this->markets($posted),
            'boxes' => [
                'cart' => self::text($posted, 'boxes', 'cart') !== '',
                'offers' => self::text($posted, 'boxes', 'offers') !== '',
            ],
            'statuses' => \array_filter((array) ($posted['statuses'] ?? []), \is_string(...)),
            'budget' => [
                'month_micros' => $this->micros($posted, 'budget', 'month_micros'),
                'day_micros' => $this->micros($posted, 'budget', 'day_micros'),
            ],
            'holdout_percent' => $this->whole($posted, 'holdout_percent'),
            'coupon' => self::text($posted, 'coupon', 'on') === '' ? null : [
                'percent' => $this->whole($posted, 'coupon', 'percent'),
                'minimum_minor' => $this->minor($posted, 'coupon', 'minimum_minor'),
            ],
            'remove_on_uninstall' => self::text($posted, 'remove_on_uninstall') !== '',
        ];
        return $this->errors === [] ? $changes : throw new Unfit($this->errors);
    }

    /** @return array<string, mixed> */
    private function marketShown(array $market): array
    {
        $sender = $market['sender'] ?? [];
        return [
            'live' => $market['live'],
            'language' => $market['language'] ?? '',
            'price' => isset($market['price']) ? Currency::ofMicros($market['price']['micros']) : '',
            'sender' => ['registered' => ($sender['registered'] ?? false) !== false] + $sender,
        ];
    }

    /** @return array<string, string> The account without its secrets; nothing where its key is lost. */
    private function account(): array
    {
        try {
            $settings = $this->settings->provider()['settings'] ?? [];
        } catch (\Cartsignal\Host\KeyFault) {
            return [];
        }
        return \array_intersect_key($settings, ['account_sid' => true]);
    }

    /** @return array{name: string, settings: array<string, string>}|null */
    private function provider(array $posted): ?array
    {
        $name = self::text($posted, 'provider', 'name');
        if ($name === '') {
            return null;
        }
        $kept = $this->settings->providerName() === $name ? $this->settings->provider()['settings'] ?? [] : [];
        foreach ($name === 'twilio' ? self::PROVIDER : [] as $field) {
            // A field left empty keeps what there is: secrets are never shown, so they come back empty.
            $kept = \array_filter([$field => self::text($posted, 'provider', 'settings', $field)]) + $kept;
        }
        return ['name' => $name, 'settings' => $kept];
    }

    /** @return array<string, array<string, mixed>> */
    private function markets(array $posted): array
    {
        $markets = [];
        foreach (Settings::COUNTRIES as $country) {
            $kept = $this->settings->markets()[$country];
            $micros = $this->micros($posted, 'markets', $country, 'price');
            $markets[$country] = [
                'live' => self::text($posted, 'markets', $country, 'live') !== '',
                'language' => self::text($posted, 'markets', $country, 'language') ?: null,
                'sender' => $this->sender($posted, $country, $kept['sender'] ?? []),
                'price' => $micros === null || $micros === ($kept['price']['micros'] ?? null)
                    ? ($micros === null ? null : $kept['price'])
                    : ['micros' => $micros, 'source' => 'the owner', 'date' => \gmdate('Y-m-d', \intdiv($this->now, 1_000))],
            ] + $kept;
        }
        return $markets;
    }

    /** @return array<string, mixed>|null */
    private function sender(array $posted, string $country, array $kept): ?array
    {
        $typed = static fn (string $name): string => self::text($posted, 'markets', $country, 'sender', $name);
        if ($typed('id') === '') {
            return null;
        }
        $said = ['by' => 'owner', 'at' => $this->now];
        $sender = [
            'id' => $typed('id'),
            'kind' => $typed('kind') ?: null,
            'way_out' => $typed('way_out'),
            'stop_number' => $typed('stop_number') ?: null,
            'two_way' => $typed('two_way') !== '',
            'registered' => $typed('registered') === '' ? false : (($kept['registered'] ?? false) ?: $said),
        ];
        return \array_filter($sender + $kept, static fn (mixed $value): bool => $value !== null);
    }

    private function micros(array $posted, string ...$path): ?int
    {
        return $this->amount($posted, $path, Currency::micros(...));
    }

    private function minor(array $posted, string ...$path): ?int
    {
        $currency = $this->settings->shop()['currency'];
        return $this->amount($posted, $path, static fn (string $typed): ?int => Currency::minor($typed, $currency)) ?? 0;
    }

    /** @param \Closure(string): ?int $read */
    private function amount(array $posted, array $path, \Closure $read): ?int
    {
        $typed = self::text($posted, ...$path);
        $units = $typed === '' ? null : $read($typed);
        if ($typed !== '' && $units === null) {
            $this->errors['/' . \implode('/', $path)] = \__('Enter an amount such as 12.50, without a currency sign.', 'cartsignal');
        }
        return $units;
    }

    private function whole(array $posted, string ...$path): int
    {
        $typed = self::text($posted, ...$path);
        if (\preg_match('/\A\d{1,6}\z/', $typed) !== 1) {
            $this->errors['/' . \implode('/', $path)] = \__('Enter a whole number.', 'cartsignal');
            return 0;
        }
        return (int) $typed;
    }

    private static function text(array $posted, string ...$path): string
    {
        $value = $posted;
        foreach ($path as $step) {
            $value = \is_array($value) ? ($value[$step] ?? '') : '';
        }
        return \is_string($value) ? \trim($value) : '';
    }
}
