<?php
// Owns how a WebAssembly instance stops: the exception, in the words of the specification.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** The instance that threw it is unusable; whatever is outside of it is untouched. */
final class Trap extends \RuntimeException
{
    /**
     * Returns the trap of an indirect call that a fixed table cannot serve.
     *
     * @param list<int> $empty Places of the table that hold nothing.
     */
    public static function indirect(int $place, int $size, array $empty): self
    {
        return new self(match (true) {
            $place >= $size => 'undefined element',
            \in_array($place, $empty, true) => 'uninitialized element',
            default => 'indirect call type mismatch',
        });
    }

    /** Returns the trap of an indirect call to what a changing table holds: -1 is nothing, -2 is past its end. */
    public static function indirectTo(int $function): self
    {
        return new self(match ($function) {
            -2 => 'undefined element',
            -1 => 'uninitialized element',
            default => 'indirect call type mismatch',
        });
    }
}
