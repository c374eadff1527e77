<?php
// Owns a compiled program as a host keeps it: compiled once when settings are saved, read by every request.
declare(strict_types=1);

namespace Cartsignal\Core;

/**
 * As one run of bytes it is a frame of two parts, JSON about the program and the program itself: for a column of type
 * LONGBLOB, of which a request reads only what it needs. An option holds text, so there it would have to be base64.
 */
final class StoredProgram
{
    private const FORMAT = 1;

    private const WORD = 4; // bytes of a number in a frame

    /** Read at once when a program is opened. Chosen: all that is said about it, and the head of most. */
    private const FIRST_BYTES = 16_384;

    /**
     * @param \Closure(int, int): string $read Returns bytes of the program, by offset and length.
     * @param int $length Of the program.
     * @param string $hash Its hash, as `compile` and `load` answer it.
     * @param int $headBytes How long its first piece is, which every load needs.
     * @param string $wholeSha256 The module it was compiled by.
     * @param string $hotSha256 The module it is for.
     * @param string $check Of all its bytes. The core checks their hash only where it loads the program whole.
     */
    private function __construct(
        private readonly \Closure $read,
        public readonly int $length,
        public readonly string $hash,
        public readonly int $headBytes,
        public readonly string $wholeSha256,
        public readonly string $hotSha256,
        private readonly string $check
    ) {
    }

    /** Returns a program that was just compiled. */
    public static function compiled(string $bytes, string $hash, int $headBytes, string $whole, string $hot): self
    {
        $read = static fn (int $offset, int $length): string => \substr($bytes, $offset, $length);
        return new self($read, \strlen($bytes), $hash, $headBytes, $whole, $hot, self::check($bytes));
    }

    /** Returns all of it, to be stored. */
    public function toBytes(): string
    {
        $about = [
            'format' => self::FORMAT,
            'hash' => $this->hash,
            'head_bytes' => $this->headBytes,
            'whole_sha256' => $this->wholeSha256,
            'hot_sha256' => $this->hotSha256,
            'check' => $this->check,
        ];
        return Frame::encode([Json::write($about), $this->bytes()]);
    }

    /**
     * Returns the program that `toBytes` wrote, every byte of it checked: for the moment after it was stored.
     *
     * @throws BrokenProgram when a byte is missing or changed, as a column for text leaves it
     */
    public static function fromBytes(string $stored): self
    {
        $read = static fn (int $offset, int $length): string => \substr($stored, $offset, $length);
        $program = self::open($read);
        if (self::check($program->bytes()) !== $program->check || $program->toBytes() !== $stored) {
            throw new BrokenProgram('the stored program is not as it was stored: compile the settings again');
        }
        return $program;
    }

    /**
     * Opens what `toBytes` wrote without reading all of it: for every request.
     *
     * @param \Closure(int, int): string $read Returns bytes of what was stored, by offset and length; fewer at its end.
     * @throws BrokenProgram
     */
    public static function open(\Closure $read): self
    {
        $first = $read(0, self::FIRST_BYTES);
        try {
            $start = 3 * self::WORD + Frame::number($first, self::WORD);
            $length = Frame::number($first, $start - self::WORD);
            $about = Json::read(\substr($first, 2 * self::WORD, $start - 3 * self::WORD));
        } catch (BrokenFrame | \JsonException $why) {
            throw new BrokenProgram('the stored program cannot be read: compile the settings again', 0, $why);
        }
        if (($about->format ?? null) !== self::FORMAT) {
            throw new BrokenProgram('the program was stored by another release: compile the settings again');
        }
        $piece = static fn (int $offset, int $length): string =>
            $start + $offset + $length <= \strlen($first)
                ? \substr($first, $start + $offset, $length)
                : $read($start + $offset, $length);
        $made = [$about->whole_sha256, $about->hot_sha256, $about->check];
        return new self($piece, $length, $about->hash, $about->head_bytes, ...$made);
    }

    /** Returns the whole program. */
    public function bytes(): string
    {
        return $this->piece(0, $this->length);
    }

    /**
     * Returns a piece of the program.
     *
     * @throws BrokenProgram when not all of it is there
     */
    public function piece(int $offset, int $length): string
    {
        $piece = ($this->read)($offset, $length);
        if (\strlen($piece) !== $length) {
            throw new BrokenProgram('the stored program is cut short: compile the settings again');
        }
        return $piece;
    }

    private static function check(string $bytes): string
    {
        return \hash('xxh128', $bytes);
    }
}
