<?php
// Owns what a change of a country's card does to its settings: what is not given stays.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Services;
use Cartsignal\Settings\Currency;
use Cartsignal\Settings\Unfit;

final class Change
{
    /** Fields of a sender that the card has; others that were set by code stay. */
    private const SENDER = ['id', 'kind', 'way_out', 'two_way', 'stop_number'];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns the change as `Saving::save` takes it.
     *
     * @param array<string, mixed> $given As `MarketsEndpoint` takes it.
     * @return array<string, mixed>
     * @throws Unfit
     */
    public function of(string $country, array $given): array
    {
        $settings = $this->services->settings();
        $market = $settings->markets()[$country] ?? ['live' => false];
        foreach ($given as $name => $value) {
            match ($name) {
                'sender' => $market['sender'] = $value === null ? null : $this->sender($market['sender'] ?? [], $value),
                'price' => $market['price'] = $this->price($country, $value),
                'windows' => $market['windows'] = $value === null ? null : Week::stretches($value),
                'language', 'texts_per_abandonment', 'confirm', 'soft_opt_in', 'live' => $market[$name] = $value,
                default => null,
            };
        }
        $market = \array_filter($market, static fn (mixed $value): bool => $value !== null && $value !== []);
        $shop = \array_key_exists('help_contact', $given) ? ['shop' => ['help_contact' => $given['help_contact']]] : [];
        return ['markets' => [$country => $market]] + $shop;
    }

    /** @return array<string, mixed> */
    private function sender(array $kept, array $given): array
    {
        // Who vouched for another sender vouches for this one no more.
        if (isset($given['id']) && $given['id'] !== ($kept['id'] ?? null)) {
            unset($kept['registered'], $kept['kind'], $kept['stop_number']);
        }
        foreach (self::SENDER as $name) {
            if (\array_key_exists($name, $given)) {
                $kept[$name] = \is_string($given[$name]) ? \trim($given[$name]) : $given[$name];
            }
        }
        if (\array_key_exists('registered', $given)) {
            $kept['registered'] = $given['registered'] ? ['by' => 'owner', 'at' => $this->services->now()] : false;
        }
        if (($kept['way_out'] ?? null) !== 'stop_number') {
            unset($kept['stop_number']);
        }
        $kept = \array_filter($kept, static fn (mixed $value): bool => $value !== null && $value !== '');
        // A sender without a name is none.
        return isset($kept['id']) ? $kept : [];
    }

    /** @return array{micros: int, source: string, date: string}|null Null is the list's price. */
    private function price(string $country, ?string $typed): ?array
    {
        if (\trim($typed ?? '') === '') {
            return null;
        }
        $micros = Currency::micros($typed);
        if ($micros === null) {
            throw new Unfit(["/markets/$country/price" => \__('Enter an amount such as 0.075, without a currency sign.', 'cartsignal')]);
        }
        $day = \gmdate('Y-m-d', \intdiv($this->services->now(), 1_000));
        return ['micros' => $micros, 'source' => \__('entered by the owner', 'cartsignal'), 'date' => $day];
    }
}
