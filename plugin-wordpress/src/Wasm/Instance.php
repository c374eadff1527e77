<?php
// Owns what every translated module has in common: its memory, the way in, and how a fault becomes a trap.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/**
 * One instance of a module, with a memory of its own. To start afresh, make a new one: that is cheap.
 *
 * The machine-written class `Module` of each package extends this one.
 */
abstract class Instance
{
    /** The export under which `run` knows the start function; a module cannot export this name: it is not UTF-8. */
    protected const START = "\xff";

    private const WORDS_OF_A_PAGE = 16_384; // 64 KiB, WebAssembly specification

    /** @var list<int> The linear memory as 32-bit words, each from 0 to 2^32 - 1. */
    protected array $m;

    /** @param list<int> $words */
    public function __construct(array $words)
    {
        $this->m = $words;
    }

    /**
     * Calls an exported function.
     *
     * @param int|float ...$arguments An i32 may be signed or not.
     * @return list<int|float> The results; an i32 is a number from 0 to 2^32 - 1.
     * @throws Trap Throw the instance away then.
     * @throws \OutOfBoundsException When there is no such function.
     */
    final public function invoke(string $export, int|float ...$arguments): array
    {
        // A load past the end of memory is an undefined key. PHP warns about it, at no cost where nothing is wrong.
        \set_error_handler(self::fault(...));
        try {
            return $this->run($export, $arguments);
        } catch (\DivisionByZeroError $error) {
            throw new Trap('integer divide by zero', 0, $error);
        } finally {
            \restore_error_handler();
            $this->refuseStrayWords();
        }
    }

    /** Returns bytes of the memory. */
    final public function read(int $address, int $length): string
    {
        $this->check($address, $length);
        $first = $address >> 2;
        $words = \array_slice($this->m, $first, (($address + $length + 3) >> 2) - $first);
        return \substr(\pack('V*', ...$words), $address & 3, $length);
    }

    /** Writes bytes to the memory. */
    final public function write(int $address, string $bytes): void
    {
        $length = \strlen($bytes);
        $this->check($address, $length);
        if ($length === 0) {
            return;
        }
        $before = $this->read($address & ~3, $address & 3);
        $end = $address + $length;
        $after = $this->read($end, -$end & 3);
        $this->writeWords($address >> 2, $before . $bytes . $after);
    }

    /** Returns the size of the memory in bytes. */
    final public function size(): int
    {
        return \count($this->m) << 2;
    }

    /** Returns the value of an exported global. */
    abstract public function global(string $export): int|float;

    /**
     * Calls a function without guards.
     *
     * @param list<int|float> $a
     * @return list<int|float>
     */
    abstract protected function run(string $export, array $a): array;

    /**
     * Returns the results of a function that has none; calling it was the point.
     *
     * @return list<never>
     */
    final protected static function nothing(mixed $called): array
    {
        return [];
    }

    /** Returns the exception for a name that the module does not export. */
    final protected static function unknown(string $export): \OutOfBoundsException
    {
        return new \OutOfBoundsException("the module exports no `$export`");
    }

    /** Makes PHP's warning an exception. Anything but an undefined key is a mistake of the translator's. */
    private static function fault(int $level, string $message, string $file, int $line): never
    {
        if (\str_starts_with($message, 'Undefined array key')) {
            throw new Trap('out of bounds memory access');
        }
        throw new \ErrorException($message, 0, $level, $file, $line);
    }

    /** Traps when a store went past the end of memory: it added a word, so this is no whole number of pages. */
    private function refuseStrayWords(): void
    {
        $words = \count($this->m);
        $whole = $words - $words % self::WORDS_OF_A_PAGE;
        if ($words === $whole && \array_is_list($this->m)) {
            return;
        }
        $kept = 0;
        while (\array_key_exists($kept, $this->m)) {
            $kept += self::WORDS_OF_A_PAGE;
        }
        \ksort($this->m);
        $this->m = \array_slice($this->m, 0, \min($kept, $whole));
        throw new Trap('out of bounds memory access');
    }

    /**
     * Writes whole words. Measured: eight at a time, under names of one letter, cost a third of what a list of any
     * length costs, whose keys PHP writes out as text.
     */
    private function writeWords(int $word, string $bytes): void
    {
        $m = &$this->m;
        $size = \strlen($bytes);
        for ($at = 0; $at + 32 <= $size; $at += 32, $word += 8) {
            [
                'a' => $m[$word], 'b' => $m[$word + 1], 'c' => $m[$word + 2], 'd' => $m[$word + 3],
                'e' => $m[$word + 4], 'f' => $m[$word + 5], 'g' => $m[$word + 6], 'h' => $m[$word + 7],
            ] = \unpack('Va/Vb/Vc/Vd/Ve/Vf/Vg/Vh', $bytes, $at);
        }
        for (; $at < $size; $at += 4) {
            $m[$word++] = \unpack('V', $bytes, $at)[1];
        }
    }

    private function check(int $address, int $length): void
    {
        if ($address < 0 || $length < 0 || $address + $length > $this->size()) {
            throw new \OutOfRangeException("$length bytes at $address are not in the memory of {$this->size()} bytes");
        }
    }
}
