<?php
// Owns the exception for a store that was never configured: nothing can be decided yet.
declare(strict_types=1);

namespace Cartsignal\Host;

final class NoProgram extends \RuntimeException
{
    public function __construct()
    {
        parent::__construct('no program is in force: give a configuration');
    }
}
