<?php
// Owns filling a text in for the eye of its owner: the words of a sample customer in the place of the tags.
declare(strict_types=1);

namespace Cartsignal\Journeys;

/** What goes out is filled in by the core; `tests/wordpress/journeys.test.mjs` holds both against each other. */
final class Filling
{
    /** A tag, a group, an escaped character, or words. Source: the core's `template::parse`. */
    private const PIECE = '~\\\\[{}\[\]|\\\\]|\{(?:[^{}\[\]\\\\]|\\\\.)*\}|\[(?:[^\[\]\\\\]|\\\\.)*\]|[^\\\\{\[]+|.~us';

    /** @param array<string, string> $values By tag, without braces; an absent one leaves its group out. */
    public function __construct(private readonly array $values)
    {
    }

    public function of(string $source): string
    {
        \preg_match_all(self::PIECE, $source, $found);
        return \implode('', \array_map($this->piece(...), $found[0]));
    }

    private function piece(string $piece): string
    {
        return match (true) {
            $piece[0] === '\\' => \substr($piece, 1),
            $piece[0] === '{' && \str_ends_with($piece, '}') => $this->tag($piece) ?? '',
            $piece[0] === '[' && \str_ends_with($piece, ']') => $this->group(\substr($piece, 1, -1)),
            default => $piece,
        };
    }

    /** Returns the group filled in, or nothing where one of its tags has no value. */
    private function group(string $source): string
    {
        \preg_match_all(self::PIECE, $source, $found);
        $filled = '';
        foreach ($found[0] as $piece) {
            $isTag = $piece[0] === '{' && \str_ends_with($piece, '}');
            $value = $isTag ? $this->tag($piece) : $this->piece($piece);
            if ($value === null) {
                return '';
            }
            $filled .= $value;
        }
        return $filled;
    }

    /** Returns the value of `{Name}` or `{Name|fallback}`, null where there is neither. */
    private function tag(string $piece): ?string
    {
        [$name, $fallback] = [...\explode('|', \substr($piece, 1, -1), 2), null];
        return $this->values[$name] ?? ($fallback === null ? null : \stripslashes($fallback));
    }
}
