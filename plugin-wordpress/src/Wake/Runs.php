<?php
// Owns one run of the host: within its time and memory, noted whether it went well or not. Two at once are the host's to part.
declare(strict_types=1);

namespace Cartsignal\Wake;

use Cartsignal\Alarms\Rounds;
use Cartsignal\Fault;
use Cartsignal\Outbound\Outbound;
use Cartsignal\Services;
use Cartsignal\Settings\Setup;

final class Runs
{
    /** Beyond this the owner is told. Source: shared defaults, "runner late by more than 10 minutes". */
    public const LATE_MS = 600_000;

    /** When a run that left something to do is followed by the next. */
    private const AGAIN_MS = 1_000;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Does what is due and plans the next time.
     *
     * @param int $budgetMs For beginning things; what was begun is ended.
     * @param bool $mayWait Whether nobody needs this process soon: only then is an update carried out.
     * @return array<string, int>|null What was done, by name; null where it failed.
     */
    public function run(int $budgetMs, bool $mayWait): ?array
    {
        try {
            return $this->isSetUp($mayWait) ? $this->drained($budgetMs) : null;
        } catch (\Throwable $error) {
            Fault::note($error, 'wake');
            $this->note(fn (Heartbeat $beat) => $beat->failed($this->services->now(), $error));
            return null;
        } finally {
            $settings = $this->services->settings();
            // Whether the run went well or not: what is wrong is told the owner. Before the first set-up there is nothing yet.
            if ($settings->version() !== '' || $settings->trouble() !== null) {
                $this->services->safely('alarms', fn () => (new Rounds($this->services))->go());
            }
        }
    }

    private function isSetUp(bool $mayWait): bool
    {
        // Without it no order can be read, and a link in a text would lead nowhere: everything waits.
        if (!\class_exists('WooCommerce', false)) {
            return false;
        }
        $setup = new Setup($this->services);
        return $setup->isDone() || ($mayWait && $setup->run());
    }

    /** @return array<string, int> */
    private function drained(int $budgetMs): array
    {
        $host = $this->services->host();
        $begun = $this->services->now();
        $due = $host->nextAt();
        $late = (new Due($this->services))->late($begun);
        $done = [];
        if ($due !== null && $due <= $begun) {
            if (!Room::make($budgetMs)) {
                throw new NoRoom('PHP\'s memory limit leaves no room for a run');
            }
            $done = $host->drain(budgetMs: $budgetMs);
            if (isset($done['busy'])) {
                return $done;
            }
        }
        if ($late !== null) {
            $late > self::LATE_MS
                ? $host->permission()->alarm('late', $begun)
                : $host->permission()->quiet('late');
        }
        $this->note(static fn (Heartbeat $beat) => $beat->ran($begun, $late));
        $this->plan($host->nextAt(), $this->services->safely('outbound', $this->told(...)));
        return $done;
    }

    /** Tells other programs what happened; returns when there is more to tell. */
    private function told(): ?int
    {
        $outbound = new Outbound($this->services);
        $outbound->run();
        return $outbound->nextAt();
    }

    private function plan(?int ...$next): void
    {
        $next = \array_filter($next, \is_int(...));
        if ($next !== []) {
            Schedule::at(\max(\min($next), $this->services->now() + self::AGAIN_MS));
        }
    }

    /** @param \Closure(Heartbeat): void $write */
    private function note(\Closure $write): void
    {
        $this->services->safely('wake.heartbeat', fn () => $write(new Heartbeat($this->services->database())));
    }
}
