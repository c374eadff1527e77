<?php
// Owns who the shopper of this request is: key, cart id and whether they could be texted, all in WooCommerce's session.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Services;

/**
 * It starts no session and asks the database nothing: what it sets is saved by WooCommerce together with the cart, for
 * visitors who have a session. Without a session (cron, REST, WP-CLI) there is nobody.
 *
 * @phpstan-type Kept array{cart?: string, version?: int, reachable?: bool, order?: int, key?: string,
 *     told?: array{int, int}}
 */
final class Visitor
{
    /** The name of our array in the session. */
    private const KEPT = 'cartsignal';

    /** The name of the session's array while a manager tries the shop out (Trial): a shopper of its own. */
    private const TRIAL = 'cartsignal_trial';

    /** Programs that open pages and buy nothing. Chosen: words that no browser of a person has in its name. */
    private const ROBOTS = '/bot\b|bot\/|crawl|spider|slurp|preview|facebookexternalhit|monitor|curl\/|wget\//i';

    /** Reports of carts of one session in an hour. Chosen: nobody does as much by hand; a program would fill the disk. */
    private const MOST_REPORTS = 240;

    private const HOUR_MS = 3_600_000;

    /** @var array<string, string> Shopper keys made in this request: registering at checkout changes the customer. */
    private array $keys = [];

    private bool $restoring = false;

    private readonly ContactCookie $cookie;

    public function __construct(private readonly Services $services)
    {
        $this->cookie = new ContactCookie($services->keys(...));
    }

    /** Returns the shopper's key, null without a session. */
    public function key(): ?string
    {
        $session = $this->session();
        $customer = (string) $session?->get_customer_id();
        $trial = $session === null ? null : $this->trial($session);
        if ($trial !== null) {
            return $trial;
        }
        return $customer === '' ? null : $this->keys[$customer] ??= $this->services->keys()->shopper($customer);
    }

    /** Returns whether there is anybody who could be texted: as long as not, nothing is written anywhere. */
    public function reachable(): bool
    {
        if ($this->session() === null) {
            return false;
        }
        $user = $this->user();
        return $this->isReachableBySession() || ($user !== 0 && \get_user_meta($user, UserMeta::reachable(), true));
    }

    /** Returns whether it was in this session that somebody could be texted, not only by the user's own word. */
    public function isReachableBySession(): bool
    {
        return $this->kept()['reachable'] ?? false;
    }

    /** Returns whether what is born of a page may be told: not what a robot or a browser reading ahead opens. */
    public function mayReport(): bool
    {
        $header = static fn (string $name): string => (string) ($_SERVER["HTTP_$name"] ?? '');
        // `prefetch`, `prerender`, in each browser's own header.
        $isAhead = \stripos($header('SEC_PURPOSE') . $header('PURPOSE') . $header('X_MOZ'), 'pre') !== false;
        $agent = $header('USER_AGENT');
        return !$isAhead && $agent !== '' && !\preg_match(self::ROBOTS, $agent) && $this->reachable();
    }

    /** Returns whether more may be told of this session in this hour, and counts what is about to be. */
    public function mayTell(bool $counts): bool
    {
        $kept = $this->kept();
        $now = $this->services->now();
        [$since, $times] = $kept['told'] ?? [$now, 0];
        if ($now - $since >= self::HOUR_MS || $now < $since) {
            [$since, $times] = [$now, 0];
        }
        if ($counts && $times < self::MOST_REPORTS) {
            $this->keep(['told' => [$since, $times + 1]] + $kept);
        }
        return $times < self::MOST_REPORTS;
    }

    /** Notes that this shopper could be texted; of a user that outlives the session. */
    public function reach(): void
    {
        $this->keep(['reachable' => true] + $this->kept());
        $user = $this->user();
        if ($user !== 0 && !\get_user_meta($user, UserMeta::reachable(), true)) {
            \update_user_meta($user, UserMeta::reachable(), '1');
        }
        $this->cookie->write((string) $this->session()?->get_customer_id(), true, $this->cart());
    }

    /** Forgets everything of this shopper that lies in the session. */
    public function unreach(): void
    {
        $session = $this->session();
        if ($session !== null && ($this->kept() !== [] || $this->saved() !== [])) {
            $session->set(self::KEPT, null);
            $this->cookie->write((string) $session->get_customer_id(), false, null);
        }
        $user = $this->user();
        if ($user !== 0 && \get_user_meta($user, UserMeta::reachable(), true)) {
            \delete_user_meta($user, UserMeta::reachable());
        }
    }

    /** Returns the id of the session's cart, null where there is none. */
    public function cart(): ?string
    {
        return $this->kept()['cart'] ?? null;
    }

    /** Returns the id of the session's cart; a cart that has none yet, or was bought, gets a fresh one. */
    public function ensureCart(): string
    {
        $kept = $this->kept();
        if (isset($kept['order']) && $this->isBought($kept['order'])) {
            $this->renewCart();
            $kept = $this->kept();
        }
        if (!isset($kept['cart'])) {
            $kept['cart'] = 'c' . \bin2hex(\random_bytes(12));
            $this->keep($kept);
        }
        return $kept['cart'];
    }

