<?php
// Owns arrivals that nobody can take in.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Host\Row;
use Cartsignal\Host\Takes;

final class Stubborn implements Takes
{
    public function take(Row $row, int $now): array
    {
        throw new \DomainException('nobody can take this in');
    }
}
