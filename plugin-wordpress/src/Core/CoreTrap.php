<?php
// Owns the exception for a call that the core did not survive.
declare(strict_types=1);

namespace Cartsignal\Core;

/** Nothing is lost: the states that were handed in are still the caller's, and a new sequence is as good as ever. */
final class CoreTrap extends \RuntimeException
{
    /** @param string $operation The name of what was asked, or its number where it has none. */
    public function __construct(public readonly string $operation, \Throwable $why)
    {
        parent::__construct("the core trapped during `$operation`: {$why->getMessage()}", 0, $why);
    }
}
