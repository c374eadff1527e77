<?php
// Owns what a translated module does with its memory as a whole: it grows, is copied and filled.
declare(strict_types=1);

namespace Cartsignal\Wasm;

/** All functions take the memory as a list of 32-bit words. */
final class Memory
{
    private const WORDS_OF_A_PAGE = 16_384; // 64 KiB, WebAssembly specification
    private const MOST_PAGES = 65_536; // 4 GiB, WebAssembly specification
    private const FAILED = 0xFFFFFFFF;
    private const BYTES_PER_WORD = 16; // a PHP value; a list that grows is copied once to room for twice as many

    /**
     * Adds pages; returns how many there were, or 2^32 - 1 when there may be, or is room for, no more.
     *
     * @param list<int> $m
     */
    public static function grow(array &$m, int $pages, int $most): int
    {
        $words = \count($m);
        $before = \intdiv($words, self::WORDS_OF_A_PAGE);
        if ($before + $pages > \min($most, self::MOST_PAGES)) {
            return self::FAILED;
        }
        if ($pages === 0) {
            return $before;
        }
        $added = $pages * self::WORDS_OF_A_PAGE;
        // PHP ends the whole request when memory runs out: the module is told beforehand, and can say so.
        if (3 * ($words + $added) * self::BYTES_PER_WORD > MemoryLimit::room()) {
            return self::FAILED;
        }
        for ($end = $words + $added; $words < $end; $words++) {
            $m[] = 0;
        }
        return $before;
    }

    /**
     * Copies bytes; the two places may overlap.
     *
     * @param list<int> $m
     */
    public static function copy(array &$m, int $to, int $from, int $length): void
    {
        $size = \count($m) << 2;
        if ($to + $length > $size || $from + $length > $size) {
            throw new Trap('out of bounds memory access');
        }
        if ($to > $from && $to < $from + $length) {
            self::copyFromEnd($m, $to, $from, $length);
            return;
        }
        if (($to & 3) !== 0 && $length > 0) {
            $head = \min(4 - ($to & 3), $length);
            self::copyWithinWord($m, $to, $from, $head);
            $to += $head;
            $from += $head;
            $length -= $head;
        }
        $source = $from >> 2;
        $word = $to >> 2;
        $last = $word + ($length >> 2);
        $right = ($from & 3) << 3;
        if ($right === 0) {
            // Four at a time: counting costs as much as copying.
            for (; $word + 4 <= $last; $word += 4, $source += 4) {
                $m[$word] = $m[$source];
                $m[$word + 1] = $m[$source + 1];
                $m[$word + 2] = $m[$source + 2];
                $m[$word + 3] = $m[$source + 3];
            }
            while ($word < $last) {
                $m[$word++] = $m[$source++];
            }
        } elseif ($word < $last) {
            // Each word is made of two neighbours; the second is the first of the next.
            $left = 32 - $right;
            for ($low = $m[$source]; $word < $last; $low = $high) {
                $high = $m[++$source];
                $m[$word++] = $low >> $right | ($high << $left) & 0xFFFFFFFF;
            }
        }
        if (($length & 3) !== 0) {
            $tail = $length & 3;
            self::copyWithinWord($m, $to + $length - $tail, $from + $length - $tail, $tail);
        }
    }

    /**
     * Sets bytes to one value.
     *
     * @param list<int> $m
     */
    public static function fill(array &$m, int $to, int $byte, int $length): void
    {
        self::check($m, $to, $length);
        $byte &= 0xFF;
        for (; $length > 0 && ($to & 3) !== 0; $length--) {
            self::store8($m, $to++, $byte);
        }
        $number = $byte * 0x01010101;
        $word = $to >> 2;
        for ($last = $word + ($length >> 2); $word < $last; $word++) {
            $m[$word] = $number;
        }
        $to += $length & ~3;
        for ($length &= 3; $length > 0; $length--) {
            self::store8($m, $to++, $byte);
        }
    }

    /**
     * Copies bytes out of a data segment.
     *
     * @param list<int> $m
     */
    public static function init(array &$m, string $segment, bool $dropped, int $to, int $from, int $length): void
    {
        self::check($m, $to, $length);
        if ($from + $length > ($dropped ? 0 : \strlen($segment))) {
            throw new Trap('out of bounds memory access');
        }
        for (; $length > 0; $length--) {
            self::store8($m, $to++, \ord($segment[$from++]));
        }
    }

    /** @param list<int> $m */
    private static function load8(array &$m, int $address): int
    {
        return ($m[$address >> 2] >> (($address & 3) << 3)) & 0xFF;
    }

    /** @param list<int> $m */
    private static function store8(array &$m, int $address, int $byte): void
    {
        $word = $address >> 2;
        $shift = ($address & 3) << 3;
        $m[$word] = ($m[$word] & ~(0xFF << $shift)) | $byte << $shift;
    }

    /**
     * Copies one to four bytes, all into one word.
     *
     * @param list<int> $m
     */
    private static function copyWithinWord(array &$m, int $to, int $from, int $length): void
    {
        $source = $from >> 2;
        $bytes = $m[$source] >> (($from & 3) << 3);
        if (($from & 3) + $length > 4) {
            $bytes |= $m[$source + 1] << 32 - (($from & 3) << 3);
        }
        $shift = ($to & 3) << 3;
        $mask = (1 << ($length << 3)) - 1;
        $word = $to >> 2;
        $m[$word] = $m[$word] & ~($mask << $shift) | ($bytes & $mask) << $shift;
    }

    /** @param list<int> $m */
    private static function copyFromEnd(array &$m, int $to, int $from, int $length): void
    {
        $to += $length;
        $from += $length;
        if ((($to ^ $from) & 3) === 0) {
            for (; $length > 0 && ($to & 3) !== 0; $length--) {
                self::store8($m, --$to, self::load8($m, --$from));
            }
            $source = $from >> 2;
            $word = $to >> 2;
            for ($first = $word - ($length >> 2); $word > $first;) {
                $m[--$word] = $m[--$source];
            }
            $to -= $length & ~3;
            $from -= $length & ~3;
            $length &= 3;
        }
        for (; $length > 0; $length--) {
            self::store8($m, --$to, self::load8($m, --$from));
        }
    }

    /** @param list<int> $m */
    private static function check(array &$m, int $address, int $length): void
    {
        if ($address + $length > \count($m) << 2) {
            throw new Trap('out of bounds memory access');
        }
    }
}
