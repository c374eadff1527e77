<?php
// Owns the texts an owner pastes into the registration of a sender, with the pages of this store filled in.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Core\Json;
use Cartsignal\Core\Refused;
use Cartsignal\Core\Sending;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Settings\Configuration;
use Cartsignal\Settings\Words;

final class Registering
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, mixed> `Registration` of the contract, and the pages that were named. */
    public function of(string $country): array
    {
        if (($this->services->settings()->markets()[$country]['sender']['id'] ?? '') === '') {
            throw new RestFault('no_sender', \__('Enter the number that you want to register as the sender first.', 'cartsignal'), 409);
        }
        $pages = $this->pages();
        $request = ['country' => $country] + (\in_array('', $pages, true) ? [] : ['pages' => $pages]);
        try {
            $configuration = Configuration::text($this->services->settings());
            $answer = (new Sending($this->services->core()))->registration($request, $configuration);
        } catch (Refused $refused) {
            throw new RestFault('registration', self::sentence($refused), 409);
        }
        return \json_decode(Json::write($answer), true) + ['pages' => $pages];
    }

    /**
     * Asks the provider whether the carriers know the sender; what it says is kept by the owner's own click.
     *
     * @return array{state: 'yes'|'no'|'pending'|'unknown', sentence: string}
     */
    public function asked(string $country): array
    {
        $sender = $this->services->settings()->markets()[$country]['sender']['id'] ?? '';
        if ($sender === '' || $this->services->settings()->providerName() === null) {
            throw new RestFault('no_sender', \__('Enter a provider and a sender first.', 'cartsignal'), 409);
        }
        $checked = $this->services->host()->check(['what' => 'registration', 'sender' => $sender]);
        $state = $checked?->registered ?? 'unknown';
        return ['state' => $state, 'sentence' => match ($state) {
            'yes' => \__('The provider says that this sender is registered.', 'cartsignal'),
            'no' => \__('The provider says that this sender is not registered.', 'cartsignal'),
            'pending' => \__('The provider says that the registration is being looked at.', 'cartsignal'),
            default => \__('The provider does not tell whether this sender is registered: look at its own pages.', 'cartsignal'),
        }];
    }

    private static function sentence(Refused $refused): string
    {
        return match ($refused->refusal) {
            'registration.pages' => \__('The forms name your privacy policy, your terms and your checkout: each needs a public address that begins with https:// and has at most 140 characters.', 'cartsignal'),
            default => Words::said($refused->errors[0]->message ?? $refused->getMessage()),
        };
    }

    /** @return array{privacy: string, terms: string, opt_in: string} Empty where the store has no such page. */
    private function pages(): array
    {
        $terms = \function_exists('wc_terms_and_conditions_page_id') ? \wc_terms_and_conditions_page_id() : 0;
        return [
            'privacy' => (string) \get_privacy_policy_url(),
            'terms' => $terms > 0 ? (string) \get_permalink($terms) : '',
            'opt_in' => \function_exists('wc_get_checkout_url') ? (string) \wc_get_checkout_url() : '',
        ];
    }
}
