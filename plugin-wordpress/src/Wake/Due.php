<?php
// Owns since when something waits for the runner: what was to be done at a time, and arrivals that nobody took in.
declare(strict_types=1);

namespace Cartsignal\Wake;

use Cartsignal\Host\Wakes;
use Cartsignal\Services;

final class Due
{
    private const ARRIVED = "SELECT MIN(at) AS at FROM {inbox} WHERE state = 'pending' AND not_before <= ?";

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns how late the oldest wake is, in ms; null where none is due. An arrival has no time to be late for. */
    public function late(int $now): ?int
    {
        $at = (new Wakes($this->services->database(), $this->services->inbox()))->nextAt();
        return $at === null || $at > $now ? null : $now - $at;
    }

    /** Returns since when the oldest thing waits, wake or arrival, in ms since epoch; null where nothing does. */
    public function since(int $now): ?int
    {
        $late = $this->late($now);
        $arrived = $this->services->database()->get(self::ARRIVED, $now)['at'];
        $times = \array_filter([$late === null ? null : $now - $late, $arrived], \is_int(...));
        return $times === [] ? null : \min($times);
    }
}
