<?php
// Owns how a part of the plugin takes in what it wrote to the inbox: in the runner's transaction, as inputs for the
// core.
declare(strict_types=1);

namespace Cartsignal\Host;

interface Takes
{
    /**
     * Takes an arrival in. It may run more than once for one arrival, of which one is kept: nothing but reads, and
     * writes of this database.
     *
     * @param int $now In ms since epoch.
     * @return list<Said> What the core is to be told, in order.
     */
    public function take(Row $row, int $now): array;
}
