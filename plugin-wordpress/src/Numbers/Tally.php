<?php
// Owns sums by day, country and what is counted.
declare(strict_types=1);

namespace Cartsignal\Numbers;

final class Tally
{
    /** @var array<int, array<string, array<string, int>>> */
    private array $sums = [];

    /** @param string $country Two letters; empty where nobody knows it. */
    public function add(int $day, string $country, string $what, int $times = 1): void
    {
        $this->sums[$day][$country][$what] = ($this->sums[$day][$country][$what] ?? 0) + $times;
    }

    /** Takes over all sums of another one. */
    public function join(self $other): void
    {
        foreach ($other->sums as $day => $countries) {
            foreach ($countries as $country => $sums) {
                foreach ($sums as $what => $times) {
                    $this->add($day, (string) $country, $what, $times);
                }
            }
        }
    }

    /** @return array<int, array<string, array<string, int>>> By day, country and what is counted; days in order. */
    public function days(): array
    {
        \ksort($this->sums);
        return $this->sums;
    }

    /** @return array<string, array<string, int>> By country and what is counted. */
    public function countries(): array
    {
        $countries = [];
        foreach ($this->sums as $day) {
            foreach ($day as $country => $sums) {
                foreach ($sums as $what => $times) {
                    $countries[$country][$what] = ($countries[$country][$what] ?? 0) + $times;
                }
            }
        }
        \ksort($countries);
        return $countries;
    }

    /** @return array<string, int> Of all countries together. */
    public function total(): array
    {
        $total = [];
        foreach ($this->countries() as $sums) {
            foreach ($sums as $what => $times) {
                $total[$what] = ($total[$what] ?? 0) + $times;
            }
        }
        return $total;
    }
}
