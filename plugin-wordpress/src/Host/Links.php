<?php
// Owns the short links of texts: minted with a random key, kept as a hash, put where the core left room for them.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Links
{
    /** Characters of a key, and how many there are. Source: design.md, the contract. */
    private const KEY_WIDTH = 7;
    private const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

    private const DAY_MS = 86_400_000;

    /** How long links work. Chosen: a cart is stale in two weeks; a way out has to outlive the text by far. */
    private const LASTS_MS = [
        'cart' => 14 * self::DAY_MS,
        'checkout' => 14 * self::DAY_MS,
        'confirm' => 3 * self::DAY_MS,
        'opt_out' => 730 * self::DAY_MS,
    ];

    private const COLUMNS = 'kind, decision, recipient, shopper, cart, expires_at, used_at';

    /** @param \Closure(int): string $random */
    public function __construct(
        private readonly Database $database,
        private readonly Keys $keys,
        private readonly \Closure $random
    ) {
    }

    /**
     * Returns whether a text can be a link's key. A key has an upper-case letter, so that no ordinary address of a
     * page is taken for one.
     */
    public static function looksLikeKey(string $text): bool
    {
        return \preg_match('/\A(?=[0-9a-z]*[A-Z])[0-9A-Za-z]{7}\z/', $text) === 1;
    }

    /**
     * Returns a text with a fresh link in each of its places, and keeps the links. In a transaction.
     *
     * @param \stdClass $decision With a send.
     * @param string $origin Of the program in force.
     * @throws \UnexpectedValueException A place is not as wide as a link: the parts would be counted wrong.
     */
    public function fill(\stdClass $decision, Scene $scene, string $origin): string
    {
        $send = $decision->does->send;
        // By characters as the core counts them; mbstring may be missing.
        $characters = (array) \preg_split('//u', $send->text, -1, PREG_SPLIT_NO_EMPTY);
        $room = "$origin/" . \str_repeat('_', self::KEY_WIDTH);
        foreach ($send->links as $place) {
            if (\implode('', \array_slice($characters, $place->at, $place->width)) !== $room) {
                $message = "a text leaves $place->width characters for a link that is not one of this store's";
                throw new \UnexpectedValueException($message);
            }
            $expiresAt = $scene->moment + self::LASTS_MS[$place->kind];
            $key = $this->minted($place->kind, $decision->id, $scene, $send->cart ?? null, $expiresAt);
            \array_splice($characters, $place->at, $place->width, \str_split("$origin/$key"));
        }
        return \implode('', $characters);
    }

    /** Returns what a key leads to, or null where it is unknown or has expired. Changes nothing. */
    public function find(#[\SensitiveParameter] string $key, int $now): ?Link
    {
        $link = self::looksLikeKey($key) ? $this->ofHash($this->keys->link($key)) : null;
        return $link !== null && $link->expiresAt > $now ? $link : null;
    }

    /**
     * Returns what a link leads to, expired or not.
     *
     * @param string $hash 32 bytes, as `Keys::link` returns them.
     */
    public function ofHash(string $hash): ?Link
    {
        $row = $this->database->get('SELECT ' . self::COLUMNS . ' FROM {links} WHERE hash = ?', $hash);
        return $row === null ? null : new Link(...\array_values($row));
    }

    /** Notes that a link was used; returns whether it was the first time. */
    public function use(#[\SensitiveParameter] string $key, int $now): bool
    {
        $sql = 'UPDATE {links} SET used_at = ? WHERE hash = ? AND used_at IS NULL';
        return $this->database->run($sql, $now, $this->keys->link($key)) > 0;
    }

    /** Returns the key of a new link, which is kept. */
    private function minted(string $kind, string $decision, Scene $scene, ?string $cart, int $expiresAt): string
    {
        $sql = 'INSERT INTO {links} (hash, kind, decision, recipient, shopper, cart, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE hash = hash';
        $leads = [$kind, $decision, $scene->recipient, $scene->shopper, $cart, $expiresAt];
        do {
            $key = $this->random();
        } while ($this->database->run($sql, $this->keys->link($key), ...$leads) === 0);
        return $key;
    }

    private function random(): string
    {
        do {
            $key = '';
            while (\strlen($key) < self::KEY_WIDTH) {
                // Bytes from 248 on would make the first letters likelier.
                foreach (\str_split(($this->random)(self::KEY_WIDTH)) as $byte) {
                    $key .= \ord($byte) < 248 ? self::ALPHABET[\ord($byte) % 62] : '';
                }
            }
            $key = \substr($key, 0, self::KEY_WIDTH);
        } while (!self::looksLikeKey($key));
        return $key;
    }
}
