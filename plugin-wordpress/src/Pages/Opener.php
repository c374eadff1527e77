<?php
// Owns who opens a link: a person or a machine that looks at it, and from which network.
declare(strict_types=1);

namespace Cartsignal\Pages;

final class Opener
{
    /** Programs that fetch links by themselves and say so. Their makers document these names. (Cubot makes phones.) */
    private const MACHINES = '/(?<!\bcu)bot\b|crawl|spider|preview|facebookexternalhit|facebot|whatsapp|telegram|slack|'
        . 'discord|skype|viber|linkedin|embedly|proxy|scanner|monitor|headless|curl|wget|python|okhttp|java\/|go-http|'
        . '\bnode\b|axios|libwww|httpclient|postman/i';

    public static function method(): string
    {
        return \strtoupper(self::server('REQUEST_METHOD') ?: 'GET');
    }

    /**
     * Returns whether a request is most likely a person's tap: a navigation of a browser (Fetch Metadata, sent by all
     * current ones over HTTPS), not made ahead of time, by no program that names itself as one. In doubt it is not: an
     * opening that is not counted costs a statistic, one that is made up credits an order to a text.
     */
    public static function isPerson(): bool
    {
        return !self::isMachine() && self::server('HTTP_SEC_FETCH_MODE') === 'navigate';
    }

    /**
     * Returns whether a request says of itself that nobody is to look at its answer: another method than GET, something
     * else than a navigation, made ahead of time, by a program that names itself. Browsers that say nothing (Safari before
     * 16.4) are none: their owners want their cart back.
     */
    public static function isMachine(): bool
    {
        $ahead = self::server('HTTP_SEC_PURPOSE') . ' ' . self::server('HTTP_PURPOSE') . ' ' . self::server('HTTP_X_MOZ');
        $agent = self::server('HTTP_USER_AGENT');
        return self::method() !== 'GET'
            || !\in_array(self::server('HTTP_SEC_FETCH_MODE'), ['', 'navigate'], true)
            || !\in_array(self::server('HTTP_SEC_FETCH_DEST'), ['', 'document'], true)
            || \preg_match('/prefetch|preview|prerender/i', $ahead) === 1
            || $agent === ''
            || \preg_match(self::MACHINES, $agent) === 1;
    }

    /**
     * Returns the network of the visitor, as far as one household or office may have it: /24 of IPv4, /56 of IPv6. Headers
     * of proxies are not believed: whoever guesses links would write there what he likes. A store behind a proxy tells
     * PHP the real address (as its server can), or says it by this filter.
     */
    public static function network(): string
    {
        $address = \apply_filters('cartsignal_visitor_address', self::server('REMOTE_ADDR'));
        return self::networkOf(\is_string($address) ? $address : '');
    }

    public static function networkOf(string $address): string
    {
        if (\preg_match('/(?:\A|:)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}\z/', $address, $four) === 1) {
            return $four[1];
        }
        $packed = @\inet_pton(\explode('%', $address, 2)[0]);
        return $packed !== false && \strlen($packed) === 16 ? \bin2hex(\substr($packed, 0, 7)) : '';
    }

    private static function server(string $name): string
    {
        $value = \wp_unslash($_SERVER[$name] ?? '');
        return \is_string($value) ? $value : '';
    }
}
