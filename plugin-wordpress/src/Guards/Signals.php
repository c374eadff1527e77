<?php
// Owns the pause of a journey whose last texts went badly: too many asked for no more, or too many could not be delivered.
declare(strict_types=1);

namespace Cartsignal\Guards;

use Cartsignal\Fault;
use Cartsignal\Host\Notes;
use Cartsignal\Services;
use Cartsignal\Settings\Saving;

/**
 * What is to be paused is noted before the settings are saved, and carried out by the next round where the process ended in
 * between. The owner resumes; from then on only newer texts count.
 */
final class Signals
{
    /** Why sending as a whole is paused where the journey alone can't be. */
    public const WHY = 'signals';

    private const PAUSING = 'pausing_';

    private const BECAUSE = 'paused_because_';

    private const RESUMED = 'resumed_';

    private const SEEN = 'signals_seen';

    private readonly Notes $notes;

    public function __construct(private readonly Services $services)
    {
        $this->notes = new Notes($services->database());
    }

    /**
     * Pauses what has to be, and returns the alarms about it.
     *
     * @return array<string, bool|null>
     */
    public function look(int $now): array
    {
        $this->noteResumed($now);
        if ($this->isNews()) {
            $this->judge($now);
        }
        foreach ($this->notes->under(self::PAUSING) as $journey => $because) {
            $this->pause((string) $journey, $because);
        }
        return $this->alarms();
    }

    private function judge(int $now): void
    {
        $resumed = \array_map(\intval(...), $this->notes->under(self::RESUMED));
        $paused = $this->services->settings()->pausedJourneys();
        foreach ((new LastTexts($this->services->database()))->byJourney($resumed) as $journey => $texts) {
            $why = \in_array($journey, $paused, true) ? null : $texts->isBad();
            if ($why !== null) {
                $because = \json_encode(['why' => $why, 'at' => $now], JSON_THROW_ON_ERROR);
                $this->notes->write(self::PAUSING . $journey, $because);
                $this->services->point('pause_noted');
            }
        }
    }

    private function pause(string $journey, string $because): void
    {
        $paused = $this->services->settings()->pausedJourneys();
        if (!\in_array($journey, $paused, true)) {
            try {
                (new Saving($this->services))->save(['paused_journeys' => [...$paused, $journey]]);
            } catch (\Throwable $error) {
                // Settings that can't be saved as they are: then nothing at all goes out.
                Fault::note($error, 'guards.pause');
                $this->services->host()->permission()->pause(self::WHY);
                $journey = 'all';
            }
            $this->services->point('journey_paused');
        }
        $this->notes->write(self::BECAUSE . $journey, $because);
        foreach ($this->notes->under(self::PAUSING) as $noted => $same) {
            if ($same === $because) {
                $this->notes->drop(self::PAUSING . $noted);
            }
        }
    }

    /** What the owner resumed begins anew, wherever that was done. */
    private function noteResumed(int $now): void
    {
        $paused = $this->services->settings()->pausedJourneys();
        $isAllPaused = $this->services->host()->permission()->pausedBecause() === self::WHY;
        foreach ($this->notes->under(self::BECAUSE) as $journey => $because) {
            $isPaused = $journey === 'all' ? $isAllPaused : \in_array((string) $journey, $paused, true);
            if ($isPaused) {
                continue;
            }
            $since = (int) ($this->notes->read(self::RESUMED . $journey) ?? 0);
            if ($since < self::read($because)['at']) {
                $this->notes->write(self::RESUMED . $journey, (string) $now);
            }
            $this->notes->drop(self::BECAUSE . $journey);
        }
    }

    /** @return array<string, bool> */
    private function alarms(): array
    {
        $standing = [];
        foreach ($this->notes->under(self::BECAUSE) as $journey => $because) {
            $why = self::read($because)['why'];
            if ($why !== 'owner') {
                // As long as the name of an alarm may be.
                $standing[\substr("journey_paused:$journey:$why", 0, 50)] = true;
            }
        }
        $known = \array_column($this->services->host()->permission()->alarms(), 'alarm');
        $ours = \array_filter($known, static fn (string $alarm): bool => \str_starts_with($alarm, 'journey_paused:'));
        return $standing + \array_fill_keys($ours, false);
    }

    /** Whether anything came in or went out since the last look: else there is nothing to judge anew. */
    private function isNews(): bool
    {
        $database = $this->services->database();
        $outcomes = $database->get('SELECT MAX(place) AS place FROM {outcomes}')['place'] ?? 0;
        $arrivals = $database->get('SELECT MAX(place) AS place FROM {inbox}')['place'] ?? 0;
        $seen = "$outcomes:$arrivals";
        if ($this->notes->read(self::SEEN) === $seen) {
            return false;
        }
        $this->notes->write(self::SEEN, $seen);
        return true;
    }

    /** @return array{why: string, at: int} */
    private static function read(string $because): array
    {
        $read = \json_decode($because, true);
        return ['why' => (string) ($read['why'] ?? ''), 'at' => (int) ($read['at'] ?? 0)];
    }
}
