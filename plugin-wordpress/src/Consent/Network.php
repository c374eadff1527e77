<?php
// Owns telling from which network a request comes, as far as one household or office may have it.
declare(strict_types=1);

namespace Cartsignal\Consent;

/**
 * Anybody may write any forwarding header, so what it claims only splits what lies behind one proxy: the proxy's own address
 * has a limit as well, a wider one.
 */
final class Network
{
    private const BYTES_OF_IPV4 = 3; // a /24
    private const BYTES_OF_IPV6 = 6; // a /48, as the core's contract has it

    /** Returns the network of an address, empty where it is none. */
    public static function of(string $address): string
    {
        $packed = @\inet_pton($address);
        if ($packed === false) {
            return '';
        }
        // IPv4 written as IPv6.
        if (\strlen($packed) === 16 && \str_starts_with($packed, "\0\0\0\0\0\0\0\0\0\0\xff\xff")) {
            $packed = \substr($packed, 12);
        }
        return \bin2hex(\substr($packed, 0, \strlen($packed) === 4 ? self::BYTES_OF_IPV4 : self::BYTES_OF_IPV6));
    }

    /** Returns the network that the server sees. */
    public static function connected(): string
    {
        return self::of((string) ($_SERVER['REMOTE_ADDR'] ?? ''));
    }

    /** Returns the network that a proxy says it stands for, with the proxy's own; empty without a proxy. */
    public static function forwarded(): string
    {
        // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- only an address comes out of `of`.
        $claims = \explode(',', (string) ($_SERVER['HTTP_X_FORWARDED_FOR'] ?? ''), 2);
        $claimed = self::of(\trim($claims[0]));
        return $claimed === '' ? '' : self::connected() . '/' . $claimed;
    }
}
