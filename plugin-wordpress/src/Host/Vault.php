<?php
// Owns sealing what is personal: each person's data key, wrapped with the store's key, and what is encrypted with it.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * A side is `shopper`, `recipient`, or `shop` for what is about nobody in particular. Capture may not ask the
 * database, so a visitor has a data key of its own, kept wrapped in the shop's session and in the rows it seals. Such
 * a key never becomes a person's: it would come back from the session after that person was erased.
 */
final class Vault
{
    private const KEY_BYTES = 32;

    private readonly Cipher $cipher;

    /**
     * @param \Closure(int): string $random
     * @param Cipher|null $cipher By default the best that this PHP has.
     */
    public function __construct(
        private readonly Database $database,
        private readonly Keys $keys,
        private readonly \Closure $random,
        ?Cipher $cipher = null
    ) {
        $this->cipher = $cipher ?? new Cipher($random);
    }

    /** Encrypts a value as JSON under a person's data key, which is made where there is none. In a transaction. */
    public function seal(string $side, string $person, #[\SensitiveParameter] mixed $value): string
    {
        return $this->sealBytes($side, $person, self::written($value));
    }

    /**
     * Returns the value that was sealed, objects as \stdClass; null where there is none or its key was erased.
     *
     * @throws SealBroken It was tampered with.
     */
    public function open(string $side, string $person, ?string $sealed): mixed
    {
        $bytes = $this->openBytes($side, $person, $sealed);
        return $bytes === null ? null : \json_decode($bytes, false, 512, JSON_THROW_ON_ERROR);
    }

    public function sealBytes(string $side, string $person, #[\SensitiveParameter] string $bytes): string
    {
        // Shared, so that nobody erases the key while something is being sealed with it.
        $key = $this->dataKey($side, $person, $this->database->inTransaction() ? ' LOCK IN SHARE MODE' : '');
        return $this->cipher->encrypt($key ?? $this->newKey($side, $person), $bytes, "$side:$person");
    }

    /** @throws SealBroken It was tampered with. */
    public function openBytes(string $side, string $person, ?string $sealed): ?string
    {
        $key = $sealed === null || $sealed === '' ? null : $this->dataKey($side, $person);
        return $key === null ? null : $this->cipher->decrypt($key, $sealed, "$side:$person");
    }

    /** Forgets a person's data key, and with it all that was ever sealed under it, in backups too. */
    public function erase(string $side, string $person): bool
    {
        return $this->database->run('DELETE FROM {data_keys} WHERE side = ? AND person = ?', $side, $person) > 0;
    }

    /**
     * Holds a person's data key until the transaction ends: what others seal with it is written before or after.
     * Returns whether there is one.
     */
    public function lock(string $side, string $person): bool
    {
        return $this->dataKey($side, $person, ' FOR UPDATE') !== null;
    }

    /** Returns a new data key, wrapped. Asks the database nothing, like all that follows. */
    public function freshKey(): string
    {
        return $this->cipher->encrypt($this->keys->wrapping, ($this->random)(self::KEY_BYTES), 'key:visitor');
    }

    /**
     * Encrypts bytes under a wrapped key.
     *
     * @param string $about What they are, as `Inbox::about`.
     * @throws SealBroken It is no key of this store's.
     */
    public function sealWith(string $wrapped, string $about, #[\SensitiveParameter] string $bytes): string
    {
        return $this->cipher->encrypt($this->unwrapped($wrapped), $bytes, $about);
    }

    /** @throws SealBroken */
    public function openWith(string $wrapped, string $about, string $sealed): string
    {
        return $this->cipher->decrypt($this->unwrapped($wrapped), $sealed, $about);
    }

    /** Encrypts what is the store's own, such as its provider's password. */
    public function sealStore(string $about, #[\SensitiveParameter] string $bytes): string
    {
        return $this->cipher->encrypt($this->keys->wrapping, $bytes, "store:$about");
    }

    /** @throws SealBroken */
    public function openStore(string $about, string $sealed): string
    {
        return $this->cipher->decrypt($this->keys->wrapping, $sealed, "store:$about");
    }

    /** @return array{} Nothing of keys is shown. */
    public function __debugInfo(): array
    {
        return [];
    }

    private function unwrapped(string $wrapped): string
    {
        return $this->cipher->decrypt($this->keys->wrapping, $wrapped, 'key:visitor');
    }

    private function dataKey(string $side, string $person, string $lock = ''): ?string
    {
        $sql = "SELECT wrapped FROM {data_keys} WHERE side = ? AND person = ?$lock";
        $row = $this->database->get($sql, $side, $person);
        return $row === null ? null
            : $this->cipher->decrypt($this->keys->wrapping, $row['wrapped'], "key:$side:$person");
    }

    private function newKey(string $side, string $person): string
    {
        $key = ($this->random)(self::KEY_BYTES);
        $wrapped = $this->cipher->encrypt($this->keys->wrapping, $key, "key:$side:$person");
        $sql = 'INSERT INTO {data_keys} (side, person, wrapped) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE person = person';
        // Another process may have been faster: then its key is the one.
        return $this->database->run($sql, $side, $person, $wrapped) === 1
            ? $key
            : $this->dataKey($side, $person) ?? throw new StartOver('a data key was erased beside its first use');
    }

    private static function written(mixed $value): string
    {
        return \json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }
}
