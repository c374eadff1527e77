<?php
// Owns how it stands, for the header of every screen: whether texts go out, why not, and what the owner can do about it.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Alarms\Sentences;
use Cartsignal\Fault;
use Cartsignal\Host\Host;
use Cartsignal\Host\KeyFault;
use Cartsignal\Host\Restores;
use Cartsignal\Services;
use Cartsignal\Settings\NoDatabase;
use Cartsignal\Settings\Words;
use Cartsignal\Wake\Due;
use Cartsignal\Wake\Heartbeat;
use Cartsignal\Wake\Runs;

/** A store that can't work is told of like one that can: the header is where its owner looks first. */
final class Standing
{
    /** Why sending is paused on a site that its owner called a copy. */
    public const COPY = 'copy';

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, mixed> As StatusEndpoint describes it. */
    public function told(): array
    {
        try {
            $host = $this->services->host();
            $trouble = $this->services->settings()->trouble();
            $stand = $trouble === null ? $this->stand($host) : self::still($trouble);
            return $stand + ['countries' => $this->countries(), 'runner' => $this->runner()]
                + ['alarms' => self::alarms($host), 'waiting' => self::waiting($host)];
        } catch (\Throwable $error) {
            $isOurs = $error instanceof KeyFault || $error instanceof NoDatabase;
            if (!$isOurs) {
                Fault::note($error, 'status');
            }
            $text = $isOurs ? Words::said($error->getMessage()) : \__('The site\'s error log says where it failed.', 'cartsignal');
            return self::still($text) + ['countries' => $this->countries(), 'runner' => null, 'alarms' => []]
                + ['waiting' => ['replies' => 0, 'unknown' => 0, 'set_aside' => 0]];
        }
    }

    /** @return array{state: string, tone: string, title: string, sentence: string, buttons: list<string>} */
    private function stand(Host $host): array
    {
        $sending = $host->permission()->sending();
        return match ($sending['why'] ?? null) {
            'paused' => self::paused((string) $host->permission()->pausedBecause()),
            'other_instance' => self::of(
                'copy',
                'bad',
                \__('Nothing is sent: this site is a copy, or has moved', 'cartsignal'),
                \__('Its address, its kind of environment or its files are not those it was set up with. If the other site is gone, send from here. If this is a copy, nothing has to be done: it stays silent.', 'cartsignal'),
                ['adopt', 'copy']
            ),
            default => $this->open(isset($sending['why'])),
        };
    }

    /** @return array{state: string, tone: string, title: string, sentence: string, buttons: list<string>} */
    private static function paused(string $why): array
    {
        return match ($why) {
            Restores::WHY => self::of(
                'restored',
                'bad',
                \__('Paused: the database was put back from a backup', 'cartsignal'),
                \__('Texts and opt-outs since then are missing in it. Once you press Resume, opt-outs are read back first, and nobody is texted about a cart that was left before.', 'cartsignal'),
                ['resume']
            ),
            self::COPY => self::of(
                'copy',
                'watch',
                \__('This is a copy: nothing is sent from here', 'cartsignal'),
                \__('You said so. If it has become the real shop, send from here.', 'cartsignal'),
                ['adopt']
            ),
            default => self::of(
                'paused',
                'bad',
                \__('Paused: nothing is sent', 'cartsignal'),
                \__('Carts are still watched and decided about. What is overdue when you resume is decided again, never sent in a heap.', 'cartsignal'),
                ['resume']
            ),
        };
    }

