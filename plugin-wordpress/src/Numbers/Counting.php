<?php
// Owns counting a time's texts, decisions and carts from the decisions themselves.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Services;

/**
 * A text counts on the day it was decided, an order on the day it was credited, a cart on the day of its first decision:
 * so that a cart is read to its end, decisions of some days around the time are looked at, too.
 */
final class Counting
{
    /** How long a cart's decisions may lie apart: held for two days, a second text, five days till the order. Chosen. */
    public const AROUND_MS = 9 * Days::MS;

    /** Handed over later than this after it was due. Source: shared defaults, "runner late by more than 10 minutes". */
    private const LATE_MS = 600_000;

    /** Refusals after which the same text is decided again. */
    private const AGAIN = ['stale', 'expired', 'pacing', 'provider_unavailable', 'cancelled', 'paused'];

    /** @var array<string, Event> By journey and cart. */
    private array $events = [];

    /** @var array<string, string> The event of each text, by its decision. */
    private array $ofText = [];

    /** @var list<int> How late each text was handed over, ms. */
    private array $lateness = [];

    private Tally $tally;

    public function __construct(private readonly Services $services, private readonly int $from, private readonly int $to)
    {
        $this->tally = new Tally();
        $due = new Due($services->settings());
        $credits = new Credits($services);
        foreach ((new Reading($services->database()))->between($from - self::AROUND_MS, $to + self::AROUND_MS) as $row) {
            $this->group($row);
            $this->text($row, $due);
            if ($row['act'] === 'credit_order') {
                $this->credit($row, $credits);
            }
        }
        $this->conclude();
    }

    public function tally(): Tally
    {
        return $this->tally;
    }

    /** @return list<int> In ms, ascending. */
    public function lateness(): array
    {
        \sort($this->lateness);
        return $this->lateness;
    }

    /** @param array<string, mixed> $row */
    private function group(array $row): void
    {
        $entry = Told::entry($row['told'], $row['act']);
        if ($entry === null) {
            return;
        }
        $this->events[$entry] ??= new Event($row['at']);
        $this->events[$entry]->take($row);
        if ($row['act'] === 'send') {
            $this->ofText[$row['decision']] = $entry;
        }
    }

    /** @param array<string, mixed> $row */
    private function text(array $row, Due $due): void
    {
        if ($row['act'] !== 'send' || !$this->isWithin($row['at'])) {
            return;
        }
        $day = Days::of($row['at']);
        $count = fn (string $what, int $times = 1) => $this->tally->add($day, (string) $row['country'], $what, $times);
        $count('cost_micros', (int) ($row['cost_micros'] ?? 0));
        if ($row['state'] === 'refused') {
            $count(\in_array($row['why'], self::AGAIN, true) ? 'again' : 'refused');
        }
        if (!\in_array($row['state'], ['accepted', 'unknown'], true)) {
            return;
        }
        if ($row['class'] !== 'marketing') {
            $count($row['class'] === 'ask' ? 'asked' : 'answered');
            return;
        }
        $count('sent');
        $count('unknown', $row['state'] === 'unknown' ? 1 : 0);
        $count('delivered', $row['receipt'] === 'delivered' ? 1 : 0);
        $count('undelivered', \in_array($row['receipt'], ['undelivered', 'failed'], true) ? 1 : 0);
        $count('clicked', $row['clicked_at'] === null ? 0 : 1);
        $late = $due->lateness($row);
        if ($late !== null) {
            $this->lateness[] = $late;
            $count('late', $late > self::LATE_MS ? 1 : 0);
        }
    }

    /** @param array<string, mixed> $row */
    private function credit(array $row, Credits $credits): void
    {
        $credit = $credits->read($row['told']->credit_order ?? new \stdClass());
        if ($credit === null) {
            return;
        }
        $entry = $this->ofText[$credit['decision']] ?? null;
        if ($entry !== null) {
            [$this->events[$entry]->isBought, $this->events[$entry]->isClicked] = [true, true];
            $this->events[$entry]->isDelivered = true;
        }
        if ($this->isWithin($row['at'])) {
            $sums = ['bought' => 1, 'revenue_minor' => $credit['revenue'], 'discount_minor' => $credit['discount']];
            foreach ($sums as $what => $much) {
                $this->tally->add(Days::of($row['at']), $credit['country'], $what, $much);
            }
        }
    }

    private function conclude(): void
    {
        foreach ($this->events as $event) {
            if (!$this->isWithin($event->firstAt)) {
                continue;
            }
            $day = Days::of($event->firstAt);
            $add = fn (string $what) => $this->tally->add($day, $event->country, $what);
            if ($event->waits()) {
                $add("held.$event->reason");
            } elseif ($event->act === 'drop' && !$event->isSent) {
                $add("dropped.$event->reason");
            }
            if ($event->counts()) {
                foreach ($event->reached() as $step) {
                    $add("step.$step");
                }
                if ($event->waits()) {
                    $add('waits.' . \array_slice($event->reached(), -1)[0]);
                }
            }
        }
    }

    private function isWithin(int $at): bool
    {
        return $at >= $this->from && $at < $this->to;
    }
}
