<?php
// Owns the order in which a host does what is due: arrivals, then wakes, then texts, one after another, within a time.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Drain
{
    /** The name of the lock that keeps others from doing the same at once. Only a courtesy: rows are locked anyway. */
    private const LOCK = 'drain';

    private const NANOSECONDS = 1_000_000;

    /** @param \Closure(int): void $look Looks for what nobody told of, before arrivals are taken in. */
    public function __construct(
        private readonly Database $database,
        private readonly Program $program,
        private readonly Runner $runner,
        private readonly Wakes $wakes,
        private readonly Dispatcher $dispatcher,
        private readonly \Closure $look
    ) {
    }

    /**
     * Does what is due and returns how much of each kind was done. `left` says that the time was over before all was
     * done, `busy` that another process is at it.
     *
     * @param \Closure(): int $clock
     * @param int $budgetMs After which nothing more is begun.
     * @param bool $alone Whether another process at it is reason enough to leave it to that one.
     * @return array<string, int>
     */
    public function run(\Closure $clock, int $budgetMs, bool $alone): array
    {
        if ($alone && !$this->isFree()) {
            return ['busy' => 1];
        }
        try {
            return $this->all($clock, \hrtime(true) + $budgetMs * self::NANOSECONDS);
        } finally {
            if ($alone) {
                $this->leave();
            }
        }
    }

    /** Takes arrivals in, at most so many, and carries nothing out; returns how many. */
    public function takeIn(\Closure $clock, int $most): int
    {
        $this->program->refresh($clock());
        for ($taken = 0; $taken < $most && $this->runner->one($clock()) !== null; $taken += 1);
        return $taken;
    }

    /** @return array<string, int> */
    private function all(\Closure $clock, int $until): array
    {
        $this->program->refresh($clock());
        ($this->look)($clock());
        $this->dispatcher->start();
        // Before wakes: after a stand-still the core would take the silence about a stale text for a text that went.
        $settled = $this->dispatcher->settleOver($clock);
        $done = $settled > 0 ? ['refused' => $settled] : [];
        while (\hrtime(true) < $until) {
            $word = $this->runner->one($clock()) ?? ($this->wakes->fire($clock()) > 0 ? 'fired' : null);
            if ($word === null) {
                $job = $this->dispatcher->begin($clock);
                if ($job === null) {
                    return $done;
                }
                $word = $job();
            }
            $done[$word] = ($done[$word] ?? 0) + 1;
        }
        return $done + ['left' => 1];
    }

    private function isFree(): bool
    {
        try {
            return $this->database->tryLock(self::LOCK);
        } catch (DatabaseFault) {
            // Some clusters know no such locks; then nobody is kept off.
            return true;
        }
    }

    private function leave(): void
    {
        try {
            $this->database->unlock(self::LOCK);
        } catch (DatabaseFault | DatabaseGone) {
            // It ended with the connection.
        }
    }
}
