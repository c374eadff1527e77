<?php
// Owns the host as the rest of the plugin calls it; Parts.php puts its parts together.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Host
{
    /** How long a drain goes on. Chosen: within the 30 s that a request of WP-Cron usually has. */
    private const BUDGET_MS = 20_000;

    private readonly Parts $parts;

    /** @throws KeyFault The keys are not those of this database: nothing is sent, read or written. */
    public function __construct(Options $options)
    {
        $options->keys->check($options->database);
        $this->parts = new Parts($options);
    }

    /**
     * Puts a configuration in force. One that is refused changes nothing.
     *
     * @param array<string, mixed>|\stdClass $configuration
     * @return array{hash: string, warnings: list<\stdClass>, disabled: list<string>, sweep: string}
     * @throws \Cartsignal\Core\Refused with all that is wrong in `errors`
     */
    public function configure(array|\stdClass $configuration): array
    {
        return $this->parts->program->configure($configuration, ($this->parts->clock)());
    }

    /**
     * Returns whether this very configuration is in force.
     *
     * @param array<string, mixed>|\stdClass $configuration
     */
    public function isConfigured(array|\stdClass $configuration): bool
    {
        return $this->parts->program->isOf($configuration);
    }

    /**
     * Does all that is due: arrivals, wakes, texts. Returns what was done, by name: `done`, `later`, `quarantined`,
     * `fired`, `accepted`, `refused`, `unknown`, `looked_up`; `left` where the time was over first, `busy` where
     * another process is at it.
     *
     * @param int|null $now Instead of the clock, for virtual time.
     * @param bool $alone Leaves it to another process that is at it.
     * @return array<string, int>
     * @throws NoProgram
     * @throws DatabaseGone
     */
    public function drain(?int $now = null, int $budgetMs = self::BUDGET_MS, bool $alone = true): array
    {
        $clock = $now === null ? $this->parts->clock : static fn (): int => $now;
        $this->watch($clock);
        try {
            return $this->parts->drain->run($clock, $budgetMs, $alone);
        } catch (\Cartsignal\Core\Refused $refused) {
            // This release refuses the settings that are in force: nothing can be decided till others are saved.
            $this->parts->permission->alarm('settings_refused', $clock());
            throw $refused;
        }
    }

    /** Takes arrivals in, at most so many, and sends nothing; returns how many. */
    public function takeIn(int $most): int
    {
        return $this->parts->drain->takeIn($this->parts->clock, $most);
    }

    /** Returns when there is something to do next, in ms since epoch, or null. What waits for a person has no time. */
    public function nextAt(): ?int
    {
        $sending = $this->parts->permission->sending()['allowed'];
        $times = [$this->parts->inbox->nextAt(), $this->parts->wakes->nextAt(), $this->parts->outbox->nextAt($sending)];
        $times = \array_filter($times, \is_int(...));
        return $times === [] ? null : \min($times);
    }

    /** Returns the door for the provider's calls. */
    public function hooks(): Hooks
    {
        return $this->parts->hooks;
    }

    /** Returns whether this copy may send, and lets the owner pause it. To go on, use `resume`. */
    public function permission(): Permission
    {
        return $this->parts->permission;
    }

    /**
     * Lets texts go again. What is overdue by then is decided again, never flushed; of carts left before a database was
     * put back nobody is texted, since nobody knows who was.
     */
    public function resume(): void
    {
        $this->parts->restores->accept(($this->parts->clock)());
        $this->parts->permission->resume();
    }

    /**
     * Returns what a page for a recipient has to know; a stranger has no opt-outs and no language.
     *
     * @return array{locale: ?string, optOuts: list<array{channel: string, at: int}>}
     */
    public function about(?string $recipient): array
    {
        if ($recipient === null || $recipient === '') {
            return ['locale' => null, 'optOuts' => []];
        }
        $locale = $this->parts->people->contact('recipient', $recipient)['locale'] ?? null;
        return ['locale' => $locale, 'optOuts' => $this->parts->people->optOuts($recipient)];
    }

    /**
     * Asks the provider about the account or a sender; sends nothing.
     *
     * @param array{what: 'account'|'balance'|'registration', sender?: string} $question
     * @return \stdClass|null `Checked` of the contract; null without a provider.
     * @throws \Cartsignal\Core\Refused The provider can't work with the settings.
     */
    public function check(array $question): ?\stdClass
    {
        return $this->parts->gateway?->check(['check' => $question], $this->parts->clock);
    }

    /**
     * Returns what was spent of the budget, estimates of texts under way included, on the moment's day and in its month,
     * UTC; in millionths of the store's currency.
     *
     * @return array{day: array{spent_micros: int, limit_micros: int}, month: array{spent_micros: int, limit_micros: int},
     *     currency: string}
     * @throws NoProgram
     */
    public function spending(?int $now = null): array
    {
        $moment = $now ?? ($this->parts->clock)();
        $this->parts->program->refresh($moment);
        $spending = $this->parts->program->spending($moment, $this->parts->counters->seen());
        $spent = static fn (\stdClass $time): array => [
            'spent_micros' => $time->spent_micros,
            'limit_micros' => $time->limit_micros,
        ];
        $times = ['day' => $spent($spending->day), 'month' => $spent($spending->month)];
        return $times + ['currency' => $spending->currency];
    }

    /**
     * Returns why a text is what it is.
     *
     * @param string $id Of a decision, a reference of ours, or the provider's id.
     * @return array<string, mixed>|null As `Why::of`.
     */
    public function why(string $id): ?array
    {
        return $this->parts->why->of($id);
    }

    /** @return list<array<string, mixed>> As `Why::recent`. */
    public function recent(int $most = 100): array
    {
        return $this->parts->why->recent($most);
    }

    /** @return array<string, mixed> As `Why::overview`. */
    public function overview(): array
    {
        return $this->parts->why->overview();
    }

    /**
     * Says how the owner read a text that may have meant stop; returns whether it still waited for that.
     *
     * @param int $place Of the reply, from `overview()['replies']`.
     * @param 'cleared'|'stop' $kind
     */
    public function answerReply(int $place, string $kind): bool
    {
        if (!\in_array($kind, ['cleared', 'stop'], true)) {
            throw new \InvalidArgumentException('a reply is read as `cleared` or `stop`');
        }
        $now = ($this->parts->clock)();
        $database = $this->parts->database;
        return $database->transaction(function () use ($database, $place, $kind, $now): bool {
            $sql = "SELECT recipient FROM {replies} WHERE place = ? AND state = 'waiting' FOR UPDATE";
            $row = $database->get($sql, $place);
            if ($row === null) {
                return false;
            }
            $database->run('UPDATE {replies} SET state = ? WHERE place = ?', $kind, $place);
            $what = ['reply' => ['kind' => $kind, 'channel' => 'sms']];
            $input = ['id' => "read:$place", 'occurred_at' => $now, 'trust' => 'server', 'what' => $what];
            return $this->parts->inbox->say($input, $now, null, $row['recipient']);
        });
    }

    /** Lets a quarantined arrival be tried again; returns whether there was one. */
    public function retry(int $place): bool
    {
        return $this->parts->inbox->retry($place);
    }

    /**
     * Forgets all that is personal of somebody, in backups too; opt-outs stay. False, and nothing done, while something
     * about them lies in the inbox: take it in first.
     *
     * @param 'shopper'|'recipient' $side
     */
    public function erase(string $side, string $key): bool
    {
        return $this->parts->people->erase($side, $key);
    }

    /** Sees to it that an arrival at which PHP itself gives up is not the first one of every drain. */
    private function watch(\Closure $clock): void
    {
        $runner = $this->parts->runner;
        if (!$runner->watched) {
            $runner->watched = true;
            \register_shutdown_function(static fn () => $runner->died($clock()));
        }
    }
}
