<?php
// Owns compiling for the vectors: many share one configuration, and the same bytes are compiled once.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

use Cartsignal\Core\Operation;
use Cartsignal\Core\Sequence;

final class Compilations
{
    /** @var array<string, list<string>> All parts of the answers, by frame. */
    private array $answers = [];

    /** @return list<string> */
    public function answers(string $frame, Sequence $sequence): array
    {
        return $this->answers[$frame] ??= $sequence->exchange(Operation::Compile->value, $frame);
    }
}
