<?php
// Owns when the last texts of a journey count as bad.
declare(strict_types=1);

namespace Cartsignal\Guards;

final class Tally
{
    /** Source: shared defaults, "More than 3 % opt-outs or 10 % undeliverable in the last 100 texts". */
    private const MOST_OPT_OUTS_PERCENT = 3;

    private const MOST_UNDELIVERED_PERCENT = 10;

    /** Fewer texts say nothing. Chosen. */
    private const LEAST_TEXTS = 20;

    /** Below a hundred texts the share of one person is large: so many it takes at least. Chosen. */
    private const LEAST_OPT_OUTS = 3;

    private const LEAST_UNDELIVERED = 4;

    public function __construct(
        public readonly int $texts,
        public readonly int $optOuts,
        public readonly int $undelivered
    ) {
    }

    /** @return 'opt_outs'|'undeliverable'|null Why the journey has to be paused; null where it need not. */
    public function isBad(): ?string
    {
        if ($this->texts < self::LEAST_TEXTS) {
            return null;
        }
        if ($this->optOuts >= self::LEAST_OPT_OUTS && $this->optOuts * 100 > $this->texts * self::MOST_OPT_OUTS_PERCENT) {
            return 'opt_outs';
        }
        $isUndelivered = $this->undelivered >= self::LEAST_UNDELIVERED
            && $this->undelivered * 100 > $this->texts * self::MOST_UNDELIVERED_PERCENT;
        return $isUndelivered ? 'undeliverable' : null;
    }
}
