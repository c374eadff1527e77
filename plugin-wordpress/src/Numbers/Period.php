<?php
// Owns the numbers of a time, by country: what was sent, what it brought and cost, and what was lost on the way.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Services;

/** Reads, and writes nothing. Days whose numbers change no more come from the sums of `Daily`, the others are counted. */
final class Period
{
    private const SUMS = [
        'sent', 'delivered', 'undelivered', 'unknown', 'refused', 'clicked', 'bought', 'revenue_minor', 'discount_minor',
        'cost_micros', 'asked', 'late', 'after_purchase',
    ];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns the numbers of a time.
     *
     * @param int $from ms; of days that were summed, those that begin in the time count.
     * @param int $to ms, not within it.
     * @return array{from: int, to: int, currency: string, countries: array<string, array<string, mixed>>,
     *     total: array<string, mixed>, days: list<array<string, mixed>>, largest_loss: ?string, spend: ?array<string, mixed>,
     *     lateness: array{p95_ms: ?int, late: int}, compared: array<string, mixed>} A row has `SUMS`, `spend_micros`,
     *     `net_minor`, `opt_outs`, `replies_waiting`, `held`, `held_by_reason`, `dropped`, `dropped_by_reason`, `watched`,
     *     `held_out`, `steps`, `waiting`, `texted_after_purchase` and `loss`.
     */
    public function of(int $from, int $to): array
    {
        $counted = null;
        $tally = $this->tally($from, $to, $counted);
        $standing = new Waiting($this->services->database());
        $extra = $standing->tally($from, $to);
        $countries = [];
        $sold = \array_fill_keys(\array_keys($this->services->settings()->markets()), []);
        $extras = $extra->countries();
        foreach ($tally->countries() + $sold as $country => $sums) {
            $countries[$country] = $this->row($sums + ($extras[$country] ?? []));
        }
        unset($countries['']);
        \ksort($countries);
        $total = $this->row($tally->total() + $extra->total());
        $lateness = $counted?->lateness() ?? [];
        return [
            'from' => $from,
            'to' => $to,
            'currency' => $this->services->settings()->shop()['currency'],
            'countries' => $countries,
            'total' => $total,
            'days' => self::days($tally, $from, $to),
            'largest_loss' => $total['loss']['sentence'] ?? null,
            'spend' => $this->services->safely('numbers.spend', fn () => $this->services->host()->spending()),
            'lateness' => [
                'p95_ms' => $lateness === [] ? null : $lateness[(int) \floor((\count($lateness) - 1) * 0.95)],
                'late' => $total['late'],
            ],
            'compared' => (new Comparison($this->services))->of($from, $to),
        ];
    }

    private function tally(int $from, int $to, ?Counting &$counted): Tally
    {
        $kept = new Kept($this->services->database());
        $first = Days::of($from) + (Days::begins(Days::of($from)) < $from ? 1 : 0);
        $last = Days::of($to - 1);
        $settled = Daily::settled($this->services);
        $tally = new Tally();
        $live = $from;
        if ($settled !== null && $first <= $settled) {
            $tally->join($kept->read($first, \min($last, $settled), 'day.'));
            $live = Days::begins($settled + 1);
        }
        if ($live < $to) {
            $counted = new Counting($this->services, $live, $to);
            $tally->join($counted->tally());
            $tally->join((new Purchases($this->services))->tally($live, $to));
        }
        foreach ($kept->read($first, $last, 'carts.')->days() as $day => $countries) {
            foreach ($countries as $country => $sums) {
                $tally->add($day, (string) $country, 'step.carts', $sums['left'] ?? 0);
                $tally->add($day, (string) $country, 'step.phone', $sums['left_with_phone'] ?? 0);
            }
        }
        return $tally;
    }

    /**
     * @param array<string, int> $sums
     * @return array<string, mixed>
     */
    private function row(array $sums): array
    {
        $row = [];
        foreach (self::SUMS as $name) {
            $row[$name] = $sums[$name] ?? 0;
        }
        $cost = (int) \round($row['cost_micros'] / 10 ** (6 - $this->digits()));
        $dropped = self::named($sums, 'dropped.');
        $held = self::named($sums, 'held.');
        $steps = self::named($sums, 'step.') + \array_fill_keys(Event::STEPS, 0);
        $waiting = self::named($sums, 'waits.');
        return $row + [
            'spend_micros' => $row['cost_micros'],
            'net_minor' => $row['revenue_minor'] - $cost,
            'opt_outs' => $sums['opt_outs'] ?? 0,
            'replies_waiting' => $sums['replies_waiting'] ?? 0,
            'held' => \array_sum($held),
            'held_by_reason' => (object) $held,
            'dropped' => \array_sum($dropped),
            'dropped_by_reason' => (object) $dropped,
            'watched' => $dropped['watching'] ?? 0,
            'held_out' => $dropped['holdout'] ?? 0,
            'texted_after_purchase' => $row['after_purchase'],
            'steps' => \array_merge(\array_fill_keys(Event::STEPS, 0), $steps),
            'waiting' => (object) $waiting,
            'loss' => Loss::of($steps, $waiting, $dropped),
        ];
    }

    /** @return list<array{day: string, sent: int, bought: int, cost_micros: int, revenue_minor: int}> Every day of the time. */
    private static function days(Tally $tally, int $from, int $to): array
    {
        $days = [];
        $sums = $tally->days();
        for ($day = Days::of($from); $day <= Days::of($to - 1); $day += 1) {
            $row = ['day' => Days::named($day), 'sent' => 0, 'bought' => 0, 'cost_micros' => 0, 'revenue_minor' => 0];
            foreach ($sums[$day] ?? [] as $country) {
                foreach (['sent', 'bought', 'cost_micros', 'revenue_minor'] as $name) {
                    $row[$name] += $country[$name] ?? 0;
                }
            }
            $days[] = $row;
        }
        return $days;
    }

    /**
     * @param array<string, int> $sums
     * @return array<string, int> Those whose names begin so, by the rest of the name, the largest first.
     */
    private static function named(array $sums, string $prefix): array
    {
        $found = [];
        foreach ($sums as $name => $much) {
            if (\str_starts_with($name, $prefix) && $much !== 0) {
                $found[\substr($name, \strlen($prefix))] = $much;
            }
        }
        \arsort($found);
        return $found;
    }

    private function digits(): int
    {
        $currency = $this->services->settings()->shop()['currency'];
        return \strlen((string) \Cartsignal\Capture\Money::minor(1, $currency)) - 1;
    }
}
