<?php
// Owns why the tables cannot be brought up to date: a word for programs, a sentence for the owner.
declare(strict_types=1);

namespace Cartsignal\Host;

final class SchemaFault extends \RuntimeException
{
    /** @param 'database_newer'|'not_innodb'|'no_row_log' $reason */
    public function __construct(public readonly string $reason, string $sentence)
    {
        parent::__construct($sentence);
    }
}
