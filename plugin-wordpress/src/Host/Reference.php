<?php
// Owns references: the opaque tokens of attempts, which travel in callback addresses and say nothing of anybody.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Reference
{
    private const BYTES = 16;

    /** @param \Closure(int): string $random */
    public static function random(\Closure $random): string
    {
        return \bin2hex($random(self::BYTES));
    }
}
