<?php
// Owns finding somebody's keys from an e-mail address: by the account, by the orders, and by what points from there.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Capture\UserMeta;
use Cartsignal\Core\Sending;
use Cartsignal\Services;

/**
 * Neither table has an e-mail address, on purpose. What leads to a person: the account's key, the keys in the meta of
 * their orders, and the numbers in their account and orders. A number in an order proves nothing: anybody can type a
 * stranger's. So a search is enough to erase, and not enough to show all (`Exporter`).
 */
final class Search
{
    private const ORDER_META = '_cartsignal_shopper';

    public function __construct(private readonly Services $services)
    {
    }

    public function of(string $email): Person
    {
        $user = \get_user_by('email', $email) ?: null;
        $shoppers = $user === null ? [] : [$this->services->keys()->shopper((string) $user->ID)];
        $phones = $user === null ? [] : [self::accountPhone($user->ID)];
        $recipients = $user === null ? [] : [(string) \get_user_meta($user->ID, UserMeta::recipient(), true)];
        foreach (Orders::of($email, $user?->ID) as $order) {
            $shoppers[] = (string) $order->get_meta(self::ORDER_META);
            $phones[] = [$order->get_billing_phone(), $order->get_billing_country()];
        }
        $shoppers = $this->withAliases(self::distinct($shoppers));
        $numbers = $this->numbers($phones);
        $given = \array_map($this->given(...), $shoppers);
        $recipients = self::distinct([...$recipients, ...\array_keys($numbers), ...\array_merge(...$given)]);
        return new Person($user?->ID, $shoppers, $recipients, $numbers);
    }

    /** @return array{string, string} */
    private static function accountPhone(int $user): array
    {
        $field = static fn (string $name): string => (string) \get_user_meta($user, $name, true);
        return [$field('billing_phone'), $field('billing_country')];
    }

    /**
     * @param list<array{string, string}> $phones As typed, with the country of the address.
     * @return array<string, string> Recipient to E.164.
     */
    private function numbers(array $phones): array
    {
        $numbers = [];
        $core = new Sending($this->services->core());
        foreach (\array_unique($phones, SORT_REGULAR) as [$text, $country]) {
            $typed = \trim($text) === '' ? null : $core->parsePhone($text, $country === '' ? null : $country);
            $phone = $typed?->phone ?? null;
            if ($phone !== null) {
                $numbers[$this->services->keys()->recipient($phone->e164)] = $phone->e164;
            }
        }
        return $numbers;
    }

    /** @return list<string|null> The number that a shopper gave last, and those from before. */
    private function given(string $shopper): array
    {
        $sql = 'SELECT DISTINCT recipient FROM {consents} WHERE shopper = ? AND recipient IS NOT NULL';
        $before = \array_column($this->services->database()->all($sql, $shopper), 'recipient');
        return [$this->services->people()->pointsAt($shopper), ...$before];
    }

    /**
     * @param list<string> $shoppers
     * @return list<string> With those they became, and those that became them.
     */
    private function withAliases(array $shoppers): array
    {
        $survivors = \array_map($this->services->people()->survivor(...), $shoppers);
        $aliases = [];
        foreach (self::distinct($survivors) as $survivor) {
            $rows = $this->services->database()->all('SELECT alias FROM {aliases} WHERE survivor = ?', $survivor);
            \array_push($aliases, ...\array_column($rows, 'alias'));
        }
        return self::distinct([...$shoppers, ...$survivors, ...$aliases]);
    }

    /**
     * @param list<string|null> $keys
     * @return list<string>
     */
    private static function distinct(array $keys): array
    {
        $named = \array_filter($keys, static fn (?string $key): bool => ($key ?? '') !== '');
        return \array_values(\array_unique($named));
    }
}
