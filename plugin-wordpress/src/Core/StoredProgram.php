<?php
// Owns a compiled program as a host keeps it: compiled once when settings are saved, read by every request.
declare(strict_types=1);

namespace Cartsignal\Core;

/**
 * As one run of bytes it is a frame of two parts, JSON about the program and the program itself: for a column of type
 * LONGBLOB. An option holds text only, so there it would have to be written in base64.
 */
final class StoredProgram
{
    private const FORMAT = 1;

    /**
     * @param string $bytes The program; opaque.
     * @param string $hash Its hash, as `compile` and `load` answer it.
     * @param int $headBytes How long its first piece is, which every load needs.
     * @param string $wholeSha256 The module it was compiled by.
     * @param string $hotSha256 The module it is for.
     */
    public function __construct(
        public readonly string $bytes,
        public readonly string $hash,
        public readonly int $headBytes,
        public readonly string $wholeSha256,
        public readonly string $hotSha256
    ) {
    }

    /** Returns all of it as bytes. */
    public function toBytes(): string
    {
        $about = [
            'format' => self::FORMAT,
            'hash' => $this->hash,
            'head_bytes' => $this->headBytes,
            'whole_sha256' => $this->wholeSha256,
            'hot_sha256' => $this->hotSha256,
            'check' => self::check($this->bytes),
        ];
        return Frame::encode([Json::write($about), $this->bytes]);
    }

    /**
     * Returns the program that `toBytes` wrote.
     *
     * @throws BrokenProgram when a byte is missing or changed, as a column for text leaves it
     */
    public static function fromBytes(string $stored): self
    {
        try {
            [$json, $bytes] = Frame::decode($stored) + ['', ''];
            $about = Json::read($json);
        } catch (BrokenFrame | \JsonException $why) {
            throw new BrokenProgram('the stored program cannot be read: compile the settings again', 0, $why);
        }
        if (($about->format ?? null) !== self::FORMAT || ($about->check ?? null) !== self::check($bytes)) {
            throw new BrokenProgram('the stored program is not as it was stored: compile the settings again');
        }
        return new self($bytes, $about->hash, $about->head_bytes, $about->whole_sha256, $about->hot_sha256);
    }

    /** The program's own hash is checked by the core where it is loaded whole, which loading in pieces never does. */
    private static function check(string $bytes): string
    {
        return \hash('xxh128', $bytes);
    }
}
