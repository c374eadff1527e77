<?php
// Owns which encoding a file of text is in, and reading it as UTF-8 piece by piece.
declare(strict_types=1);

namespace Cartsignal\Moving;

/** Knows UTF-8, UTF-16 with or without its mark, and Windows-1252, which is whatever is none of these. */
final class Decoder
{
    private const MARKS = ["\xEF\xBB\xBF" => 'UTF-8', "\xFF\xFE" => 'UTF-16LE', "\xFE\xFF" => 'UTF-16BE'];

    /** Share of zero bytes that tells UTF-16 of mostly Latin letters, as 1 in so many. Chosen. */
    private const ZEROS = 5;

    /** @param 'UTF-8'|'UTF-16LE'|'UTF-16BE'|'Windows-1252' $encoding */
    private function __construct(private readonly string $encoding, private readonly int $markBytes)
    {
    }

    /** @param iterable<string> $pieces Of the whole file. */
    public static function for(iterable $pieces): self
    {
        $isFirst = true;
        $tail = '';
        $isUtf8 = true;
        foreach ($pieces as $piece) {
            if ($isFirst) {
                foreach (self::MARKS as $mark => $encoding) {
                    if (\str_starts_with($piece, $mark)) {
                        return new self($encoding, \strlen($mark));
                    }
                }
                $wide = self::wide(\substr($piece, 0, 4_096));
                if ($wide !== null) {
                    return new self($wide, 0);
                }
                $isFirst = false;
            }
            [$whole, $tail] = self::wholeUtf8($tail . $piece);
            $isUtf8 = $isUtf8 && \mb_check_encoding($whole, 'UTF-8');
        }
        return new self($isUtf8 && $tail === '' ? 'UTF-8' : 'Windows-1252', 0);
    }

    /**
     * @param iterable<string> $pieces Of the whole file.
     * @return \Generator<string> UTF-8; what is no letter in the file's encoding is a question mark.
     */
    public function read(iterable $pieces): \Generator
    {
        $skip = $this->markBytes;
        $tail = '';
        foreach ($pieces as $piece) {
            $bytes = $tail . \substr($piece, $skip);
            $skip = 0;
            [$whole, $tail] = $this->whole($bytes);
            yield $this->converted($whole);
        }
        if ($tail !== '') {
            yield $this->converted($tail);
        }
    }

    private function converted(string $bytes): string
    {
        return $this->encoding === 'UTF-8'
            ? \mb_scrub($bytes, 'UTF-8')
            : \mb_convert_encoding($bytes, 'UTF-8', $this->encoding);
    }

    /** @return array{string, string} What ends with a whole letter, and what is left. */
    private function whole(string $bytes): array
    {
        if ($this->encoding === 'Windows-1252') {
            return [$bytes, ''];
        }
        if ($this->encoding === 'UTF-8') {
            return self::wholeUtf8($bytes);
        }
        $length = \strlen($bytes) - \strlen($bytes) % 2;
        $high = $this->encoding === 'UTF-16LE' ? $length - 1 : $length - 2;
        // The first half of a pair that makes one letter.
        if ($length >= 2 && (\ord($bytes[$high]) & 0xFC) === 0xD8) {
            $length -= 2;
        }
        return [\substr($bytes, 0, $length), \substr($bytes, $length)];
    }

    /** @return array{string, string} */
    private static function wholeUtf8(string $bytes): array
    {
        $length = \strlen($bytes);
        for ($back = 1; $back <= 3 && $back <= $length; $back += 1) {
            $byte = \ord($bytes[$length - $back]);
            if (($byte & 0xC0) === 0x80) {
                continue;
            }
            $wants = match (true) {
                ($byte & 0xE0) === 0xC0 => 2,
                ($byte & 0xF0) === 0xE0 => 3,
                ($byte & 0xF8) === 0xF0 => 4,
                default => 1,
            };
            $cut = $wants > $back ? $length - $back : $length;
            return [\substr($bytes, 0, $cut), \substr($bytes, $cut)];
        }
        return [$bytes, ''];
    }

    /** Returns which of the two it is where every other byte is mostly zero. */
    private static function wide(string $bytes): ?string
    {
        $zeros = [0, 0];
        for ($place = 0, $length = \strlen($bytes); $place < $length; $place += 1) {
            $zeros[$place % 2] += $bytes[$place] === "\0" ? 1 : 0;
        }
        if (\max($zeros) * self::ZEROS < \strlen($bytes) || \max($zeros) === 0) {
            return null;
        }
        return $zeros[1] > $zeros[0] ? 'UTF-16LE' : 'UTF-16BE';
    }
}
