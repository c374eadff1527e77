<?php
// Owns which addresses events may be sent to: https, by name or number, and never into a private network.
declare(strict_types=1);

namespace Cartsignal\Outbound;

/**
 * Whoever may enter an address could else let the server ask its own network, as its cloud's keys. The name is resolved
 * here, and the request goes to the very numbers that were looked at: a name that changes between two questions wins
 * nothing. CARTSIGNAL_WEBHOOK_LOCAL in wp-config.php lets an own network through, for a developer or an intranet.
 */
final class Address
{
    /** Not the internet. Source: IANA's registries of special-purpose addresses, IPv4. */
    private const NOT_PUBLIC = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
        '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24',
        '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'];

    /** The internet, and what in it is another network in disguise or for documents. Source: the same, IPv6. */
    private const PUBLIC_SIX = '2000::/3';
    private const NOT_PUBLIC_SIX = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

    private const MOST_BYTES = 512;

    private const HTTPS = 443;

    /** @param list<string> $numbers IP addresses, all of which were looked at. */
    private function __construct(public readonly string $host, public readonly int $port, public readonly array $numbers)
    {
    }

    /** Returns where an address leads; null where nothing may be sent there. Asks the name service. */
    public static function of(string $url): ?self
    {
        $parts = \strlen($url) > self::MOST_BYTES ? false : \wp_parse_url($url);
        $host = \strtolower(\trim((string) ($parts['host'] ?? ''), '[]'));
        $port = (int) ($parts['port'] ?? self::HTTPS);
        $isPlain = \preg_match('/\A[\x21-\x7e]+\z/', $url) === 1 && !isset($parts['user']) && !isset($parts['pass']);
        if ($host === '' || ($parts['scheme'] ?? '') !== 'https' || !$isPlain || (!self::mayBeLocal() && $port !== self::HTTPS)) {
            return null;
        }
        $numbers = self::numbers($host);
        $isFine = $numbers !== [] && (self::mayBeLocal() || \array_filter($numbers, self::isPublic(...)) === $numbers);
        return $isFine ? new self($host, $port, $numbers) : null;
    }

    /** Returns whether a number is one of the internet. */
    public static function isPublic(string $number): bool
    {
        $packed = @\inet_pton($number);
        if ($packed === false) {
            return false;
        }
        $isIn = static fn (string $network): bool => self::isIn($packed, $network);
        return \strlen($packed) === 4
            ? \array_filter(self::NOT_PUBLIC, $isIn) === []
            : $isIn(self::PUBLIC_SIX) && \array_filter(self::NOT_PUBLIC_SIX, $isIn) === [];
    }

    public static function mayBeLocal(): bool
    {
        return \defined('CARTSIGNAL_WEBHOOK_LOCAL') && \constant('CARTSIGNAL_WEBHOOK_LOCAL') === true;
    }

    /** Returns it as cURL is told which numbers a name has. */
    public function pinned(): string
    {
        $written = \array_map(static fn (string $each): string => \str_contains($each, ':') ? "[$each]" : $each, $this->numbers);
        return "$this->host:$this->port:" . \implode(',', $written);
    }

    /** @return list<string> */
    private static function numbers(string $host): array
    {
        if (\filter_var($host, FILTER_VALIDATE_IP) !== false) {
            return [$host];
        }
        // What looks like a number and is none (`127.1`, `0x7f000001`) would be read as one by the system.
        if (\preg_match('/(\A|\.)(0x[0-9a-f]*|[0-9]+)\.?\z/', $host) === 1) {
            return [];
        }
        $four = \gethostbynamel($host) ?: [];
        $six = \function_exists('dns_get_record') ? @\dns_get_record("$host.", DNS_AAAA) ?: [] : [];
        return [...$four, ...\array_column($six, 'ipv6')];
    }

    private static function isIn(string $packed, string $network): bool
    {
        [$start, $bits] = \explode('/', $network);
        $first = (string) \inet_pton($start);
        $whole = \intdiv((int) $bits, 8);
        $mask = 0xff << (8 - (int) $bits % 8) & 0xff;
        return \strlen($first) === \strlen($packed)
            && \substr($packed, 0, $whole) === \substr($first, 0, $whole)
            && ($mask === 0 || (\ord($packed[$whole]) & $mask) === (\ord($first[$whole]) & $mask));
    }
}
