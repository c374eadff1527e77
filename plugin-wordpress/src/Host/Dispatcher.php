<?php
// Owns carrying out decisions: re-checked, marked, done, settled; each is begun once and never again by itself.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Dispatcher
{
    /** Decisions to look at in this pass, with the state they were in. @var list<array{string, string}> */
    private array $queue = [];

    /** Whether the last pass over all of them began something. */
    private bool $fruitful = true;

    /** @param array<string, \Closure(Entry): array> $platform What the store's platform does, by act. */
    public function __construct(
        private readonly Database $database,
        private readonly Inbox $inbox,
        private readonly Outbox $outbox,
        private readonly Attempts $attempts,
        private readonly Texts $texts,
        private readonly Permission $permission,
        private readonly Restores $restores,
        private readonly array $platform,
        private readonly \Closure $point
    ) {
    }

    /** Looks at everything anew: at the beginning of a drain. */
    public function start(): void
    {
        [$this->queue, $this->fruitful] = [[], true];
        $this->texts->start();
        $this->restores->found();
    }

    /**
     * Settles what waited too long as refused, so that it is decided again; returns how much. Nothing leaves.
     *
     * @param \Closure(): int $clock
     */
    public function settleOver(\Closure $clock): int
    {
        $settled = 0;
        foreach ($this->outbox->inState('waiting', $clock()) as $decision) {
            // What is due while it waits is over: Outbox::inState.
            $settled += $this->check($decision, $clock) === null ? 0 : 1;
        }
        return $settled;
    }

    /**
     * Begins the next thing there is to do; null where there is nothing that may be done now.
     *
     * @param \Closure(): int $clock
     * @return \Closure(): string|null Does it, and returns the word for what it came to.
     */
    public function begin(\Closure $clock): ?\Closure
    {
        while (true) {
            while (($next = \array_shift($this->queue)) !== null) {
                $job = $this->job($next[0], $next[1], $clock);
                if ($job !== null) {
                    $this->fruitful = true;
                    return $job;
                }
            }
            // What stood in the way of one may be gone once others were begun: another pass, till one begins nothing.
            $this->queue = $this->fruitful ? $this->open($clock()) : [];
            if ($this->queue === []) {
                $this->fruitful = true;
                return null;
            }
            $this->fruitful = false;
        }
    }

    /** @return list<array{string, string}> */
    private function open(int $now): array
    {
        $due = $this->permission->sending()['allowed'] ? null : $now;
        $open = [];
        foreach (['attempting' => $now, 'unknown' => $now, 'waiting' => $due] as $state => $by) {
            foreach ($this->outbox->inState($state, $by) as $decision) {
                $open[] = [$state, $decision];
            }
        }
        return $open;
    }

    /** @return \Closure(): string|null */
    private function job(string $state, string $decision, \Closure $clock): ?\Closure
    {
        return match ($state) {
            'attempting' => $this->attempts->silence($decision, $clock()) ? static fn (): string => 'unknown' : null,
            'unknown' => $this->attempts->lookUp($decision, $clock),
            default => $this->check($decision, $clock),
        };
    }

    /** @return \Closure(): string|null */
    private function check(string $decision, \Closure $clock): ?\Closure
    {
        $seen = $this->outbox->read($decision);
        if (!$this->isReady($seen, $clock())) {
            return null;
        }
        // What is over is said even where nothing may leave: the core would take its silence for a text that went.
        if ($seen->act === 'send' && $seen->over($clock()) === null && $this->restores->found()) {
            return null;
        }
        $job = $this->database->transaction(function () use ($decision, $clock): ?\Closure {
            // The recipient is held from here on: nothing that was looked at can change until the mark is set.
            $entry = $this->attempts->held($decision);
            if (!$this->isReady($entry, $clock())) {
                return null;
            }
            ($this->point)('checked');
            $over = $entry->over($clock());
            if ($over !== null) {
                $begun = $this->refuse($entry, $over, $clock());
            } else {
                $begun = $entry->act === 'send' ? $this->text($entry, $clock) : $this->act($entry, $clock);
            }
            ($this->point)('attempting_written');
            return $begun;
        });
        if ($job !== null) {
            ($this->point)('attempting_committed');
        }
        return $job;
    }

    /** Returns whether something is to be done about an entry: nothing stands in its way, or its time is over. */
    private function isReady(?Entry $entry, int $now): bool
    {
        if ($entry?->state !== 'waiting') {
            return false;
        }
        if ($entry->over($now) !== null) {
            return true;
        }
        return $this->permission->sending()['allowed']
            && ($entry->recipient === null || !$this->outbox->isAttempting($entry->recipient))
            && !$this->inbox->concerns($entry->recipient, $entry->shopper);
    }

    /** @return \Closure(): string */
    private function refuse(Entry $entry, Outcome $refused, int $now): \Closure
    {
        $this->outbox->settle($entry, $refused, $now);
        return static fn (): string => 'refused';
    }

    /** @return \Closure(): string|null */
    private function text(Entry $entry, \Closure $clock): ?\Closure
    {
        $begun = $this->texts->begin($entry, $clock);
        return $begun instanceof Outcome ? $this->refuse($entry, $begun, $clock()) : $begun;
    }

    /** @return \Closure(): string */
    private function act(Entry $entry, \Closure $clock): \Closure
    {
        $now = $clock();
        $perform = $this->platform[$entry->act] ?? null;
        if ($perform === null && $entry->act === 'issue_coupon') {
            return $this->refuse($entry, Outcome::refused('coupon_refused', 'no_platform'), $now);
        }
        $this->outbox->attempt($entry->decision, $now, $now + Texts::PLATFORM_MS + Texts::GRACE_MS);
        return function () use ($entry, $perform, $clock): string {
            ($this->point)('act_begun');
            try {
                $outcome = Outcome::ofPlatform($perform === null ? ['done' => []] : $perform($entry));
            } catch (\Throwable) {
                $outcome = Outcome::unknown('no_answer');
            }
            return $this->attempts->settled($entry->decision, $outcome, $clock());
        };
    }
}
