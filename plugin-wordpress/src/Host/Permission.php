<?php
// Owns whether this copy of the store may send at all: nobody paused it, and it is the one that was set up.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Permission
{
    private readonly Notes $notes;

    /**
     * @param string|null $instance What tells this copy from a clone: address, environment, a marker outside the
     *   database.
     * @param bool $provider Whether one is set up.
     */
    public function __construct(Database $database, private readonly ?string $instance, private readonly bool $provider)
    {
        $this->notes = new Notes($database);
    }

    /**
     * Returns whether texts may go. The first copy that asks is the one that is set up.
     *
     * @return array{allowed: bool, why?: 'no_provider'|'paused'|'other_instance'}
     */
    public function sending(): array
    {
        if (!$this->provider) {
            return ['allowed' => false, 'why' => 'no_provider'];
        }
        if ($this->pausedBecause() !== null) {
            return ['allowed' => false, 'why' => 'paused'];
        }
        $bound = $this->notes->read('instance');
        if ($bound === null && $this->instance !== null) {
            $bound = $this->notes->begin('instance', $this->instance);
        }
        return $bound === $this->instance ? ['allowed' => true] : ['allowed' => false, 'why' => 'other_instance'];
    }

    /** Returns why somebody paused sending, in their words; null where nobody did. */
    public function pausedBecause(): ?string
    {
        return $this->notes->read('paused');
    }

    /** Returns whether another copy is the one that was set up. Binds nothing. */
    public function isElsewhere(): bool
    {
        $bound = $this->notes->read('instance');
        return $bound !== null && $bound !== $this->instance;
    }

    /** Makes this copy the one that sends: the store moved. */
    public function adopt(): void
    {
        if ($this->instance !== null) {
            $this->notes->write('instance', $this->instance);
        }
    }

    /** @param string $why For the owner to read. */
    public function pause(string $why): void
    {
        $this->notes->write('paused', $why);
    }

    /** Lets texts go again. What is overdue by then is decided again, never flushed. */
    public function resume(): void
    {
        $this->notes->drop('paused');
    }

    /** Notes what the owner has to see to. */
    public function alarm(string $alarm, int $now): void
    {
        $this->notes->write('alarm_' . \substr($alarm, 0, 50), (string) $now);
    }

    /** Forgets an alarm: what it was about is well again. */
    public function quiet(string $alarm): void
    {
        $this->notes->drop('alarm_' . \substr($alarm, 0, 50));
    }

    /**
     * Returns alarms with the time they were last raised.
     *
     * @return list<array{alarm: string, at: int}>
     */
    public function alarms(): array
    {
        $alarms = [];
        foreach ($this->notes->under('alarm_') as $alarm => $at) {
            $alarms[] = ['alarm' => (string) $alarm, 'at' => (int) $at];
        }
        return $alarms;
    }
}
