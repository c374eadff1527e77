<?php
// Owns what a country's card shows: how it stands, what it needs, what was chosen, what the law locks and why.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Core\Sending;
use Cartsignal\Services;
use Cartsignal\Settings\Missing;
use Cartsignal\Settings\Settings;

final class Cards
{
    /** Forms of address by language of a country. */
    private const FORMS = ['de' => ['de', 'de-du'], 'fr' => ['fr', 'fr-tu']];

    private readonly Rules $rules;

    private readonly Sentences $sentences;

    /** @var list<\stdClass>|null The core's table of senders. */
    private ?array $senders = null;

    public function __construct(private readonly Services $services)
    {
        $this->rules = new Rules($services);
        $this->sentences = new Sentences($this->rules);
    }

    /** @return array<string, mixed> */
    public function all(): array
    {
        $settings = $this->services->settings();
        $provider = $settings->providerName();
        $countries = new Countries($this->rules);
        $shown = \array_map($this->of(...), $countries->carded($settings));
        $other = fn (string $country): array => [
            'country' => $country,
            'name' => Countries::name($country),
            'senders' => $this->kinds($country),
        ];
        return [
            'items' => $shown,
            'others' => \array_map($other, $countries->others($settings)),
            'currency' => $settings->shop()['currency'],
            'help_contact' => $settings->shop()['help_contact'],
            'hook_url' => $provider === null ? null : $settings->hookUrl($provider),
        ];
    }

    /** @return array<string, mixed> */
    public function of(string $country): array
    {
        $settings = $this->services->settings();
        $market = $settings->markets()[$country] ?? ['live' => false];
        $missing = new Missing($this->services);
        $parts = $missing->parts($settings, $country);
        $isReviewed = $this->rules->has($country);
        return [
            'country' => $country,
            'name' => Countries::name($country),
            'sold' => (new Countries($this->rules))->isSold($country),
            'reviewed' => $isReviewed,
            'live' => $market['live'] && $isReviewed,
            'ready' => $parts === [],
            'needs' => $missing->sentence($settings, $country),
            'missing' => \array_map(
                static fn (string $lack, string $what): array => ['what' => $lack, 'sentence' => $what],
                \array_keys($parts),
                \array_values($parts)
            ),
            'sender' => self::sender($market['sender'] ?? null),
            'kinds' => $this->kinds($country),
            'language' => $this->language($settings, $country),
            'texts' => $this->texts($market, $country),
            'confirm' => $this->confirmation($market, $country),
            'soft_opt_in' => [
                'on' => $market['soft_opt_in'] ?? false,
                'possible' => $isReviewed && $this->rules->ground($country) === 'soft_opt_in',
                'why' => $this->sentences->softOptIn($country),
            ],
            'windows' => $this->windows($market, $country),
            'price' => (new Price($this->services))->of($settings, $country),
            'rule' => [
                'sentences' => $this->sentences->of($settings, $country),
                'sources' => $this->rules->sources($country),
                'states' => $this->rules->states($country),
            ],
        ];
    }

    /** @return array<string, mixed>|null */
    private static function sender(?array $sender): ?array
    {
        if ($sender === null || ($sender['id'] ?? '') === '') {
            return null;
        }
        $registered = $sender['registered'] ?? false;
        return [
            'id' => $sender['id'],
            'kind' => $sender['kind'] ?? null,
            'way_out' => $sender['way_out'] ?? null,
            'two_way' => $sender['two_way'] ?? false,
            'stop_number' => $sender['stop_number'] ?? null,
            'registered' => $registered !== false,
            'registered_by' => \is_array($registered) ? $registered['by'] : null,
            'registered_at' => \is_array($registered) ? $registered['at'] : null,
        ];
    }

    /** @return list<array<string, mixed>> What the core knows of each kind of sender there. */
    private function kinds(string $country): array
    {
        $this->senders ??= (new Sending($this->services->core()))->senders()->senders;
        $rows = \array_filter($this->senders, static fn (\stdClass $row): bool => $row->country === $country);
        return \array_map(static fn (\stdClass $row): array => [
            'kind' => $row->kind,
            'allowed' => $row->allowed,
            'two_way' => $row->two_way,
            'ways_out' => $row->ways_out,
            'help' => $row->help ?? false,
            'takes' => $row->takes ?? null,
            'registry' => isset($row->registry) ? ['name' => $row->registry->name, 'url' => $row->registry->url] : null,
            'sources' => $row->sources,
            'read' => $row->read,
        ], \array_values($rows));
    }

    /** @return array{chosen: string, choices: list<string>} */
    private function language(Settings $settings, string $country): array
    {
        $chosen = Countries::language($settings, $country);
        return ['chosen' => $chosen, 'choices' => self::FORMS[\substr($chosen, 0, 2)] ?? [$chosen]];
    }

    /** @return array{chosen: int, most: int, why: ?string} */
    private function texts(array $market, string $country): array
    {
        ['usual' => $usual, 'most' => $most, 'hours' => $hours] = $this->rules->texts($country);
        $locked = \__('Carriers take one reminder for a cart, so more cannot be chosen here.', 'cartsignal');
        return [
            'chosen' => $market['texts_per_abandonment'] ?? $usual,
            'most' => $most,
            'why' => $most === 1 && $hours !== null ? $locked : null,
        ];
    }

    /** @return array{on: bool, locked: bool, why: ?string} */
    private function confirmation(array $market, string $country): array
    {
        $lock = $this->rules->confirmationLock($country);
        $why = match (true) {
            $lock === null => null,
            $country === 'US' => \__('Carriers ask for a YES by text before the first reminder, so this stays on.', 'cartsignal'),
            default => \__('Courts want proof that the number\'s owner agreed, so this stays on.', 'cartsignal'),
        };
        $isOn = $lock !== null || ($market['confirm'] ?? $this->rules->confirms($country));
        return ['on' => $isOn, 'locked' => $lock !== null, 'why' => $why];
    }

    /** @return array<string, mixed> Days from Monday; null is closed. */
    private function windows(array $market, string $country): array
    {
        $own = $market['windows'] ?? null;
        return [
            'own' => $own === null ? null : Week::days($own),
            'allowed' => $this->rules->hours($country),
            'law' => $this->rules->hours($country, true),
            'why' => \__('Your hours can only be shorter. Outside these, texts are unlawful or unwelcome there.', 'cartsignal'),
        ];
    }
}
