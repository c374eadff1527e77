<?php
// Owns how requests are written and answers are read.
declare(strict_types=1);

namespace Cartsignal\Core;

/** Objects stay objects, so that what is handed on is what was read. */
final class Json
{
    private const WRITTEN = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
        | JSON_UNESCAPED_LINE_TERMINATORS;

    /**
     * Returns a request as JSON. An empty array inside is a list: write an empty object as `new \stdClass()`.
     *
     * @param array<string, mixed>|\stdClass $request
     * @throws \JsonException for text that is not UTF-8
     */
    public static function write(array|\stdClass $request): string
    {
        return \json_encode((object) $request, self::WRITTEN);
    }

    /**
     * Returns a JSON object as one.
     *
     * @throws \JsonException for all else
     */
    public static function read(string $json): \stdClass
    {
        $value = \json_decode($json, false, 512, JSON_THROW_ON_ERROR);
        return $value instanceof \stdClass ? $value : throw new \JsonException('expected a JSON object');
    }
}
