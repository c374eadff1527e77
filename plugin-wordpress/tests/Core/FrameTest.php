<?php
// Owns the tests of frames: what goes in comes out, and hostile bytes are refused.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\BrokenFrame;
use Cartsignal\Core\Frame;
use PHPUnit\Framework\TestCase;

final class FrameTest extends TestCase
{
    public function test_parts_come_out_as_they_went_in_empty_ones_too(): void
    {
        $parts = ['{}', '', "\0\x01\xff"];
        self::assertSame($parts, Frame::decode(Frame::encode($parts)));
        self::assertSame([], Frame::decode(Frame::encode([])));
    }

    public function test_a_frame_has_the_layout_of_the_core(): void
    {
        self::assertSame("\x02\0\0\0\x02\0\0\0{}\x00\0\0\0", Frame::encode(['{}', '']));
    }

    public function test_a_frame_cut_anywhere_is_refused(): void
    {
        $frame = Frame::encode(['{}', 'state']);
        $refused = 0;
        for ($end = 0; $end < \strlen($frame); $end++) {
            $refused += (int) self::isRefused(\substr($frame, 0, $end));
        }
        self::assertSame(\strlen($frame), $refused);
    }

    public function test_bytes_left_over_are_refused(): void
    {
        self::assertTrue(self::isRefused(Frame::encode(['{}']) . "\0"));
    }

    public function test_a_count_or_length_beyond_the_bytes_reserves_nothing(): void
    {
        $before = \memory_get_peak_usage();
        self::assertTrue(self::isRefused("\xff\xff\xff\xff"));
        self::assertTrue(self::isRefused("\x01\x04\0\0" . \str_repeat("\0", 4 * 1_025)));
        self::assertTrue(self::isRefused("\x01\0\0\0\xff\xff\xff\xff{}"));
        self::assertTrue(self::isRefused("\x01\0\0\0\xff\xff\xff\x7f{}"));
        self::assertLessThan(1 << 20, \memory_get_peak_usage() - $before);
    }

    public function test_more_parts_than_the_core_takes_are_refused(): void
    {
        self::assertCount(1_024, Frame::decode(Frame::encode(\array_fill(0, 1_024, ''))));
        $this->expectException(BrokenFrame::class);
        $this->expectExceptionMessage('found `1025`');
        Frame::encode(\array_fill(0, 1_025, ''));
    }

    public function test_a_part_larger_than_the_core_takes_is_refused(): void
    {
        $this->expectException(BrokenFrame::class);
        $this->expectExceptionMessage('part `1` is larger than 8 MiB');
        Frame::encode(['{}', \str_repeat('a', Frame::MOST_PART_BYTES + 1)]);
    }

    private static function isRefused(string $frame): bool
    {
        try {
            Frame::decode($frame);
            return false;
        } catch (BrokenFrame) {
            return true;
        }
    }
}
