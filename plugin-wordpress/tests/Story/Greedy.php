<?php
// Owns arrivals that take all the memory there is.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Host\Row;
use Cartsignal\Host\Takes;

final class Greedy implements Takes
{
    public function take(Row $row, int $now): array
    {
        $all = [];
        while (true) {
            $all[] = \str_repeat('a', 1_048_576) . \count($all);
        }
    }
}
