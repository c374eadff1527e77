<?php
// Owns the signed address that a short link leads to: which text it came from, and until when it opens a cart.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Keys;

/**
 * The short link is the secret that lies on a phone; this address lies in logs and histories of a shop, so it works for
 * some minutes only, opens the cart of one text, and holds nothing but that text's number.
 */
final class Token
{
    /** How long the address works. Chosen: 15 minutes, for a phone that loads slowly. */
    private const LASTS_MS = 900_000;

    private const SHAPE = '/\A([0-9A-Za-z_-]{1,64})\.(cart|checkout)\.(\d{13})\.([0-9a-f]{64})\z/';

    private function __construct(
        public readonly string $decision,
        public readonly string $kind,
        public readonly int $expiresAt
    ) {
    }

    /** @param string $kind `cart` or `checkout` */
    public static function mint(Keys $keys, string $decision, string $kind, int $now): string
    {
        $said = "$decision.$kind." . ($now + self::LASTS_MS);
        return "$said." . $keys->mark('restore', $said);
    }

    /** Returns what was signed here, or null of anything else. It may have expired. */
    public static function read(Keys $keys, string $text): ?self
    {
        if (\preg_match(self::SHAPE, $text, $found) !== 1) {
            return null;
        }
        [, $decision, $kind, $expiresAt, $mark] = $found;
        $isOurs = \hash_equals($keys->mark('restore', "$decision.$kind.$expiresAt"), $mark);
        return $isOurs ? new self($decision, $kind, (int) $expiresAt) : null;
    }

    public function isExpired(int $now): bool
    {
        return $this->expiresAt <= $now;
    }
}
