<?php
/**
 * Owns what compiling a configuration gives.
 */

declare(strict_types=1);

namespace Cartsignal\Core;

final class Compiled
{
    /** @param \stdClass $answer `hash`, `epoch`, `sweep`, `disabled` and `warnings`, see `CompiledAnswer` of the contract. */
    public function __construct(public readonly StoredProgram $program, public readonly \stdClass $answer)
    {
    }
}
