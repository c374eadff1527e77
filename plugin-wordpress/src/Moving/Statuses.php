<?php
// Owns what another program's word for somebody's subscription means.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class Statuses
{
    private const OUT = [
        'unsubscribed', 'opted out', 'opt out', 'optout', 'optedout', 'stop', 'stopped', 'suppressed', 'blocked',
        'blacklisted', 'revoked', 'withdrawn', 'do not contact', 'dnd', 'complained', 'abgemeldet', 'widerrufen',
        'gesperrt', 'desinscrit', 'desabonne', 'refuse', 'retire',
    ];

    private const IN = [
        'subscribed', 'opted in', 'opt in', 'optin', 'optedin', 'double opt in', 'confirmed', 'active', 'granted',
        'yes', 'y', 'true', '1', 'sms', 'consented', 'angemeldet', 'abonniert', 'bestatigt', 'ja', 'oui', 'inscrit',
        'abonne', 'accepte',
    ];

    private const NEITHER = [
        'never subscribed', 'not subscribed', 'none', 'no', 'n', 'false', '0', 'pending', 'unconfirmed', 'unknown',
        'invalid', 'nein', 'non', 'email',
    ];

    /**
     * Returns `in`, `out` or `neither`; null for a word that is not known.
     *
     * @param bool $asksOut Whether the column's title asks about opting out, so that a yes is one.
     */
    public static function meaning(string $word, bool $asksOut = false): ?string
    {
        $plain = self::plain($word);
        $said = match (true) {
            \in_array($plain, self::OUT, true) => 'out',
            \in_array($plain, self::IN, true) => 'in',
            \in_array($plain, self::NEITHER, true) => 'neither',
            default => null,
        };
        if ($asksOut && \in_array($plain, ['yes', 'y', 'true', '1', 'ja', 'oui'], true)) {
            return 'out';
        }
        return $said;
    }

    /** Returns words in small plain letters with single spaces between them. */
    public static function plain(string $words): string
    {
        $letters = ['é' => 'e', 'è' => 'e', 'ê' => 'e', 'ä' => 'a', 'ö' => 'o', 'ü' => 'u', 'ç' => 'c'];
        return \trim((string) \preg_replace('/[^a-z0-9]+/', ' ', \strtr(\mb_strtolower($words), $letters)));
    }

    /** Returns whether a title asks about opting out. */
    public static function asksOut(string $title): bool
    {
        return \preg_match('/unsub|opt(ed)?[\s_-]*out|suppress|abgemeldet|d[ée]sinscri|d[ée]sabonn|stop/i', $title) === 1;
    }
}
