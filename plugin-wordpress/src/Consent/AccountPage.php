<?php
// Owns "Text messages" in a customer's account: what they asked for there, and how they take it back.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Capture\UserMeta;
use Cartsignal\Services;

/**
 * It shows only what this customer said while logged in: somebody who typed a stranger's number learns nothing of what the
 * stranger said elsewhere, not even a STOP.
 */
final class AccountPage
{
    private const NONCE = 'cartsignal-account';

    /** Digits of the number that are shown. */
    private const SHOWN_DIGITS = 2;

    public function __construct(private readonly Services $services)
    {
    }

    public static function title(): string
    {
        return \__('Text messages', 'cartsignal');
    }

    /**
     * Returns the account's menu, with this page before the log-out for those whom it concerns.
     *
     * @param array<string, string> $items Titles by slug.
     * @return array<string, string>
     */
    public function menu(array $items): array
    {
        if ($this->recipient() === '' && !$this->services->settings()->asks('account')) {
            return $items;
        }
        $end = \array_intersect_key($items, ['customer-logout' => 0]);
        return \array_diff_key($items, $end) + [Consent::SLUG => self::title()] + $end;
    }

    public function show(): void
    {
        $recipient = $this->recipient();
        $purposes = $recipient === '' ? [] : $this->purposes($recipient);
        if ($purposes === []) {
            echo '<p>' . \esc_html__('You have not asked for any text messages here.', 'cartsignal') . '</p>';
            $this->ask();
            return;
        }
        /* translators: %s: a phone number of which only the last digits are shown. */
        $intro = \__('You asked for text messages to the number %s:', 'cartsignal');
        echo '<p>' . \esc_html(\sprintf($intro, $this->masked($recipient))) . '</p>';
        echo '<form method="post" class="cartsignal-account">';
        \wp_nonce_field(self::NONCE, self::NONCE);
        echo '<ul>';
        foreach ($purposes as $purpose) {
            $name = self::names()[$purpose] ?? $purpose;
            /* translators: %s: a kind of text message, as "Reminders of your cart". */
            $stop = \sprintf(\__('Stop: %s', 'cartsignal'), $name);
            // phpcs:ignore WordPress.Security.EscapeOutput -- `button` escapes.
            echo '<li>' . \esc_html($name) . ' ' . self::button($purpose, $stop) . '</li>';
        }
        // phpcs:ignore WordPress.Security.EscapeOutput -- `button` escapes.
        echo '</ul><p>' . self::button('all', \__('Stop all text messages and delete my number', 'cartsignal')) . '</p></form>';
    }

    /** Shows the form to sign up, with the customer's own number in it. */
    private function ask(): void
    {
        if ($this->services->settings()->asks('account')) {
            $customer = new \WC_Customer(\get_current_user_id());
            $own = [$customer->get_billing_country(), $customer->get_billing_phone()];
            // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made.
            echo (new SignUpForm($this->services))->html('account', ...$own);
        }
    }

    /** Takes back what the form says. */
    public function act(): void
    {
        $nonce = $_POST[self::NONCE] ?? '';
        $wanted = $_POST[Consent::FIELD] ?? '';
        if (!\is_string($nonce) || !\wp_verify_nonce($nonce, self::NONCE) || !\is_string($wanted)) {
            return;
        }
        $recipient = $this->recipient();
        $purposes = $recipient === '' ? [] : $this->purposes($recipient);
        $stopped = $wanted === 'all' ? $purposes : \array_intersect($purposes, [$wanted]);
        if ($stopped === [] || !$this->withdraw($recipient, \array_values($stopped))) {
            return;
        }
        if (\array_diff($purposes, $stopped) === []) {
            \delete_user_meta(\get_current_user_id(), UserMeta::recipient());
            $this->services->visitor()->unreach();
        }
        \wc_add_notice(\__('Done: you get no more of these text messages. One that is on its way may still arrive.', 'cartsignal'));
        \wp_safe_redirect(\wc_get_account_endpoint_url(Consent::SLUG));
        exit;
    }

    /** @param list<string> $purposes */
    private function withdraw(string $recipient, array $purposes): bool
    {
        $evidence = 'e' . \bin2hex(\random_bytes(12));
        $payload = [
            'purposes' => $purposes,
            'user' => \get_current_user_id(),
            'evidence' => $evidence,
            'shown' => ['page' => self::path(), 'locale' => Typed::pageLocale(), 'form' => 'account', 'state' => 'stopped'],
        ];
        return $this->services->arrivals()->append('withdrawn', "withdrawn:$evidence", $payload, $this->shopper(), $recipient);
    }

    /** @return list<string> What this customer asked for and did not take back. */
    private function purposes(string $recipient): array
    {
        $people = $this->services->people();
        $me = $people->survivor($this->shopper());
        $purposes = [];
        foreach ((new Ledger($this->services->database()))->standing($recipient) as $shopper => $standing) {
            if ($people->survivor((string) $shopper) === $me) {
                $purposes = [...$purposes, ...\array_keys($standing)];
            }
        }
        return \array_values(\array_diff(\array_unique($purposes), $this->stoppedSince($recipient)));
    }

    /** @return list<string> What was taken back here a moment ago, and lies in the inbox. */
    private function stoppedSince(string $recipient): array
    {
        $sql = "SELECT place FROM {inbox} WHERE recipient = ? AND kind = 'withdrawn' AND state = 'pending'";
        $stopped = [];
        foreach ($this->services->database()->all($sql, $recipient) as $row) {
            $stopped = [...$stopped, ...($this->services->inbox()->read($row['place'])?->payload->purposes ?? [])];
        }
        return $stopped;
    }

    private function masked(string $recipient): string
    {
        $number = (string) ($this->services->people()->contact('recipient', $recipient)['e164'] ?? '');
        return '••••' . \substr($number, -self::SHOWN_DIGITS);
    }

    private function recipient(): string
    {
        $recipient = \get_user_meta(\get_current_user_id(), UserMeta::recipient(), true);
        return \is_string($recipient) ? $recipient : '';
    }

    private function shopper(): string
    {
        return $this->services->keys()->shopper((string) \get_current_user_id());
    }

    private static function path(): string
    {
        return (string) \wp_parse_url(\wc_get_account_endpoint_url(Consent::SLUG), PHP_URL_PATH);
    }

    private static function button(string $value, string $label): string
    {
        $html = '<button type="submit" class="button %s" name="%s" value="%s">%s</button>';
        $class = \wc_wp_theme_get_element_class_name('button');
        return \sprintf($html, \esc_attr($class), \esc_attr(Consent::FIELD), \esc_attr($value), \esc_html($label));
    }

    /** @return array<string, string> */
    private static function names(): array
    {
        return [
            'cart' => \__('Reminders of your cart', 'cartsignal'),
            'offers' => \__('Offers', 'cartsignal'),
        ];
    }
}
