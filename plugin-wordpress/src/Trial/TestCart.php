<?php
// Owns the test cart: a manager shops as a customer would, as a shopper of his own, and sees what is made of it.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Host\Notes;
use Cartsignal\Rest\Rest;
use Cartsignal\Services;

/**
 * The link to begin with is good once, for some minutes, and for the manager who asked for it. His shopper's key begins as
 * all keys of tests do, so that it counts in no number; his own history as a customer is not touched. What is decided is
 * the real thing: the box, the number, the law.
 *
 * @phpstan-type Kept array{key: string, user: int, at: int, opened_at?: int, mark: string}
 */
final class TestCart
{
    /** The field of the address that begins a trial. */
    public const FIELD = 'cartsignal_trial';

    /** The name of WooCommerce's session's value that says so. Source: Capture\Visitor. */
    private const SESSION = 'cartsignal_trial';

    /** What a session holds of a shopper, which a trial begins without. Source: Capture\Visitor, Consent\Contact. */
    private const OWN = 'cartsignal_consent';

    private const NAME = 'trial_cart';

    /** To open the link. Chosen. */
    private const OPEN_MS = 600_000;

    /** To shop. Chosen: the longest delay of a cart is two hours, and the page may be left open for it. */
    private const LASTS_MS = 10_800_000;

    private readonly Notes $notes;

    public function __construct(private readonly Services $services)
    {
        $this->notes = new Notes($services->database());
    }

    /** Begins a trial and returns the address that opens the shop in it. */
    public function begin(): string
    {
        $token = \bin2hex(\random_bytes(16));
        $this->write([
            'key' => TestNote::PREFIX . \bin2hex(\random_bytes(24)),
            'user' => \get_current_user_id(),
            'at' => $this->services->now(),
            'mark' => $this->mark($token),
        ]);
        return \add_query_arg(self::FIELD, $token, \home_url('/'));
    }

    /** Opens the shop in a trial, where the address is good for it; else it is an ordinary visit. In a visit of the shop. */
    public function open(#[\SensitiveParameter] string $token): void
    {
        $kept = $this->read();
        $now = $this->services->now();
        $isGood = $kept !== null && !isset($kept['opened_at']) && \hash_equals($kept['mark'], $this->mark($token))
            && $now - $kept['at'] <= self::OPEN_MS && $kept['user'] === \get_current_user_id() && \current_user_can(Rest::CAPABILITY);
        $session = \WC()->session;
        if ($isGood && $session instanceof \WC_Session_Handler) {
            $session->set_customer_session_cookie(true);
            $session->set(self::SESSION, ['key' => $kept['key'], 'until' => $now + self::LASTS_MS]);
            $session->__unset(self::OWN);
            $this->services->visitor()->unreach();
            $this->write(['opened_at' => $now] + $kept);
        }
        \wp_safe_redirect(\wc_get_page_permalink('shop') ?: \home_url('/'));
        exit;
    }

    /** Returns the trial that is on, or was last. @return Kept|null */
    public function read(): ?array
    {
        $kept = \json_decode($this->notes->read(self::NAME) ?? 'null', true);
        return \is_array($kept) ? $kept : null;
    }

    /** Returns whether a trial is still on. @param Kept $kept */
    public function isOn(array $kept): bool
    {
        $begun = $kept['opened_at'] ?? $kept['at'];
        return $this->services->now() - $begun <= (isset($kept['opened_at']) ? self::LASTS_MS : self::OPEN_MS);
    }

    private function mark(#[\SensitiveParameter] string $token): string
    {
        return $this->services->keys()->mark('trial', $token);
    }

    /** @param Kept $kept */
    private function write(array $kept): void
    {
        $this->notes->write(self::NAME, \json_encode($kept, JSON_THROW_ON_ERROR));
    }
}
