<?php
// Owns a cookie that says what a session may have lost: that somebody can be texted about which cart, or no longer.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Host\Keys;

/**
 * The trap: of two requests at once WooCommerce keeps the session of the one that ends last, so that a page opened right
 * after the tick can undo it. A browser keeps what each answer says. The cookie holds no personal data, counts for the one
 * session whose id it is signed with, and ends with it.
 */
final class ContactCookie
{
    private const NAME = 'cartsignal_contact';

    private const SHAPE = '/\A([01])\.(c[0-9a-f]{24})?\.([0-9a-f]{64})\z/';

    /** As long as WooCommerce keeps a guest's session. */
    private const LASTS_SECONDS = 172_800;

    /** @param \Closure(): Keys $keys Asked only where there is a cookie. */
    public function __construct(private readonly \Closure $keys)
    {
    }

    /**
     * Returns what was said to this session; null where nothing was, or it was forged or another's.
     *
     * @return array{reachable: bool, cart: ?string}|null
     */
    public function read(string $customer): ?array
    {
        // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- matched and signed below.
        $text = $_COOKIE[self::NAME] ?? null;
        if (!\is_string($text) || $customer === '' || \preg_match(self::SHAPE, $text, $found) !== 1) {
            return null;
        }
        [, $state, $cart, $mark] = $found;
        $isOurs = \hash_equals($this->mark($state, $cart, $customer), $mark);
        return $isOurs ? ['reachable' => $state === '1', 'cart' => $cart === '' ? null : $cart] : null;
    }

    public function write(string $customer, bool $isReachable, ?string $cart): void
    {
        $state = $isReachable ? '1' : '0';
        $text = "$state.$cart." . $this->mark($state, (string) $cart, $customer);
        if ($customer === '' || ($_COOKIE[self::NAME] ?? null) === $text || \headers_sent()) {
            return;
        }
        $_COOKIE[self::NAME] = $text;
        \setcookie(self::NAME, $text, [
            'expires' => \time() + self::LASTS_SECONDS,
            'path' => \COOKIEPATH ?: '/',
            'domain' => (string) \COOKIE_DOMAIN,
            'secure' => \is_ssl(),
            'httponly' => true,
            'samesite' => 'Lax',
        ]);
    }

    private function mark(string $state, string $cart, string $customer): string
    {
        return ($this->keys)()->mark('contact', "$state\n$cart\n$customer");
    }
}
