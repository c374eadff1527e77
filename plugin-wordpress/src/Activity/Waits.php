<?php
// Owns what waits for the owner: replies to read, texts of unknown fate, and what could not be taken in.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Services;

final class Waits
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, mixed> As `WaitingEndpoint` describes it. */
    public function all(): array
    {
        $overview = $this->services->host()->overview();
        $whom = new Whom($this->services);
        $reply = static function (array $row) use ($whom): array {
            $who = $whom->of($row['recipient'], null);
            return ['place' => $row['place'], 'at' => $row['at'], 'text' => $row['text']] + self::person($who);
        };
        $arrival = static fn (array $row): array => [
            'place' => $row['place'],
            'at' => $row['at'],
            'says' => self::arrival($row['kind']),
            'why' => self::error((string) $row['error']),
        ];
        return [
            'replies' => \array_map($reply, $overview['replies']),
            'unknown' => $this->unknown($whom),
            'set_aside' => \array_map($arrival, $overview['quarantined']),
            'counts' => [
                'replies' => $this->count("{replies} WHERE state = 'waiting'"),
                'unknown' => $this->count("{outbox} WHERE state = 'unknown'"),
                'set_aside' => $this->count("{inbox} WHERE state = 'quarantined'"),
            ],
        ];
    }

    /** @return list<array<string, mixed>> */
    private function unknown(Whom $whom): array
    {
        $sql = "SELECT decision, attempted_at AS at, recipient, shopper, due_at FROM {outbox} WHERE state = 'unknown'
            ORDER BY place DESC LIMIT 100";
        return \array_map(static function (array $row) use ($whom): array {
            $who = $whom->of($row['recipient'], $row['shopper']);
            $says = $row['due_at'] === null
                ? \__('The provider could not say what became of it. It stays as it is.', 'cartsignal')
                : \__('The provider is asked again what became of it.', 'cartsignal');
            return ['decision' => $row['decision'], 'at' => $row['at'], 'says' => $says] + self::person($who);
        }, $this->services->database()->all($sql));
    }

    /**
     * @param array{country: ?string} $who
     * @return array<string, mixed>
     */
    private static function person(array $who): array
    {
        return ['who' => \array_diff_key($who, ['country' => 0]), 'country' => $who['country']];
    }

    private function count(string $from): int
    {
        return (int) $this->services->database()->get("SELECT COUNT(*) AS times FROM $from")['times'];
    }

    private static function arrival(string $kind): string
    {
        return match ($kind) {
            'cart' => \__('A change of a cart', 'cartsignal'),
            'order' => \__('An order', 'cartsignal'),
            'contact', 'withdrawn' => \__('A number or a box at the checkout', 'cartsignal'),
            'receipt' => \__('A delivery report of the provider', 'cartsignal'),
            'inbound' => \__('A text from a shopper', 'cartsignal'),
            'wake' => \__('A text whose time had come', 'cartsignal'),
            default => \__('Something that happened in the shop', 'cartsignal'),
        };
    }

    private static function error(string $code): string
    {
        return match ($code) {
            'core.trap' => \__('It made the part that decides fail.', 'cartsignal'),
            'database' => \__('The database refused it.', 'cartsignal'),
            'fatal' => \__('PHP gave up while it was read, most likely for want of memory.', 'cartsignal'),
            'sealbroken' => \__('It could not be decrypted: the keys were changed, or somebody tampered with it.', 'cartsignal'),
            /* translators: %s: a technical word. */
            default => \sprintf(\__('It failed three times (%s).', 'cartsignal'), $code),
        };
    }
}
