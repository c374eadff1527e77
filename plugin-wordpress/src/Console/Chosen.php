<?php
// Owns what the settings page is told of the owner's choices: everything but secrets, and what each may be chosen from.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Capture\StatusMap;
use Cartsignal\Core\Sending;
use Cartsignal\Host\KeyFault;
use Cartsignal\Privacy\ProofExport;
use Cartsignal\Services;
use Cartsignal\Settings\Settings;

final class Chosen
{
    /** The budget where the owner chose none, in the currency's major unit. Source: shared defaults, "Budget". */
    private const BUDGET = 50;

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, mixed> */
    public function all(): array
    {
        $settings = $this->services->settings();
        $kept = $settings->all();
        $coupon = $settings->coupon();
        return [
            'shop' => (object) \array_intersect_key($kept['shop'] ?? [], ['name' => 0, 'help_contact' => 0, 'link_origin' => 0]),
            'shop_defaults' => (object) ['name' => $this->bare()->shop()['name'], 'link_origin' => $this->bare()->linkOrigin()],
            'carries_links' => $settings->carriesLinks(),
            'provider' => $this->provider($settings),
            'providers' => $this->providers(),
            'boxes' => ['cart' => $settings->offers('cart'), 'offers' => $settings->offers('offers')],
            'asks' => [
                'account' => $settings->asks('account'),
                'thank_you' => $settings->asks('thank_you'),
                'add_to_cart' => $settings->asks('add_to_cart'),
            ],
            'statuses' => $this->statuses($settings),
            'budget' => (object) $settings->budget(),
            'budget_default_micros' => self::BUDGET * 1_000_000,
            'holdout_percent' => $settings->holdoutPercent(),
            'coupon' => $coupon === null ? null : (object) $coupon,
            'coupon_guard' => ['per_month' => $settings->couponsPerMonth()],
            'attribution_days' => $settings->attributionDays(),
            'alarm_mail' => $kept['alarm_mail'] ?? '',
            'alarm_mail_default' => (string) \get_option('admin_email'),
            'digest' => $settings->wantsDigest(),
            'opt_outs_entered' => $settings->hasOptOutsEntered(),
            'remove_on_uninstall' => (bool) ($kept['remove_on_uninstall'] ?? false),
            'currency' => $settings->shop()['currency'],
            'proof_url' => \html_entity_decode(ProofExport::url()),
        ];
    }

    /** @return \stdClass|null The account without its secrets; of those only which are kept. */
    private function provider(Settings $settings): ?\stdClass
    {
        $name = $settings->providerName();
        if ($name === null) {
            return null;
        }
        try {
            $kept = $settings->provider()['settings'] ?? [];
        } catch (KeyFault) {
            $kept = [];
        }
        $secrets = \array_flip($this->secrets($name));
        return (object) [
            'name' => $name,
            'settings' => (object) \array_diff_key($kept, $secrets),
            'kept' => \array_keys(\array_intersect_key($kept, $secrets)),
        ];
    }

    /** @return list<string> Names of a provider's settings that are never shown. */
    private function secrets(string $provider): array
    {
        foreach ($this->known() as $known) {
            if ($known->name === $provider) {
                $secrets = \array_filter($known->settings, static fn (\stdClass $one): bool => $one->secret);
                return \array_values(\array_column($secrets, 'name'));
            }
        }
        return [];
    }

    /** @return list<array{name: string, title: string, settings: list<array<string, mixed>>}> */
    private function providers(): array
    {
        return \array_map(static fn (\stdClass $one): array => [
            'name' => $one->name,
            'title' => $one->title,
            'settings' => \array_map(static fn (\stdClass $each): array => [
                'name' => $each->name,
                'secret' => $each->secret,
                'required' => $each->required,
                'example' => $each->example,
            ], $one->settings),
        ], $this->known());
    }

    /** @return list<\stdClass> As the core knows them. */
    private function known(): array
    {
        return (new Sending($this->services->core()))->providers()->providers;
    }

    /** @return list<array{status: string, name: string, meaning: string}> Without `wc-`. */
    private function statuses(Settings $settings): array
    {
        $statuses = [];
        foreach (\function_exists('wc_get_order_statuses') ? \wc_get_order_statuses() : [] as $key => $name) {
            $status = (string) \preg_replace('/\Awc-/', '', (string) $key);
            if (StatusMap::isDraft($status)) {
                continue;
            }
            $statuses[] = ['status' => $status, 'name' => (string) $name, 'meaning' => $settings->status($status)];
        }
        return $statuses;
    }

    /** Returns settings in which nothing was chosen: what holds by itself. */
    private function bare(): Settings
    {
        return new Settings(static fn (): never => throw new \LogicException('nothing is sealed here'), []);
    }
}
