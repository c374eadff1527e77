<?php
// Owns what the owner chose: one autoloaded option row, with defaults under which nothing is sent.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\KeyFault;
use Cartsignal\Host\Keys;

/** Immutable: `with` answers a changed copy, `change` also keeps it. Reading costs no query. */
final class Settings
{
    public const OPTION = 'cartsignal';

    /** Countries with reviewed rules. Source: shared defaults, "Four markets are ready at first". */
    public const COUNTRIES = ['DE', 'FR', 'GB', 'US'];

    /** Default map of order statuses. Bank transfer counts as bought: defaults, "Kinds of abandonment". */
    private const STATUSES = [
        'pending' => 'pending',
        'on-hold' => 'on_hold',
        'processing' => 'paid',
        'completed' => 'paid',
        'failed' => 'failed',
        'cancelled' => 'cancelled',
        'refunded' => 'refunded',
        'checkout-draft' => 'ignored',
    ];

    private const BOXES = ['cart' => true, 'offers' => false];

    /** Longest name of a shop. Source: the core's `config.shop.name`. */
    private const SHOP_CHARACTERS = 30;

    /** Longest origin of short links. Source: the core's `config.shop.link_origin`. */
    private const ORIGIN_CHARACTERS = 40;

    private const HOLDOUT_PERCENT = 10;

    private const ATTRIBUTION_DAYS = 5;

    /** Where customers are asked besides the checkout. */
    private const ASKS = ['account' => true, 'thank_you' => true, 'add_to_cart' => false];

    /**
     * @param \Closure(): Keys $keys Asked only where a secret is sealed or opened.
     * @param array<string, mixed>|null $kept In the place of the option row.
     */
    public function __construct(private readonly \Closure $keys, private readonly ?array $kept = null)
    {
    }

    /** @return array{name: string, help_contact: ?string, link_origin: string, currency: string} */
    public function shop(): array
    {
        $shop = $this->all()['shop'] ?? [];
        return [
            'name' => $shop['name'] ?? self::siteName(),
            'help_contact' => $shop['help_contact'] ?? null,
            'link_origin' => $this->linkOrigin(),
            'currency' => (string) \get_option('woocommerce_currency', 'EUR'),
        ];
    }

    /**
     * Returns where short links live: the constant CARTSIGNAL_LINK_ORIGIN, else the setting, else the site's own host, by
     * its option: plugins for languages filter `home_url`.
     */
    public function linkOrigin(): string
    {
        if (\defined('CARTSIGNAL_LINK_ORIGIN')) {
            return (string) \constant('CARTSIGNAL_LINK_ORIGIN');
        }
        $host = (string) \wp_parse_url((string) \get_option('home'), PHP_URL_HOST);
        return $this->all()['shop']['link_origin'] ?? 'https://' . \strtolower($host);
    }

    /** Returns whether short links can live there. Source: the core's `config.shop.link_origin`. */
    public function carriesLinks(): bool
    {
        $label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
        $origin = $this->linkOrigin();
        return \strlen($origin) <= self::ORIGIN_CHARACTERS
            && \preg_match("~\Ahttps://$label(?:\.$label)+\z~", $origin) === 1;
    }

    /**
     * Returns the countries sold to, each as `MarketConfig` of the contract; none is live before the owner says so.
     *
     * @return array<string, array<string, mixed>>
     */
    public function markets(): array
    {
        return ($this->all()['markets'] ?? []) + \array_fill_keys(self::COUNTRIES, ['live' => false]);
    }

    /** Returns the provider's name without opening its settings; null where none is set up. */
    public function providerName(): ?string
    {
        return $this->all()['provider']['name'] ?? null;
    }

    /**
     * @return array{name: string, settings: array<string, string>}|null
     * @throws KeyFault The key that sealed the settings is missing or another one.
     */
    public function provider(): ?array
    {
        $provider = $this->all()['provider'] ?? null;
        return $provider === null
            ? null
            : ['name' => $provider['name'], 'settings' => (new Seal($this->keys))->open($provider['sealed'])];
    }

    /** Returns whether the box for a purpose (`cart`, `offers`) is shown. */
    public function offers(string $purpose): bool
    {
        return (bool) ($this->all()['boxes'][$purpose] ?? self::BOXES[$purpose] ?? false);
    }

    /**
     * @return array<string, string> Order status without `wc-` to
     *     `pending|on_hold|paid|failed|cancelled|refunded|ignored`.
     */
    public function statuses(): array
    {
        return ($this->all()['statuses'] ?? []) + self::STATUSES;
    }

    /** Returns what an order status means. One that another plugin brought counts as bought: nobody is texted after it. */
    public function status(string $status): string
    {
        return $this->statuses()[$status] ?? 'on_hold';
    }

    /** @return array{month_micros?: int, day_micros?: int} Millionths of the store's currency; absent is the default. */
    public function budget(): array
    {
        return $this->all()['budget'] ?? [];
    }

    public function holdoutPercent(): int
    {
        return $this->all()['holdout_percent'] ?? self::HOLDOUT_PERCENT;
    }