    /** Forgets the cart's id: whatever is put in next is another cart. */
    public function renewCart(): void
    {
        $this->keep(\array_diff_key($this->kept(), ['cart' => 0, 'version' => 0, 'order' => 0]));
    }

    /** Goes on with another cart, as one that was left on another device; the present one is told to be empty. */
    public function adopt(string $cart): void
    {
        $kept = $this->kept();
        if (($kept['cart'] ?? null) === $cart) {
            return;
        }
        if (isset($kept['cart']) && $this->reachable()) {
            (new Cart($this->services))->tellEmptied($kept['cart']);
        }
        $this->renewCart();
        $this->keep(['cart' => $cart] + $this->kept());
    }

    /**
     * Runs what puts a cart back: all it does is told as one change, `restored`, of that cart.
     *
     * @template T
     * @param \Closure(): T $work
     * @return T
     */
    public function restoring(string $cart, \Closure $work): mixed
    {
        $this->adopt($cart);
        $this->restoring = true;
        try {
            return $work();
        } finally {
            $this->restoring = false;
        }
    }

    public function isRestoring(): bool
    {
        return $this->restoring;
    }

    /** Returns the next version of the cart: ms of the clock, so that it rises on whatever device the cart is. */
    public function version(): int
    {
        $kept = $this->kept();
        $kept['version'] = \max(($kept['version'] ?? 0) + 1, $this->services->now());
        $this->keep($kept);
        return $kept['version'];
    }

    /** Notes that an order was made of the cart. Its id stays with it until the order is bought. */
    public function ordered(int $order): void
    {
        if ($this->cart() !== null) {
            $this->keep(['order' => $order] + $this->kept());
        }
    }

    /** Returns whether an order was made of the session's cart. */
    public function hasOrdered(): bool
    {
        return isset($this->kept()['order']);
    }

    /** Returns whether that order failed, was cancelled or is gone: the cart is a cart again. */
    public function orderCameToNothing(): bool
    {
        $status = $this->statusOf($this->kept()['order'] ?? 0);
        $told = $status === null ? null : $this->statuses()->told($status, false);
        return $status === null || \in_array($told[0] ?? null, ['order.failed', 'order.cancelled'], true);
    }

    /**
     * Returns the wrapped key that seals what is written of a shopper, as bytes. The session's shopper keeps one; for
     * others, as the one of an order that a provider's call speaks of, it is made each time.
     *
     * @param bool $renew Whether the one that is kept is of no use.
     */
    public function dataKey(?string $shopper, bool $renew = false): string
    {
        if ($shopper === null || $shopper !== $this->key() || !$this->reachable()) {
            return $this->services->vault()->freshKey();
        }
        $kept = $this->kept();
        $wrapped = $renew ? '' : (string) \base64_decode($kept['key'] ?? '', true);
        if ($wrapped === '') {
            $wrapped = $this->services->vault()->freshKey();
            $this->keep(['key' => \base64_encode($wrapped)] + $kept);
        }
        return $wrapped;
    }

    private function session(): ?\WC_Session
    {
        $session = \function_exists('WC') ? \WC()->session : null;
        return $session instanceof \WC_Session ? $session : null;
    }

    /** Returns the user whose session it is, 0 for a guest: on the page after a login it is still the guest's. */
    public function user(): int
    {
        $session = $this->session();
        if ($session === null || $this->trial($session) !== null) {
            return 0;
        }
        $user = \get_current_user_id();
        return (string) $session->get_customer_id() === (string) $user ? $user : 0;
    }

    /** Returns the key of a manager's trial of the shop; null where it is none. */
    private function trial(\WC_Session $session): ?string
    {
        $trial = $session->get(self::TRIAL);
        $isOn = \is_array($trial) && \is_string($trial['key'] ?? null) && ($trial['until'] ?? 0) > $this->services->now();
        return $isOn ? $trial['key'] : null;
    }

    /**
     * Returns what is kept of this shopper. Where the session and the cookie contradict each other, the session lost what
     * was said last to a request beside it.
     *
     * @return Kept
     */
    private function kept(): array
    {
        $saved = $this->saved();
        $said = $this->cookie->read((string) $this->session()?->get_customer_id());
        return match (true) {
            $said === null || $said['reachable'] === ($saved['reachable'] ?? false) => $saved,
            $said['reachable'] => ['reachable' => true] + $saved + \array_filter(['cart' => $said['cart']]),
            default => [],
        };
    }

    /** @return Kept As the session has it. */
    private function saved(): array
    {
        $kept = $this->session()?->get(self::KEPT);
        return \is_array($kept) ? $kept : [];
    }

    /** @param Kept $kept */
    private function keep(array $kept): void
    {
        if ($kept !== $this->saved()) {
            $this->session()?->set(self::KEPT, $kept);
        }
    }

    private function isBought(int $order): bool
    {
        $status = $this->statusOf($order);
        return $status !== null && $this->statuses()->isBought($status);
    }

    private function statusOf(int $order): ?string
    {
        $found = $order > 0 ? \wc_get_order($order) : false;
        return $found instanceof \WC_Order ? $found->get_status() : null;
    }

    private function statuses(): StatusMap
    {
        return new StatusMap($this->services->settings());
    }
}
