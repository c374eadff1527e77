<?php
// Owns the exception for a core whose files are not of one build, as an update that stopped half-way leaves them.
declare(strict_types=1);

namespace Cartsignal\Core;

final class BuildMismatch extends \RuntimeException
{
    public function __construct(string $what)
    {
        parent::__construct("$what: upload the plugin again");
    }
}