    /** @return array{percent: int, minimum_minor: int}|null The coupon for repeat abandoners, off by default. */
    public function coupon(): ?array
    {
        return $this->all()['coupon'] ?? null;
    }

    /** @return array<string, int> Minutes without activity by kind of abandonment; absent is the core's default. */
    public function delays(): array
    {
        return $this->all()['delays'] ?? [];
    }

    /** @return array<string, array<string, string>> The owner's own bodies by name and language. */
    public function texts(): array
    {
        return $this->all()['texts'] ?? [];
    }

    /** @return list<string> Journeys that decide and send nothing. */
    public function pausedJourneys(): array
    {
        return $this->all()['paused_journeys'] ?? [];
    }

    public function attributionDays(): int
    {
        return $this->all()['attribution_days'] ?? self::ATTRIBUTION_DAYS;
    }

    /** Returns most coupons a month, or null where the owner chose none. */
    public function couponsPerMonth(): ?int
    {
        return $this->all()['coupon_guard']['per_month'] ?? null;
    }

    /** Returns whether customers are asked at a place (`account`, `thank_you`, `add_to_cart`). */
    public function asks(string $place): bool
    {
        return (bool) ($this->all()['asks'][$place] ?? self::ASKS[$place] ?? false);
    }

    /** Returns where alarms and the digest go. */
    public function alarmMail(): string
    {
        return $this->all()['alarm_mail'] ?? (string) \get_option('admin_email');
    }

    public function wantsDigest(): bool
    {
        return $this->all()['digest'] ?? true;
    }

    /**
     * @return array{url: string, secret: string, events: list<string>, numbers: bool}|null
     * @throws KeyFault The key that sealed the secret is missing or another one.
     */
    public function webhook(): ?array
    {
        $webhook = $this->all()['webhook'] ?? null;
        return $webhook === null ? null : [
            'url' => $webhook['url'],
            'secret' => isset($webhook['sealed']) ? (new Seal($this->keys))->open($webhook['sealed'])['secret'] ?? '' : '',
            'events' => $webhook['events'] ?? [],
            'numbers' => $webhook['numbers'] ?? false,
        ];
    }

    /**
     * @return array{recipient: string, number: string, until: int}|null The owner's phone, for test texts, until this moment.
     * @throws KeyFault
     */
    public function testPhone(): ?array
    {
        $phone = $this->all()['test_phone'] ?? null;
        return $phone === null ? null : [
            'recipient' => $phone['recipient'],
            'number' => (new Seal($this->keys))->open($phone['sealed'])['number'] ?? '',
            'until' => $phone['until'],
        ];
    }

    /** @return array{done: list<string>, skipped: bool} How far the set-up is. */
    public function setup(): array
    {
        return ($this->all()['setup'] ?? []) + ['done' => [], 'skipped' => false];
    }

    /** Returns whether the owner brought his opt-outs, or said that he has none. */
    public function hasOptOutsEntered(): bool
    {
        return $this->all()['opt_outs_entered'] ?? false;
    }

    /** Returns where a provider reports to: the address it is told and signs. */
    public function hookUrl(string $provider): string
    {
        return \rest_url('cartsignal/v1/hooks/' . $provider);
    }

    /** Returns the release that last set up this database; empty before the first. */
    public function version(): string
    {
        return $this->all()['version'] ?? '';
    }

    /** Returns why setting up failed, for the owner; null where it did not. */
    public function trouble(): ?string
    {
        return $this->all()['trouble'] ?? null;
    }

    /** @return array<string, mixed> What was chosen, as it is kept: no defaults, secrets sealed. */
    public function all(): array
    {
        $all = $this->kept ?? \get_option(self::OPTION, []);
        return \is_array($all) ? $all : [];
    }

    /**
     * Returns a copy with the changes; see `Changes` for their shape.
     *
     * @param array<string, mixed> $changes
     * @throws Unfit A value is none that can be kept.
     * @throws KeyFault A secret cannot be sealed.
     */
    public function with(array $changes): self
    {
        return new self($this->keys, (new Changes($this, new Seal($this->keys)))->applied($changes));
    }

    /**
     * Returns a copy with a row of before in the place of this one; what such a row has nothing of stays.
     *
     * @param array<string, mixed> $row
     */
    public function withRow(array $row): self
    {
        $stays = \array_intersect_key($this->all(), \array_flip(\Cartsignal\Journeys\History::LEFT_OUT));
        return new self($this->keys, $row + $stays);
    }

    /**
     * Keeps changes, all or none. The program in force is another matter: see `Saving`.
     *
     * @param array<string, mixed> $changes
     * @throws Unfit
     * @throws KeyFault
     */
    public function change(array $changes): void
    {
        Turn::take(fn () => $this->with($changes)->keep());
    }

    /** Keeps a copy that `with` answered. */
    public function keep(): void
    {
        \update_option(self::OPTION, $this->all(), true);
    }

    private static function siteName(): string
    {
        $name = \trim(\wp_specialchars_decode((string) \get_option('blogname'), ENT_QUOTES));
        return $name === '' ? 'Shop' : \trim(\mb_substr($name, 0, self::SHOP_CHARACTERS));
    }
}
