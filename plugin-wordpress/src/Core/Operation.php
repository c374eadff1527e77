<?php
// Owns the numbers of the core's operations at the C ABI (src/contract/session.rs), and which module answers each.
declare(strict_types=1);

namespace Cartsignal\Core;

enum Operation: int
{
    case Versions = 0;
    case Compile = 1;
    case Lint = 2;
    case Load = 3;
    case Unload = 4;
    case Touches = 5;
    case Step = 6;
    case Merge = 7;
    case Admit = 8;
    case Explain = 9;
    case Measure = 10;
    case Observe = 11;
    case Learn = 12;
    case Hold = 13;
    case Flush = 14;
    case Release = 15;
    case Erase = 16;
    case Combine = 17;

    /**
     * Returns whether the operation is in the whole module only. `versions` is in both, and answered by the one that
     * has the table of time zones it speaks of.
     */
    public function needsWhole(): bool
    {
        return \in_array($this, [self::Versions, self::Compile, self::Lint], true);
    }

    /** Returns the operation's name as the core writes it. */
    public function word(): string
    {
        return \strtolower($this->name);
    }
}
