<?php
// Owns the store's secrets: what is made of them, and the proof that they are the ones this database was begun with.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Keys
{
    private const SECRET_BYTES = 32;

    /** Of a keyed hash that stands for a person: 192 bits, as hex. */
    private const KEY_CHARACTERS = 48;

    private readonly string $recipients;

    private readonly string $shoppers;

    private readonly string $links;

    /** Wraps data keys (Vault.php); 32 bytes. */
    public readonly string $wrapping;

    /**
     * @param array{recipients: string, store: string}|null $secrets Two keys of 32 bytes, kept outside the database
     *   and its backups. Without `recipients` nobody is known again; without `store` nothing personal can be read
     *   again.
     * @throws KeyFault There are none, or they are no keys.
     */
    public function __construct(#[\SensitiveParameter] ?array $secrets)
    {
        foreach (['recipients', 'store'] as $name) {
            $secret = $secrets[$name] ?? null;
            if (!\is_string($secret) || \strlen($secret) !== self::SECRET_BYTES) {
                $bytes = self::SECRET_BYTES;
                throw new KeyFault('keys_missing', "the key `$name` is missing or not $bytes bytes: sending stops");
            }
        }
        $this->recipients = self::derived($secrets['recipients'], 'recipient keys');
        $this->shoppers = self::derived($secrets['recipients'], 'shopper keys');
        $this->links = self::derived($secrets['store'], 'links');
        $this->wrapping = self::derived($secrets['store'], 'wrapping');
    }

    /**
     * Checks the keys against the database; a new database takes them as its own.
     *
     * @throws KeyFault The database was begun with others.
     */
    public function check(Database $database): void
    {
        foreach (['recipients' => $this->recipients, 'store' => $this->wrapping] as $name => $key) {
            $expected = \substr(\hash('sha256', "cartsignal key check\n$key"), 0, 32);
            $kept = self::proof($database, $name);
            if ($kept === null) {
                // Another process may have been faster, with other keys.
                $sql = 'INSERT INTO {settings} (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = name';
                $database->run($sql, "key_check_$name", $expected);
                $kept = (string) self::proof($database, $name);
            }
            if (!\hash_equals($kept, $expected)) {
                $message = "the key `$name` is not the one this database was begun with: sending stops";
                throw new KeyFault('keys_wrong', $message);
            }
        }
    }

    /** Returns the key of the shopper whom the platform's session knows by this id: a guest's, or a user's. */
    public function shopper(string $customerId): string
    {
        return 'w' . \substr(\hash_hmac('sha256', $customerId, $this->shoppers), 0, self::KEY_CHARACTERS);
    }

    /** Returns the key of the recipient with this number. */
    public function recipient(#[\SensitiveParameter] string $e164): string
    {
        return 'r' . \substr(\hash_hmac('sha256', $e164, $this->recipients), 0, self::KEY_CHARACTERS);
    }

    /** Returns what the database keeps of a link's key, 32 bytes: 7 characters alone could be tried out. */
    public function link(#[\SensitiveParameter] string $key): string
    {
        return \hash_hmac('sha256', $key, $this->links, true);
    }

    /** Returns what `admit` may know of a session or a network: enough to count, nothing to find it by. */
    public function origin(#[\SensitiveParameter] string $text): string
    {
        return \substr(\hash_hmac('sha256', "origin\n$text", $this->links), 0, 32);
    }

    /**
     * Returns a keyed mark of 64 hex characters, which differs by what it is for.
     *
     * @param string $purpose As `coupon`; without a line break.
     */
    public function mark(string $purpose, #[\SensitiveParameter] string $text): string
    {
        return \hash_hmac('sha256', "$purpose\n$text", $this->links);
    }

    /** @return array{} Keys are not shown. */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @return never */
    public function __serialize(): array
    {
        throw new \LogicException('keys are not serialized');
    }

    private static function proof(Database $database, string $name): ?string
    {
        return $database->get('SELECT value FROM {settings} WHERE name = ?', "key_check_$name")['value'] ?? null;
    }

    private static function derived(#[\SensitiveParameter] string $secret, string $purpose): string
    {
        return \hash_hkdf('sha256', $secret, self::SECRET_BYTES, "cartsignal $purpose");
    }
}
