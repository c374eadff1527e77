<?php
// Owns how a provider's settings lie in the option row: sealed, so that a dump of the database logs in nowhere.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\KeyFault;
use Cartsignal\Host\Keys;

final class Seal
{
    private const CIPHER = 'aes-256-gcm';

    private const NONCE_BYTES = 12;

    private const TAG_BYTES = 16;

    /** In front of what is sealed; another way of sealing gets another number. */
    private const FORMAT = '1.';

    /** @param \Closure(): Keys $keys */
    public function __construct(private readonly \Closure $keys)
    {
    }

    /**
     * @param array<string, string> $secrets
     * @throws KeyFault
     */
    public function close(array $secrets): string
    {
        $nonce = \random_bytes(self::NONCE_BYTES);
        $text = \json_encode((object) $secrets, JSON_THROW_ON_ERROR);
        $tag = '';
        $sealed = \openssl_encrypt($text, self::CIPHER, $this->key(), OPENSSL_RAW_DATA, $nonce, $tag, self::FORMAT);
        if ($sealed === false) {
            throw new \RuntimeException('openssl could not seal');
        }
        return self::FORMAT . \base64_encode($nonce . $tag . $sealed);
    }

    /**
     * @return array<string, string>
     * @throws KeyFault It was sealed with another key.
     */
    public function open(string $sealed): array
    {
        $bytes = \base64_decode(\substr($sealed, \strlen(self::FORMAT)), true) ?: '';
        $nonce = \substr($bytes, 0, self::NONCE_BYTES);
        $tag = \substr($bytes, self::NONCE_BYTES, self::TAG_BYTES);
        $rest = \substr($bytes, self::NONCE_BYTES + self::TAG_BYTES);
        $whole = \str_starts_with($sealed, self::FORMAT) && \strlen($tag) === self::TAG_BYTES;
        $key = $this->key();
        $text = $whole
            ? \openssl_decrypt($rest, self::CIPHER, $key, OPENSSL_RAW_DATA, $nonce, $tag, self::FORMAT)
            : false;
        if ($text === false) {
            throw new KeyFault('keys_wrong', 'the provider\'s settings were sealed with another key: enter them again');
        }
        return \json_decode($text, true, 4, JSON_THROW_ON_ERROR);
    }

    private function key(): string
    {
        return \hash_hkdf('sha256', ($this->keys)()->wrapping, 32, 'cartsignal provider settings');
    }
}
