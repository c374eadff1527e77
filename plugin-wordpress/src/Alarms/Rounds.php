<?php
// Owns the round after each run: what is wrong is looked for, guards act, and the owner is mailed. Outside of any transaction.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Guards\Signals;
use Cartsignal\Host\Notes;
use Cartsignal\Host\Permission;
use Cartsignal\Services;
use Cartsignal\Settings\Instance;
use Cartsignal\Settings\KeyFile;

final class Rounds
{
    /** Between two rounds, whoever runs. Chosen: alarms go within 15 minutes, a run is made each minute. */
    private const PAUSE_MS = 45_000;

    private const NOTE = 'rounds_at';

    private const PLACE = 'instance_place';

    /** Known to whoever made the copy, and true as long as it lives: mailed once. */
    private const ONCE = ['other_instance'];

    private readonly Notes $notes;

    public function __construct(private readonly Services $services)
    {
        $this->notes = new Notes($services->database());
    }

    /** Makes a round, unless another process just did. */
    public function go(): void
    {
        $now = $this->services->now();
        if (!$this->isMine($now)) {
            return;
        }
        $permission = $this->permission();
        $isElsewhere = $this->isElsewhere($permission);
        $isCopy = $isElsewhere || $permission->pausedBecause() === 'copy';
        $this->raise($permission, ['other_instance' => $isElsewhere], $now);
        if (!$isCopy) {
            foreach ($this->looks() as $name => $look) {
                $found = $this->services->safely("alarms.$name", static fn (): array => $look($now)) ?? [];
                $this->raise($permission, $found, $now);
            }
        }
        $this->services->point('alarms_raised');
        $names = \array_column($permission->alarms(), 'alarm');
        $standing = $isCopy ? \array_intersect($names, self::ONCE) : \array_diff($names, ['mail_failed']);
        $this->mail($permission, \array_values($standing), $isCopy, $now);
        if (!$isCopy) {
            $this->services->safely('alarms.digest', fn () => (new Digest($this->services))->send($now));
        }
    }

    /** @return array<string, \Closure(int): array<string, bool|null>> */
    private function looks(): array
    {
        $services = $this->services;
        $looks = ['store' => (new OfStore($services))->look(...)];
        if (!\class_exists('WooCommerce', false) || $services->settings()->trouble() !== null || !OfStore::hasKeys($services)) {
            return $looks;
        }
        return $looks + [
            'reports' => (new OfReports($services))->look(...),
            'provider' => (new OfProvider($services))->look(...),
            'money' => (new OfMoney($services))->look(...),
            'signals' => (new Signals($services))->look(...),
        ];
    }

    /** @param array<string, bool|null> $found Whether each stands; null: nobody knows. */
    private function raise(Permission $permission, array $found, int $now): void
    {
        $standing = \array_column($permission->alarms(), 'alarm');
        foreach ($found as $alarm => $stands) {
            $isKnown = \in_array($alarm, $standing, true);
            if ($stands === true && !$isKnown) {
                $permission->alarm($alarm, $now);
            } elseif ($stands === false && $isKnown) {
                $permission->quiet($alarm);
            }
        }
    }

    /** @param list<string> $standing */
    private function mail(Permission $permission, array $standing, bool $isCopy, int $now): void
    {
        $book = new Mailbook($this->notes);
        $post = new Post($this->services);
        foreach ($book->due($standing, self::ONCE, $isCopy, $now) as ['alarm' => $alarm, 'kind' => $kind, 'claim' => $claim]) {
            $this->services->point('mail_claimed');
            $isSent = $this->services->safely('alarms.mail', static fn (): bool => $post->send(
                static fn (): array => $kind === 'well' ? self::well($alarm) : self::bad($alarm)
            )) ?? false;
            $this->services->point('mail_sent');
            $book->settle($alarm, $kind, $claim, $isSent, $now);
            $isSent ? $permission->quiet('mail_failed') : $permission->alarm('mail_failed', $now);
        }
    }

    /** @return array{subject: string, paragraphs: list<string>, route: string} */
    private static function bad(string $alarm): array
    {
        $sentence = Sentences::sentence($alarm);
        return [
            'subject' => \__('Cartsignal needs you', 'cartsignal') . ': ' . self::short($sentence),
            'paragraphs' => \array_values(\array_filter([$sentence, Sentences::wayOut($alarm)])),
            'route' => Sentences::route($alarm),
        ];
    }

    /** @return array{subject: string, paragraphs: list<string>, route: string} */
    private static function well(string $alarm): array
    {
        $text = \__('What this mail told you about is well again, and nothing has to be done:', 'cartsignal');
        $sentence = Sentences::sentence($alarm);
        return [
            'subject' => \__('Cartsignal is well again', 'cartsignal') . ': ' . self::short($sentence),
            'paragraphs' => [$text, $sentence],
            'route' => Sentences::route($alarm),
        ];
    }

    /** The first half of a sentence is enough for a subject. */
    private static function short(string $sentence): string
    {
        return (string) \preg_replace('/[:.].*\z/s', '', $sentence);
    }

    /** The marker of this copy lies with the keys: where they are gone, its place alone has to tell. */
    private function isElsewhere(Permission $permission): bool
    {
        $here = Instance::place();
        $place = $this->notes->read(self::PLACE);
        if (KeyFile::source() === 'nowhere') {
            return $place !== null && $place !== $here;
        }
        if ($permission->isElsewhere()) {
            return true;
        }
        if ($place !== $here) {
            $this->notes->write(self::PLACE, $here);
        }
        return false;
    }

    private function permission(): Permission
    {
        $provider = $this->services->settings()->providerName() !== null;
        return new Permission($this->services->database(), Instance::here(), $provider);
    }

    private function isMine(int $now): bool
    {
        $last = $this->notes->read(self::NOTE);
        // A clock that was set back must not keep the owner from his mails.
        $isSoon = $last !== null && (int) $last <= $now && $now - (int) $last < self::PAUSE_MS;
        return !$isSoon && $last !== (string) $now && $this->notes->swap(self::NOTE, $last, (string) $now);
    }
}
