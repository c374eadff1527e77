<?php
// Owns an account at a provider as it is typed: kept secrets filled in, and what the provider says of it, asked live.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Core\Refused;
use Cartsignal\Core\Sending;
use Cartsignal\Host\Gateway;
use Cartsignal\Provider\WordPressTransport;
use Cartsignal\Services;
use Cartsignal\Settings\Unfit;
use Cartsignal\Settings\Words;

final class Account
{
    /** Countries whose carriers ask for a registration; in others there is nothing to ask. Source: the core's table of senders. */
    private const REGISTERED = ['US'];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns a provider with the secrets that were left empty as they are kept: they are never shown, so they come back so.
     *
     * @param array<string, mixed> $given `name`, `settings`.
     * @return array{name: string, settings: array<string, string>}
     * @throws Unfit
     */
    public function whole(array $given): array
    {
        $name = (string) ($given['name'] ?? '');
        $settings = $this->services->settings();
        $kept = $settings->providerName() === $name ? $settings->provider()['settings'] ?? [] : [];
        $typed = \array_filter((array) ($given['settings'] ?? []), \is_string(...));
        $filled = \array_filter(\array_map('trim', $typed), static fn (string $text): bool => $text !== '');
        $known = $this->known($name);
        $secret = \array_filter($kept, static fn (string $key): bool => $known[$key] ?? true, ARRAY_FILTER_USE_KEY);
        // A field that was not on the form stays; one that was emptied goes, unless it is a secret.
        $absent = \array_diff_key($kept, $typed);
        self::refuseAddresses(\array_diff_assoc($filled, $kept));
        return ['name' => $name, 'settings' => $filled + $secret + $absent];
    }

    /**
     * Who runs the shop need not run the server: what he types must lead no request to the inside of its network.
     *
     * @param array<string, string> $typed What is new.
     * @throws Unfit
     */
    private static function refuseAddresses(array $typed): void
    {
        $wrong = [];
        foreach (\array_intersect_key($typed, ['base' => 0, 'messaging_base' => 0]) as $field => $address) {
            if (\preg_match('~\Ahttps://[a-z0-9.-]+\.twilio\.com/?\z~', $address) !== 1) {
                $wrong["/provider/settings/$field"] = \__('Enter an address of Twilio\'s, as https://api.dublin.ie1.twilio.com; any other one can only be set by code.', 'cartsignal');
            }
        }
        if (isset($typed['url']) && (!\str_starts_with($typed['url'], 'https://') || \wp_http_validate_url($typed['url']) === false)) {
            $wrong['/provider/settings/url'] = \__('Enter a public https address.', 'cartsignal');
        }
        if ($wrong !== []) {
            throw new Unfit($wrong);
        }
    }

    /**
     * Asks the provider; sends nothing.
     *
     * @param array{name: string, settings: array<string, string>} $account
     * @return array{login: bool, sentence: string, balance: ?\stdClass, senders: list<array<string, mixed>>}
     * @throws Unfit What was typed can't be an account's.
     */
    public function ask(array $account): array
    {
        $gateway = new Gateway(
            new Sending($this->services->core()),
            $account['name'],
            $account['settings'],
            new WordPressTransport(),
            $this->services->point(...)
        );
        $checked = $this->check($gateway, ['what' => 'account']);
        $login = $checked->login ?? false;
        $balance = $login ? $this->check($gateway, ['what' => 'balance'])->balance ?? null : null;
        return [
            'login' => $login,
            'sentence' => self::sentence($account['name'], $login, (string) ($checked->code ?? '')),
            'balance' => $balance,
            'senders' => $login ? $this->senders($gateway) : [],
        ];
    }

    private function check(Gateway $gateway, array $question): \stdClass
    {
        try {
            return $gateway->check(['check' => $question], $this->services->now(...));
        } catch (Refused $refused) {
            $at = '/provider' . ($refused->pointer === '' ? '/settings' : $refused->pointer);
            throw new Unfit([$at => Words::said($refused->getMessage())]);
        }
    }

    /** @return list<array{country: string, id: string, registered: ?string}> Who texts come from, as far as that is entered. */
    private function senders(Gateway $gateway): array
    {
        $senders = [];
        foreach ($this->services->settings()->markets() as $country => $market) {
            $id = $market['sender']['id'] ?? '';
            if ($id === '') {
                continue;
            }
            $asks = \in_array($country, self::REGISTERED, true);
            $told = $asks ? $this->check($gateway, ['what' => 'registration', 'sender' => $id])->registered ?? null : null;
            $senders[] = ['country' => $country, 'id' => $id, 'registered' => $told];
        }
        return $senders;
    }

    private static function sentence(string $provider, bool $login, string $code): string
    {
        return match (true) {
            $provider === 'log' => \__('The log takes everything and sends nothing.', 'cartsignal'),
            $provider === 'webhook' => \__('What you entered fits. Whether your endpoint answers shows with the test text.', 'cartsignal'),
            $login => \__('The provider knows this account.', 'cartsignal'),
            $code === 'silent' => \__('The provider did not answer. Try again in a minute; if it stays so, ask your host whether the site may call out.', 'cartsignal'),
            default => \__('The provider refuses this account: check the account SID and the auth token.', 'cartsignal'),
        };
    }

    /** @return array<string, bool> Whether each setting of a provider is secret. */
    private function known(string $provider): array
    {
        foreach ((new Sending($this->services->core()))->providers()->providers as $one) {
            if ($one->name === $provider) {
                return \array_column($one->settings, 'secret', 'name');
            }
        }
        return [];
    }
}
