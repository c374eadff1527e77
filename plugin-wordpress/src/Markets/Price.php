<?php
// Owns what one part of a text to a country is counted with, and who says so: the owner, the provider's list, or a guess.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Services;
use Cartsignal\Settings\Settings;

final class Price
{
    /** Where no price is known at all. Source: the core's `DEAREST`. */
    private const DEAREST_MICROS = 100_000;

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array{of: 'own'|'list'|'guess', micros: int, source: ?string, date: ?string} As the core counts. */
    public function of(Settings $settings, string $country): array
    {
        $market = $settings->markets()[$country] ?? [];
        if (isset($market['price'])) {
            $price = $market['price'];
            return ['of' => 'own', 'micros' => $price['micros'], 'source' => $price['source'], 'date' => $price['date']];
        }
        $listed = $this->listed((string) $settings->providerName(), $settings->shop()['currency']);
        if (isset($listed[$country], $market['sender'])) {
            $row = $listed[$country];
            $micros = $row['micros'] + $row['fee_micros'];
            return ['of' => 'list', 'micros' => $micros, 'source' => $row['source'], 'date' => $row['read']];
        }
        return ['of' => 'guess', 'micros' => self::dearest($settings), 'source' => null, 'date' => null];
    }

    /** The dearest price that the owner gave for any country; without one, more than any list asks. */
    private static function dearest(Settings $settings): int
    {
        $own = \array_column(\array_column($settings->markets(), 'price'), 'micros');
        return $own === [] ? self::DEAREST_MICROS : \max($own);
    }

    /** @return array<string, array<string, mixed>> By country. */
    private function listed(string $provider, string $currency): array
    {
        $of = static fn (array $row): bool => $row['provider'] === $provider && $row['currency'] === $currency;
        return \array_column(\array_filter($this->rows(), $of), null, 'country');
    }

    /** @return list<array<string, mixed>> */
    private function rows(): array
    {
        $file = $this->services->folder() . '/core/prices.json';
        return \json_decode((string) \file_get_contents($file), true, 8, JSON_THROW_ON_ERROR);
    }
}
