<?php
// Owns what compiling a configuration gives.
declare(strict_types=1);

namespace Cartsignal\Core;

final class Compiled
{
    /** @param \stdClass $answer `CompiledAnswer` of the contract: what was left out, warnings, whether to sweep. */
    public function __construct(public readonly StoredProgram $program, public readonly \stdClass $answer)
    {
    }
}
