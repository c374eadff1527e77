<?php
// Owns which alarms the owner was mailed about, and when: each mail is claimed before it is sent.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Host\Notes;

/**
 * A process that ends between the claim and the note that the mail was sent leaves the claim: the mail is sent once more,
 * by a later run, and then counts as sent. So a mail may come twice, and is never missing.
 */
final class Mailbook
{
    /** An alarm that lasts is mailed again after so long. Source: shared defaults of the issue, once a day. */
    private const AGAIN_MS = 86_400_000;

    /** An alarm that comes back sooner is the same one: the owner gets no mail for each turn. Chosen. */
    private const SETTLES_MS = 3_600_000;

    /** After a claim of which nothing was heard. Chosen: longer than any process lives. */
    private const LOST_MS = 600_000;

    /** After a mailer refused. Chosen. */
    private const REFUSED_MS = 3_600_000;

    private const PREFIX = 'mailed_';

    public function __construct(private readonly Notes $notes)
    {
    }

    /**
     * Returns which mails are due, each claimed already: `again` for an alarm, `well` for one that is over.
     *
     * @param list<string> $standing The alarms there are.
     * @param list<string> $once Those that are mailed once however long they last.
     * @param bool $isCopy Then what was mailed about anything else is the other site's to go on with.
     * @return list<array{alarm: string, kind: 'alarm'|'well', claim: string}>
     */
    public function due(array $standing, array $once, bool $isCopy, int $now): array
    {
        $known = $this->notes->under(self::PREFIX);
        $known = $isCopy ? \array_intersect_key($known, \array_flip($standing)) : $known;
        $due = [];
        foreach ($standing as $alarm) {
            $page = self::read($known[$alarm] ?? null);
            if ($page['quiet_since'] !== null) {
                $page['quiet_since'] = null;
                $this->keep($alarm, $known[$alarm] ?? null, $page);
                $known[$alarm] = self::text($page);
            }
            $isDue = $page['mailed_at'] === null
                || ($now - $page['mailed_at'] >= self::AGAIN_MS && !\in_array($alarm, $once, true));
            if ($isDue) {
                $due[] = $this->claimed($alarm, 'alarm', $known[$alarm] ?? null, $page, $now);
            }
        }
        foreach (\array_diff(\array_map(\strval(...), \array_keys($known)), $standing) as $alarm) {
            $page = self::read($known[$alarm]);
            if ($page['quiet_since'] === null) {
                $this->keep($alarm, $known[$alarm], ['quiet_since' => $now] + $page);
            } elseif ($page['mailed_at'] === null && $page['claimed_at'] === null) {
                $this->notes->drop(self::PREFIX . $alarm);
            } elseif ($now - $page['quiet_since'] >= self::SETTLES_MS) {
                $due[] = $this->claimed($alarm, 'well', $known[$alarm], $page, $now);
            }
        }
        return \array_values(\array_filter($due));
    }

    /** Notes what became of a mail that was claimed. */
    public function settle(string $alarm, string $kind, string $claim, bool $isSent, int $now): void
    {
        if ($kind === 'well' && $isSent) {
            $this->notes->drop(self::PREFIX . $alarm);
            return;
        }
        $page = self::read($claim);
        $page = $isSent
            ? ['mailed_at' => $now, 'claimed_at' => null, 'tries' => 0, 'refused_at' => null] + $page
            : ['claimed_at' => null, 'refused_at' => $now] + $page;
        $this->keep($alarm, $claim, $page);
    }

    /**
     * @param array{mailed_at: ?int, claimed_at: ?int, tries: int, refused_at: ?int, quiet_since: ?int} $page
     * @return array{alarm: string, kind: 'alarm'|'well', claim: string}|null
     */
    private function claimed(string $alarm, string $kind, ?string $kept, array $page, int $now): ?array
    {
        $isUnderWay = $page['claimed_at'] !== null && $now - $page['claimed_at'] < self::LOST_MS;
        if ($isUnderWay || ($page['refused_at'] !== null && $now - $page['refused_at'] < self::REFUSED_MS)) {
            return null;
        }
        if ($page['claimed_at'] !== null && $page['tries'] >= 2) {
            // Two processes ended over it: it counts as sent.
            $this->settle($alarm, $kind, (string) $kept, true, $page['claimed_at']);
            return null;
        }
        $tries = $page['claimed_at'] === null ? 1 : $page['tries'] + 1;
        $claim = ['claimed_at' => $now, 'tries' => $tries, 'refused_at' => null] + $page;
        return $this->keep($alarm, $kept, $claim) ? ['alarm' => $alarm, 'kind' => $kind, 'claim' => self::text($claim)] : null;
    }

    /** @param array<string, int|null> $page */
    private function keep(string $alarm, ?string $from, array $page): bool
    {
        return $this->notes->swap(self::PREFIX . $alarm, $from, self::text($page));
    }

    /** @return array{mailed_at: ?int, claimed_at: ?int, tries: int, refused_at: ?int, quiet_since: ?int} */
    private static function read(?string $kept): array
    {
        $page = \json_decode($kept ?? '{}', true);
        return (\is_array($page) ? $page : [])
            + ['mailed_at' => null, 'claimed_at' => null, 'tries' => 0, 'refused_at' => null, 'quiet_since' => null];
    }

    /** @param array<string, int|null> $page */
    private static function text(array $page): string
    {
        \ksort($page);
        return \json_encode($page, JSON_THROW_ON_ERROR);
    }
}
