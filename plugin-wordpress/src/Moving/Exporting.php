<?php
// Owns writing sets out as lines of JSON or CSV, one after the other; a file that ends early shows it.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Privacy\Csv;
use Cartsignal\Services;

final class Exporting
{
    /** Rises when a field changes its meaning or goes; new fields may come at any time. */
    public const FORMAT = 1;

    private const JSON = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns lines of JSON: a head, the rows, each with its `set`, and an end that counts them.
     *
     * @param list<string> $sets
     * @return \Generator<string>
     */
    public function json(array $sets): \Generator
    {
        yield self::line([
            'cartsignal_export' => self::FORMAT,
            'at' => $this->services->now(),
            'site' => \home_url('/'),
            'version' => $this->services->settings()->version(),
            'currency' => (string) \get_option('woocommerce_currency', 'EUR'),
            'sets' => $sets,
        ]);
        $counts = [];
        foreach ($sets as $set) {
            $counts[$set] = 0;
            foreach ((new Sets($this->services))->rows($set) as $row) {
                $counts[$set] += 1;
                yield self::line(['set' => $set] + $row);
            }
        }
        yield self::line(['end' => true, 'rows' => $counts]);
    }

    /** @return \Generator<string> */
    public function csv(string $set): \Generator
    {
        yield Csv::line(Sets::FIELDS[$set]);
        foreach ((new Sets($this->services))->rows($set) as $row) {
            $cells = [];
            foreach ($row as $field => $value) {
                $cells[] = match (true) {
                    $value === null => '',
                    \is_int($value) && \in_array($field, Sets::MOMENTS, true) => self::utc($value),
                    \is_scalar($value) => (string) $value,
                    default => (string) \json_encode($value, self::JSON),
                };
            }
            yield Csv::line($cells);
        }
    }

    private static function utc(int $at): string
    {
        return \gmdate('Y-m-d\TH:i:s\Z', \intdiv($at, 1_000));
    }

    /** @param array<string, mixed> $values */
    private static function line(array $values): string
    {
        return \json_encode($values, self::JSON) . "\n";
    }
}
