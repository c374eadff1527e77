<?php
// Owns encrypting bytes with a key, bound to what they are: AES-256-GCM, or XChaCha20-Poly1305 where this PHP lacks
// that.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * The first byte says how: format, nonce, tag and rest for AES; format, nonce, rest with its tag for XChaCha20. What
 * one PHP sealed another one opens as long as it has that cipher, whichever it would seal with.
 */
final class Cipher
{
    public const AES = 1;
    public const XCHACHA = 2;

    private const AES_NAME = 'aes-256-gcm';
    private const AES_NONCE_BYTES = 12;
    private const TAG_BYTES = 16;
    private const XCHACHA_NONCE_BYTES = 24;

    /**
     * @param \Closure(int): string $random
     * @param self::AES|self::XCHACHA|null $format By default the best that this PHP has.
     * @throws \RuntimeException This PHP has neither.
     */
    public function __construct(private readonly \Closure $random, private ?int $format = null)
    {
    }

    /**
     * @param string $key 32 bytes.
     * @param string $about What the bytes are; sealed for one thing, they can't be passed off as another.
     */
    public function encrypt(
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] string $bytes,
        string $about
    ): string {
        if (($this->format ??= self::best()) === self::XCHACHA) {
            $nonce = ($this->random)(self::XCHACHA_NONCE_BYTES);
            $body = \sodium_crypto_aead_xchacha20poly1305_ietf_encrypt($bytes, $about, $nonce, $key);
            return \chr(self::XCHACHA) . $nonce . $body;
        }
        $nonce = ($this->random)(self::AES_NONCE_BYTES);
        $tag = '';
        $raw = OPENSSL_RAW_DATA;
        $body = \openssl_encrypt($bytes, self::AES_NAME, $key, $raw, $nonce, $tag, $about, self::TAG_BYTES);
        if ($body === false) {
            throw new \RuntimeException('this PHP cannot encrypt');
        }
        return \chr(self::AES) . $nonce . $tag . $body;
    }

    /**
     * Returns what was encrypted.
     *
     * @throws SealBroken A byte of it, the key, or what it is about differs.
     */
    public function decrypt(#[\SensitiveParameter] string $key, string $sealed, string $about): string
    {
        $bytes = match (\ord($sealed[0] ?? "\0")) {
            self::AES => self::opened($key, $sealed, $about),
            self::XCHACHA => self::openedXChaCha($key, $sealed, $about),
            default => false,
        };
        return $bytes === false ? throw new SealBroken('the sealed bytes cannot be opened') : $bytes;
    }

    private static function opened(string $key, string $sealed, string $about): string|false
    {
        $start = 1 + self::AES_NONCE_BYTES + self::TAG_BYTES;
        if (\strlen($sealed) < $start || !self::hasAes()) {
            return false;
        }
        $nonce = \substr($sealed, 1, self::AES_NONCE_BYTES);
        // A shorter tag would be taken for enough, so its length is never left to what was read.
        $tag = \substr($sealed, 1 + self::AES_NONCE_BYTES, self::TAG_BYTES);
        return \openssl_decrypt(\substr($sealed, $start), self::AES_NAME, $key, OPENSSL_RAW_DATA, $nonce, $tag, $about);
    }

    private static function openedXChaCha(string $key, string $sealed, string $about): string|false
    {
        $start = 1 + self::XCHACHA_NONCE_BYTES;
        if (\strlen($sealed) < $start + self::TAG_BYTES || !self::hasXChaCha()) {
            return false;
        }
        $nonce = \substr($sealed, 1, self::XCHACHA_NONCE_BYTES);
        return \sodium_crypto_aead_xchacha20poly1305_ietf_decrypt(\substr($sealed, $start), $about, $nonce, $key);
    }

    /** @return self::AES|self::XCHACHA */
    private static function best(): int
    {
        if (self::hasAes()) {
            return self::AES;
        }
        if (self::hasXChaCha()) {
            return self::XCHACHA;
        }
        throw new \RuntimeException('the PHP extension `openssl` or `sodium` is needed: nothing personal is kept');
    }

    private static function hasAes(): bool
    {
        return \function_exists('openssl_encrypt')
            && @\openssl_cipher_iv_length(self::AES_NAME) === self::AES_NONCE_BYTES;
    }

    private static function hasXChaCha(): bool
    {
        return \function_exists('sodium_crypto_aead_xchacha20poly1305_ietf_encrypt');
    }
}
