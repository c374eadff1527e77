<?php
// Owns what is summed once a day, so that numbers outlive the decisions and sessions they were counted from.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Host\Notes;
use Cartsignal\Module;
use Cartsignal\Services;
use Cartsignal\Wake\Wake;

final class Daily implements Module
{
    /** Before retention, in the same event. */
    private const EARLY = 5;

    /** The last day whose sums were written. */
    private const DAYS_UNTIL = 'numbers_days_until';
    private const ARMS_UNTIL = 'numbers_arms_until';

    /** For so long a day's numbers may still change: receipts, clicks, orders credited late. */
    public const OPEN_DAYS = 9;

    /** Days summed in one run: a store that was asleep catches up night by night. Chosen. */
    private const MOST_DAYS = 40;

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_action(Wake::DAILY, function (): void {
            foreach (['carts', 'days', 'arms'] as $part) {
                $this->services->safely("numbers.$part", fn () => $this->$part());
            }
        }, self::EARLY);
    }

    /** Returns the last day whose sums change no more; null where none was summed yet. */
    public static function settled(Services $services): ?int
    {
        $until = (new Notes($services->database()))->read(self::DAYS_UNTIL);
        return $until === null ? null : (int) $until - self::OPEN_DAYS;
    }

    /** Returns the last day of which it is known what both groups spent. */
    public static function compared(Services $services): ?int
    {
        $until = (new Notes($services->database()))->read(self::ARMS_UNTIL);
        return $until === null ? null : (int) $until;
    }

    public function carts(): void
    {
        (new Carts($this->services))->count();
    }

    public function days(): void
    {
        $yesterday = Days::of($this->services->now()) - 1;
        $notes = new Notes($this->services->database());
        $until = $notes->read(self::DAYS_UNTIL);
        $first = $until === null ? $this->oldest() : (int) $until + 1 - self::OPEN_DAYS;
        if ($first === null || $first > $yesterday) {
            return;
        }
        $last = \min($yesterday, $first + self::OPEN_DAYS + self::MOST_DAYS);
        [$from, $to] = [Days::begins($first), Days::begins($last + 1)];
        $tally = (new Counting($this->services, $from, $to))->tally();
        $tally->join((new Purchases($this->services))->tally($from, $to));
        (new Kept($this->services->database()))->replace($tally, $first, $last, 'day.');
        $notes->write(self::DAYS_UNTIL, (string) $last);
    }

    public function arms(): void
    {
        $arms = new Arms($this->services);
        // The day is over, and after it the time within which an order counts.
        $over = Days::of($this->services->now() - $arms->window()) - 1;
        $notes = new Notes($this->services->database());
        $until = $notes->read(self::ARMS_UNTIL);
        $first = $until === null ? $this->oldest() : (int) $until + 1;
        if ($first === null || $first > $over) {
            return;
        }
        $last = \min($over, $first + self::MOST_DAYS);
        (new Kept($this->services->database()))->replace($arms->tally($first, $last), $first, $last, 'arm.');
        $notes->write(self::ARMS_UNTIL, (string) $last);
    }

    private function oldest(): ?int
    {
        $at = $this->services->database()->get('SELECT MIN(at) AS at FROM {decisions}')['at'] ?? null;
        return $at === null ? null : Days::of((int) $at);
    }
}