    /** @return array{state: string, tone: string, title: string, sentence: string, buttons: list<string>} */
    private function open(bool $lacksProvider): array
    {
        $names = \array_column(\array_filter($this->countries(), static fn (array $one): bool => $one['live']), 'name');
        $where = \wp_sprintf('%l', $names);
        if ($names === []) {
            $sentence = $lacksProvider
                ? \__('Everything is decided and listed, and nothing is sent. No provider is set up yet.', 'cartsignal')
                : \__('Everything is decided and listed, and nothing is sent until you go live in a country.', 'cartsignal');
            return self::of(
                'watching',
                'watch',
                \__('Watch mode', 'cartsignal'),
                $sentence,
                $lacksProvider ? ['setup'] : ['markets', 'pause']
            );
        }
        if ($lacksProvider) {
            return self::of(
                'no_provider',
                'bad',
                \__('Nothing is sent: no provider is set up', 'cartsignal'),
                \__('Countries are live, but nobody carries the texts.', 'cartsignal'),
                ['provider']
            );
        }
        if ($this->services->settings()->providerName() === 'log') {
            /* translators: %s: countries. */
            return self::of(
                'log',
                'watch',
                \__('Texts go to the log', 'cartsignal'),
                /* translators: %s: countries. */
                \sprintf(\__('Texts to %s are written down and not sent: the provider is the log.', 'cartsignal'), $where),
                ['provider', 'pause']
            );
        }
        $others = \array_column(\array_filter($this->countries(), static fn (array $one): bool => !$one['live']), 'name');
        /* translators: %s: countries. */
        $watched = $others === [] ? '' : ' ' . \sprintf(\__('Watched only, nothing is sent: %s.', 'cartsignal'), \wp_sprintf('%l', $others));
        /* translators: %s: countries. */
        $title = \sprintf(\__('Sending to %s', 'cartsignal'), $where);
        return self::of(
            'sending',
            'good',
            $title,
            \__('Who left a cart, said yes, and may be texted now gets one text.', 'cartsignal') . $watched,
            ['pause']
        );
    }

    /** @return array{state: string, tone: string, title: string, sentence: string, buttons: list<string>} */
    private static function still(string $trouble): array
    {
        return self::of('broken', 'bad', \__('Cartsignal stands still, and nothing is sent', 'cartsignal'), $trouble, ['health']);
    }

    /**
     * @param list<string> $buttons
     * @return array{state: string, tone: string, title: string, sentence: string, buttons: list<string>}
     */
    private static function of(string $state, string $tone, string $title, string $sentence, array $buttons): array
    {
        return ['state' => $state, 'tone' => $tone, 'title' => $title, 'sentence' => $sentence, 'buttons' => $buttons];
    }

    /** @return list<array{code: string, name: string, live: bool}> */
    private function countries(): array
    {
        $names = \function_exists('WC') ? \WC()->countries->get_countries() : [];
        $markets = $this->services->settings()->markets();
        \ksort($markets);
        return \array_map(
            static fn (string $code, array $market): array => ['code' => $code, 'name' => \html_entity_decode($names[$code] ?? $code), 'live' => (bool) $market['live']],
            \array_keys($markets),
            $markets
        );
    }

    /** @return array{late: bool, ran_at: ?int, waiting_since: ?int, within: ?int, sentence: string} */
    private function runner(): array
    {
        $now = $this->services->now();
        $beat = (new Heartbeat($this->services->database()))->read();
        $since = (new Due($this->services))->since($now);
        $isLate = $since !== null && $now - $since > Runs::LATE_MS;
        $within = Heartbeat::p95($beat['late']);
        return [
            'late' => $isLate,
            'ran_at' => $beat['ran_at'],
            'waiting_since' => $since,
            'within' => $within,
            'sentence' => $this->punctuality($beat['ran_at'], $isLate ? $since : null, $now),
        ];
    }

    private function punctuality(?int $ranAt, ?int $lateSince, int $now): string
    {
        $span = static fn (int $at): string => \human_time_diff(\intdiv($at, 1_000), \intdiv($now, 1_000));
        if ($lateSince !== null) {
            /* translators: %s: a time span, as "12 minutes". */
            return \sprintf(\__('The runner is late: something waits since %s, and texts wait with it.', 'cartsignal'), $span($lateSince));
        }
        return $ranAt === null
            ? \__('The runner has not run yet: it is woken within a minute or by the next visit.', 'cartsignal')
            /* translators: %s: a time span, as "12 minutes". */
            : \sprintf(\__('Last looked %s ago.', 'cartsignal'), $span($ranAt));
    }

    /** @return list<array{name: string, sentence: string, way_out: ?string, route: string, at: int}> */
    private static function alarms(Host $host): array
    {
        $alarms = [];
        foreach ($host->permission()->alarms() as $alarm) {
            ['alarm' => $name, 'at' => $at] = (array) $alarm;
            $alarms[] = [
                'name' => $name,
                'sentence' => Sentences::sentence($name),
                'way_out' => Sentences::wayOut($name),
                'route' => Sentences::route($name),
                'at' => (int) $at,
            ];
        }
        return $alarms;
    }

    /** @return array{replies: int, unknown: int, set_aside: int} What waits for the owner. */
    private static function waiting(Host $host): array
    {
        $overview = $host->overview();
        return [
            'replies' => \count($overview['replies']),
            'unknown' => \count($overview['unknown']),
            'set_aside' => \count($overview['quarantined']),
        ];
    }
}
