<?php
// Owns counting, once a day, carts of people whom nobody can text: how many were left, and with a phone number typed.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Capture\UserMeta;
use Cartsignal\Host\Notes;
use Cartsignal\Services;

/**
 * Of such carts nothing is kept but how many there were on a day, by country. They lie in WooCommerce's own sessions for
 * two days after the last visit; each is counted in the day before it ends. Who comes back after that counts again.
 */
final class Carts
{
    /** Up to when sessions were counted: the end of the last one, seconds. */
    private const COUNTED = 'numbers_sessions_until';

    /** Beyond the day till the next count, so that a late cron loses none. Chosen. */
    private const AHEAD_SECONDS = 26 * HOUR_IN_SECONDS;

    /** How long WooCommerce keeps a session. Source: WooCommerce 9.4, WC_Session_Handler::set_session_expiration. */
    private const LASTS_SECONDS = 48 * HOUR_IN_SECONDS;

    /** Sessions read at once; of longer ones, which no cart of a person has, nothing is read. Chosen. */
    private const PIECE = 200;
    private const MOST_BYTES = 262_144;

    private const CART = '%s:4:"cart"%';
    private const EMPTY_CART = '%s:4:"cart";s:6:"a:0:{}"%';

    public function __construct(private readonly Services $services)
    {
    }

    /** Counts what ended its time since the last count; returns how many carts. */
    public function count(): int
    {
        $notes = new Notes($this->services->database());
        $now = \intdiv($this->services->now(), 1_000);
        $until = $now + self::AHEAD_SECONDS;
        $from = \max($now, (int) $notes->read(self::COUNTED));
        $tally = new Tally();
        $counted = 0;
        foreach ($this->sessions($from, $until) as [$key, $session, $expiry]) {
            if ($this->isReachable($key, $session)) {
                continue;
            }
            $customer = self::part($session, 'customer');
            $country = (string) ($customer['country'] ?? '');
            $country = \preg_match('/\A[A-Z]{2}\z/', $country) === 1 ? $country : '';
            $day = Days::of(($expiry - self::LASTS_SECONDS) * 1_000);
            $tally->add($day, $country, 'left');
            if (\strlen((string) ($customer['phone'] ?? '')) > 5) {
                $tally->add($day, $country, 'left_with_phone');
            }
            $counted += 1;
        }
        $database = $this->services->database();
        $database->transaction(function () use ($tally, $notes, $until): void {
            (new Kept($this->services->database()))->add($tally);
            $notes->write(self::COUNTED, (string) $until);
        });
        return $counted;
    }

    /** @return \Generator<int, array{string, array<string, mixed>, int}> Key, content and end of sessions with a cart. */
    private function sessions(int $from, int $until): \Generator
    {
        global $wpdb;
        $sql = "SELECT session_id, session_key, session_value, session_expiry FROM {$wpdb->prefix}woocommerce_sessions
            WHERE session_id > %d AND session_expiry >= %d AND session_expiry < %d AND session_value LIKE %s
            AND session_value NOT LIKE %s AND LENGTH(session_value) < %d ORDER BY session_id LIMIT %d";
        $last = 0;
        do {
            $given = [$last, $from, $until, self::CART, self::EMPTY_CART, self::MOST_BYTES, self::PIECE];
            // phpcs:ignore WordPress.DB.PreparedSQL -- no value stands in it.
            $rows = (array) $wpdb->get_results($wpdb->prepare($sql, ...$given), ARRAY_A);
            foreach ($rows as $row) {
                $last = (int) $row['session_id'];
                // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- WooCommerce's own way; no class is made.
                $session = @\unserialize($row['session_value'], ['allowed_classes' => false]);
                if (\is_array($session) && self::part($session, 'cart') !== []) {
                    yield [(string) $row['session_key'], $session, (int) $row['session_expiry']];
                }
            }
        } while (\count($rows) === self::PIECE);
    }

    /**
     * Whoever can be texted is counted by the decisions about their cart.
     *
     * @param array<string, mixed> $session
     */
    private function isReachable(string $key, array $session): bool
    {
        $isUser = \ctype_digit($key) && (bool) \get_user_meta((int) $key, UserMeta::reachable(), true);
        return $isUser || (bool) (self::part($session, 'cartsignal')['reachable'] ?? false);
    }

    /**
     * @param array<string, mixed> $session Its parts are serialised once more.
     * @return array<string, mixed>
     */
    private static function part(array $session, string $name): array
    {
        $part = $session[$name] ?? [];
        // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- as above.
        $part = \is_string($part) ? @\unserialize($part, ['allowed_classes' => false]) : $part;
        return \is_array($part) ? $part : [];
    }
}
