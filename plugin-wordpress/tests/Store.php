<?php
// Owns a small store for tests: the demo's settings with a few segments, compiled once, and inputs of its shoppers.
declare(strict_types=1);

namespace Cartsignal\Tests;

use Cartsignal\Core\Core;
use Cartsignal\Core\StoredProgram;

final class Store
{
    /** A Monday at noon in Berlin, in milliseconds. */
    public const NOON = 1_763_982_000_000;

    private const MINUTE = 60_000;

    private static ?StoredProgram $live = null;

    private static ?StoredProgram $watched = null;

    /** Returns the settings as JSON; `$watched` watches in Germany instead of being live. */
    public static function configuration(bool $watched = false): string
    {
        $store = \json_decode((string) \file_get_contents(__DIR__ . '/../../src/preset/demo.json'));
        $store->markets->DE->live = !$watched;
        $store->segments = \array_map(self::segment(...), \range(1, 5));
        return \json_encode($store);
    }

    public static function live(): StoredProgram
    {
        return self::$live ??= Core::ready()->compile(self::configuration())->program;
    }

    public static function watched(): StoredProgram
    {
        return self::$watched ??= Core::ready()->compile(self::configuration(true))->program;
    }

    /** Returns the story of a cart that is left: what happens, in order, with the minutes after noon. */
    public static function story(): array
    {
        $consent = ['purpose' => 'cart', 'channel' => 'sms', 'evidence' => 'evidence-1'];
        return [
            self::request(0, 'signed', ['contact.provided' => ['recipient' => 'r-4']]),
            self::request(1, 'signed', ['consent.granted' => $consent]),
            self::request(2, 'browser', ['product.viewed' => ['product' => 'p-1', 'category' => 'c-1']]),
            self::request(3, 'signed', ['cart.updated' => self::cart(1)]),
            self::request(5, 'signed', ['cart.updated' => self::cart(2)]),
            self::request(240, 'server', ['wake' => new \stdClass()]),
        ];
    }

    /** Returns a `StepRequest` without its program. */
    public static function request(int $minutes, string $trust, array $what): array
    {
        $moment = self::NOON + $minutes * self::MINUTE;
        return [
            'shopper' => 's-1',
            'recipient' => 'r-4',
            'contact' => self::contact(),
            'moment' => $moment,
            'input' => ['id' => "i-$minutes", 'occurred_at' => $moment, 'trust' => $trust, 'what' => $what],
        ];
    }

    public static function contact(): array
    {
        return ['first_name' => 'Anna', 'locale' => 'de-DE', 'number' => ['kind' => 'mobile', 'country' => 'DE']];
    }

    private static function cart(int $version): array
    {
        $line = ['product' => "p-$version", 'quantity' => 1, 'unit_price_minor' => 1_999];
        return ['cart' => 'c-1', 'version' => $version, 'change' => 'added', 'currency' => 'EUR', 'lines' => [$line]];
    }

    private static function segment(int $n): array
    {
        return ['name' => "segment_$n", 'condition' => ['is' => ['orders', 'at_most', $n]]];
    }
}
