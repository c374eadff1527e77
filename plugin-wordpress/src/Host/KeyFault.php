<?php
// Owns why the store's keys are of no use: nothing is sent, read or written then.
declare(strict_types=1);

namespace Cartsignal\Host;

final class KeyFault extends \RuntimeException
{
    /** @param 'keys_missing'|'keys_wrong' $reason */
    public function __construct(public readonly string $reason, string $message)
    {
        parent::__construct($message);
    }
}
