<?php
// Owns loads and stores whose bytes do not begin with a word of the memory.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** All functions take the memory as a list of 32-bit words. */
final class Unaligned
{
    /**
     * Returns the two bytes at an odd address.
     *
     * @param list<int> $m
     */
    public static function load16(array &$m, int $address): int
    {
        $word = $address >> 2;
        return ($address & 3) === 1 ? $m[$word] >> 8 & 0xFFFF : $m[$word] >> 24 | ($m[$word + 1] & 0xFF) << 8;
    }

    /**
     * Returns the four bytes at an address that is no multiple of four.
     *
     * @param list<int> $m
     */
    public static function load32(array &$m, int $address): int
    {
        $word = $address >> 2;
        $shift = ($address & 3) << 3;
        return ($m[$word] >> $shift | $m[$word + 1] << 32 - $shift) & 0xFFFFFFFF;
    }

    /**
     * Returns the eight bytes at an address that is no multiple of four.
     *
     * @param list<int> $m
     */
    public static function load64(array &$m, int $address): int
    {
        $word = $address >> 2;
        $shift = ($address & 3) << 3;
        // The middle word and the high one: what falls out at the top of an int is not wanted.
        return $m[$word] >> $shift | $m[$word + 1] << 32 - $shift | $m[$word + 2] << 64 - $shift;
    }

    /**
     * Stores two bytes at an odd address.
     *
     * @param list<int> $m
     */
    public static function store16(array &$m, int $address, int $value): void
    {
        $word = $address >> 2;
        if (($address & 3) === 1) {
            $m[$word] = $m[$word] & 0xFF0000FF | ($value & 0xFFFF) << 8;
            return;
        }
        $m[$word + 1] = $m[$word + 1] & 0xFFFFFF00 | $value >> 8 & 0xFF;
        $m[$word] = $m[$word] & 0xFFFFFF | ($value & 0xFF) << 24;
    }

    /**
     * Stores four bytes at an address that is no multiple of four.
     *
     * @param list<int> $m
     */
    public static function store32(array &$m, int $address, int $value): void
    {
        $word = $address >> 2;
        $shift = ($address & 3) << 3;
        $value &= 0xFFFFFFFF;
        // The last word first: if it is outside of memory, that is a trap before anything was written.
        $m[$word + 1] = $m[$word + 1] & 0xFFFFFFFF << $shift | $value >> 32 - $shift;
        $m[$word] = $m[$word] & (1 << $shift) - 1 | ($value << $shift) & 0xFFFFFFFF;
    }

    /**
     * Stores eight bytes at an address that is no multiple of four.
     *
     * @param list<int> $m
     */
    public static function store64(array &$m, int $address, int $value): void
    {
        $word = $address >> 2;
        $shift = ($address & 3) << 3;
        $kept = (1 << $shift) - 1;
        $m[$word + 2] = $m[$word + 2] & ~$kept | ($value >> 64 - $shift) & $kept;
        $m[$word + 1] = $value >> 32 - $shift & 0xFFFFFFFF;
        $m[$word] = $m[$word] & $kept | ($value << $shift) & 0xFFFFFFFF;
    }
}
