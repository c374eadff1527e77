<?php
// Owns the fault of one statement: what it writes does not fit, or it is no statement.
declare(strict_types=1);

namespace Cartsignal\Host;

final class DatabaseFault extends \RuntimeException
{
    /**
     * @param int $number The server's number of the error. Its words quote what was written, so they are not kept.
     * @param string $sql The statement, which holds placeholders where values go.
     */
    public function __construct(public readonly int $number, string $sql)
    {
        $begin = \substr((string) \preg_replace('/\s+/', ' ', \trim($sql)), 0, 80);
        parent::__construct("error $number in the statement `$begin`", $number);
    }
}
