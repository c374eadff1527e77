<?php
// Owns small things done to JSON: merge patches, moments, references to decisions, bytes as hexadecimal digits.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

final class Json
{
    private const WRITTEN = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
        | JSON_UNESCAPED_LINE_TERMINATORS;

    private const MOMENT = '/\A\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?(Z|[+-]\d{2}:\d{2})\z/';

    /** Returns `$target` with an RFC 7386 merge patch applied; neither is changed. */
    public static function merge(mixed $target, mixed $patch): mixed
    {
        if (!$patch instanceof \stdClass) {
            return $patch;
        }
        $merged = $target instanceof \stdClass ? clone $target : new \stdClass();
        foreach (self::fields($patch) as [$name, $change]) {
            if ($change === null) {
                unset($merged->{$name});
            } else {
                $merged->{$name} = self::merge($merged->{$name} ?? null, $change);
            }
        }
        return $merged;
    }

    /** Returns JSON with sorted keys: all hosts hand in the same bytes. */
    public static function canonical(mixed $value): string
    {
        if (is_array($value)) {
            return '[' . implode(',', array_map(self::canonical(...), $value)) . ']';
        }
        if (!$value instanceof \stdClass) {
            return self::text($value);
        }
        $fields = [];
        foreach (self::fields($value) as [$name, $each]) {
            $fields[$name] = self::text($name) . ':' . self::canonical($each);
        }
        ksort($fields, SORT_STRING);
        return '{' . implode(',', $fields) . '}';
    }

    /** Returns JSON as it comes. */
    public static function text(mixed $value): string
    {
        return json_encode($value, self::WRITTEN);
    }

    /**
     * Returns `$value` with moments as milliseconds and `step#n` as the id that `$decision` finds.
     *
     * @param \Closure(string): ?string $decision
     */
    public static function resolve(mixed $value, \Closure $decision): mixed
    {
        if (is_string($value)) {
            return self::moment($value) ?? self::reference($value, $decision);
        }
        if (is_array($value)) {
            return array_map(static fn (mixed $each): mixed => self::resolve($each, $decision), $value);
        }
        if (!$value instanceof \stdClass) {
            return $value;
        }
        $resolved = new \stdClass();
        foreach (self::fields($value) as [$name, $each]) {
            $resolved->{$name} = self::resolve($each, $decision);
        }
        return $resolved;
    }

    /** Returns the milliseconds that `2026-11-20T10:00:00Z`, `….250Z` or `…+01:00` stands for, or null. */
    public static function moment(string $text): ?int
    {
        if (preg_match(self::MOMENT, $text) !== 1) {
            return null;
        }
        $moment = new \DateTimeImmutable($text);
        return $moment->getTimestamp() * 1_000 + (int) $moment->format('v');
    }

    /** Returns the bytes that hexadecimal digits write; blanks between them are for the reader. */
    public static function unhex(string $text): string
    {
        $digits = preg_replace('/\s/', '', $text);
        if (preg_match('/\A([0-9a-f]{2})*\z/i', $digits) !== 1) {
            throw new Mismatch("`$text` is not hexadecimal");
        }
        return hex2bin($digits);
    }

    /** Refuses fields that are not among the `$known` words: what is misspelt must not pass. */
    public static function only(mixed $value, string $known, string $what): void
    {
        if (!$value instanceof \stdClass) {
            throw new Mismatch("$what is no object");
        }
        foreach (self::fields($value) as [$name]) {
            if (!in_array($name, explode(' ', $known), true)) {
                throw new Mismatch("$what has an unknown field `$name`");
            }
        }
    }

    /**
     * Returns the names and values of an object. A name like `7` is a number among an array's keys, and a text here.
     *
     * @return list<array{string, mixed}>
     */
    public static function fields(\stdClass $value): array
    {
        $fields = [];
        foreach (get_object_vars($value) as $name => $each) {
            $fields[] = [(string) $name, $each];
        }
        return $fields;
    }

    private static function reference(string $text, \Closure $decision): string
    {
        if (!str_starts_with($text, 'step#')) {
            return $text;
        }
        return $decision(substr($text, strlen('step#'))) ?? throw new Mismatch("`$text` has no decision");
    }
}
