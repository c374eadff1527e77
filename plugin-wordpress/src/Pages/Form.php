<?php
// Owns what a page's form says: reading it, and the proof that it came from the page of this very link.
declare(strict_types=1);

namespace Cartsignal\Pages;

use Cartsignal\Host\Keys;

final class Form
{
    /** How long a press can be taken back. Chosen: long enough to notice, too short to be found on an old phone. */
    public const UNDO_MS = 3_600_000;

    private const MOST_CHARACTERS = 64;

    /** @param int|null $at The moment of the press that it takes back. */
    private function __construct(
        public readonly string $act,
        public readonly string $nonce,
        public readonly ?int $at
    ) {
    }

    /**
     * Returns what the request's form says, or null where it is none. It needs no nonce of WordPress: those belong to a
     * session, and here is none that a forged form could ride on. Who knows the link may press.
     */
    public static function read(): ?self
    {
        $type = (string) ($_SERVER['CONTENT_TYPE'] ?? '');
        if (\preg_match('#\Aapplication/x-www-form-urlencoded\b#i', $type) !== 1) {
            return null;
        }
        $at = self::field('at');
        return new self(self::field('act'), self::field('nonce'), \preg_match('/\A\d{1,15}\z/', $at) === 1 ? (int) $at : null);
    }

    /**
     * Returns the nonce of a link's form. Who knows the key may press the button, so it needs no secret of its own; it
     * keeps a form of one link from being sent to another one, and machines from pressing without having seen the page.
     */
    public static function nonce(Visit $visit): string
    {
        $link = $visit->link;
        $said = "cartsignal form\n{$visit->key}\n{$link->kind}\n{$link->decision}\n";
        return \substr(\hash('sha256', $said), 0, 32);
    }

    /**
     * Returns the nonce that takes a press back. It has a secret: who could reckon it would name any moment for the press,
     * and lift a STOP that was said in another way.
     *
     * @param int $pressedAt The moment of the press.
     */
    public static function undoNonce(Visit $visit, Keys $keys, int $pressedAt): string
    {
        $link = $visit->link;
        return \substr($keys->mark('undo', "{$visit->key}\n{$link->kind}\n{$link->decision}\n$pressedAt"), 0, 32);
    }

    private static function field(string $name): string
    {
        // phpcs:ignore WordPress.Security.NonceVerification.Missing -- the page compares the link's own nonce.
        $value = \wp_unslash($_POST[$name] ?? '');
        return \is_string($value) && \strlen($value) <= self::MOST_CHARACTERS ? $value : '';
    }
}
