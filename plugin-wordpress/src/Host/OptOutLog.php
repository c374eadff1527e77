<?php
// Owns what is remembered of opt-outs outside the database, so that one put back from a backup learns of those since then.
declare(strict_types=1);

namespace Cartsignal\Host;

interface OptOutLog
{
    /**
     * Writes down which opt-outs of somebody stand from now on, for good. Called before the database keeps them, in its
     * transaction: what is undone there is told again, so that the log may know too much and never too little. Never
     * throws: an opt-out counts where the log can't be written, too.
     *
     * @param array<string, int> $optOuts When, by channel; none: all were taken back.
     */
    public function note(string $recipient, array $optOuts): void;

    /** @return array<string, non-empty-array<string, int>> When, by channel, by recipient. */
    public function standing(): array;
}
