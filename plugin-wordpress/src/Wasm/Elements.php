<?php
// Owns what instructions do to a table of functions.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** All functions take the table as a list of function indexes, -1 for none. */
final class Elements
{
    /**
     * Copies entries out of an element segment.
     *
     * @param list<int> $table
     * @param list<int> $segment
     */
    public static function init(array &$table, array $segment, bool $dropped, int $to, int $from, int $length): void
    {
        self::check($from + $length <= ($dropped ? 0 : \count($segment)) && $to + $length <= \count($table));
        for (; $length > 0; $length--) {
            $table[$to++] = $segment[$from++];
        }
    }

    /**
     * Copies entries within a table; the two places may overlap.
     *
     * @param list<int> $table
     */
    public static function copy(array &$table, int $to, int $from, int $length): void
    {
        self::check(\max($to, $from) + $length <= \count($table));
        foreach (\array_slice($table, $from, $length) as $function) {
            $table[$to++] = $function;
        }
    }

    private static function check(bool $fits): void
    {
        if (!$fits) {
            throw new Trap('out of bounds table access');
        }
    }
}
