<?php
// Owns what people spent who could be texted, and those held out by lot, in the days after: the sums of both groups.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Services;

/**
 * Compared are all about whom the lot decided, not those who got a text: whoever was asked to confirm and did not would be
 * missing on one side only. An order is somebody's by the number on it or the cart it was made of, on both sides alike.
 */
final class Arms
{
    public function __construct(private readonly Services $services)
    {
    }

    /** Returns for how long after the lot an order counts. */
    public function window(): int
    {
        return $this->services->settings()->attributionDays() * Days::MS;
    }

    /**
     * Returns the sums of people about whom the lot decided in these days: `texted.people`, `texted.buyers`, `texted.sum`,
     * `texted.squares` (of minor units each spent), and the same of `held`. Their time has to be over.
     */
    public function tally(int $first, int $last): Tally
    {
        $people = $this->drawn($first, $last);
        $spent = $this->spent($people);
        $tally = new Tally();
        foreach ($people as $place => $person) {
            $add = fn (string $what, int $much) => $tally->add($person['day'], $person['country'], "$person[arm].$what", $much);
            $minor = $spent[$place] ?? null;
            $add('people', 1);
            $add('buyers', $minor === null ? 0 : 1);
            $add('sum', $minor ?? 0);
            $add('squares', ($minor ?? 0) ** 2);
        }
        return $tally;
    }

    /** @return list<array{recipient: string, shopper: ?string, arm: string, at: int, day: int, country: string}> */
    private function drawn(int $first, int $last): array
    {
        $window = $this->window();
        [$begins, $ends] = [Days::begins($first), Days::begins($last + 1)];
        $latest = [];
        $people = [];
        foreach ((new Reading($this->services->database()))->between($begins - 2 * $window, $ends) as $row) {
            $texted = $row['recipient'] === null ? null : Told::isDrawn($row['told']);
            // Within the time of the last draw it is the same stay.
            if ($texted === null || $row['at'] - ($latest[$row['recipient']] ?? PHP_INT_MIN) < $window) {
                continue;
            }
            $latest[$row['recipient']] = $row['at'];
            if ($row['at'] >= $begins) {
                $people[] = [
                    'recipient' => $row['recipient'],
                    'shopper' => $row['shopper'],
                    'arm' => $texted ? 'texted' : 'held',
                    'at' => $row['at'],
                    'day' => Days::of($row['at']),
                    'country' => $row['country'] ?? Told::country($row['told']) ?? '',
                ];
            }
        }
        return $people;
    }

    /**
     * @param list<array<string, mixed>> $people
     * @return array<int, int> What each spent, by place; nobody who bought nothing.
     */
    private function spent(array $people): array
    {
        if ($people === []) {
            return [];
        }
        $buyers = new Buyers($this->services);
        $places = [];
        foreach ($people as $place => $person) {
            $buyers->add($person['recipient'], $person['shopper']);
            $places[$person['recipient']][] = $place;
        }
        $times = \array_column($people, 'at');
        $currency = $this->services->settings()->shop()['currency'];
        $spent = [];
        $orders = $buyers->orders(\min($times), \max($times) + $this->window());
        foreach ($orders as ['recipient' => $recipient, 'order' => $order]) {
            $at = ($order->get_date_created()?->getTimestamp() ?? 0) * 1_000;
            foreach ($places[$recipient] as $place) {
                // Orders have whole seconds.
                $since = $at + 999 - $people[$place]['at'];
                if ($since >= 0 && $since <= $this->window() && $order->get_currency() === $currency) {
                    $spent[$place] = ($spent[$place] ?? 0) + Credits::paid($order);
                }
            }
        }
        return $spent;
    }
}
