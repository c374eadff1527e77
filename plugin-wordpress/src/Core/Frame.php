<?php
// Owns how a call's parts travel as one piece of memory (src/contract/frame.rs).
declare(strict_types=1);

namespace Cartsignal\Core;

/** Number of parts, then length and bytes of each; numbers are u32, little-endian. */
final class Frame
{
    /** Most parts of one frame, as in the core. */
    public const MOST_PARTS = 1_024;

    /** Largest part that is handed in or read back. Source: `MAX_PART_BYTES` in src/contract/request.rs. */
    public const MOST_PART_BYTES = 8 * 1_024 * 1_024;

    private const WORD = 4; // bytes

    /**
     * Returns the parts as one frame.
     *
     * @param list<string> $parts
     * @throws BrokenFrame with more than 1,024 parts, or one that is larger than 8 MiB
     */
    public static function encode(array $parts): string
    {
        if (\count($parts) > self::MOST_PARTS) {
            throw new BrokenFrame(\sprintf('a frame has at most 1024 parts, found `%d`', \count($parts)));
        }
        $frame = \pack('V', \count($parts));
        foreach ($parts as $place => $part) {
            $length = \strlen($part);
            if ($length > self::MOST_PART_BYTES) {
                throw new BrokenFrame(\sprintf('part `%d` is larger than 8 MiB', $place));
            }
            $frame .= \pack('V', $length) . $part;
        }
        return $frame;
    }

    /**
     * Returns the parts of a frame.
     *
     * @return list<string>
     * @throws BrokenFrame when bytes are missing or left over, or there are more than 1,024 parts
     */
    public static function decode(string $frame): array
    {
        $count = self::number($frame, 0);
        if ($count > self::MOST_PARTS) {
            throw new BrokenFrame(\sprintf('a frame has at most 1024 parts, found `%d`', $count));
        }
        $parts = [];
        $at = self::WORD;
        for ($place = 0; $place < $count; $place++) {
            $length = self::number($frame, $at);
            $at += self::WORD;
            if ($length > \strlen($frame) - $at) {
                throw new BrokenFrame(\sprintf('part `%d` of a frame ends behind its end', $place));
            }
            $parts[] = \substr($frame, $at, $length);
            $at += $length;
        }
        if ($at !== \strlen($frame)) {
            throw new BrokenFrame(\sprintf('`%d` bytes are left over behind a frame', \strlen($frame) - $at));
        }
        return $parts;
    }

    /** Returns the u32 at a place of some bytes. */
    public static function number(string $bytes, int $at): int
    {
        if ($at < 0 || $at > \strlen($bytes) - self::WORD) {
            throw new BrokenFrame(\sprintf('a frame of `%d` bytes ends within a number', \strlen($bytes)));
        }
        return \unpack('V', $bytes, $at)[1];
    }
}
