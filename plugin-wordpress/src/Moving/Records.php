<?php
// Owns cutting text into the rows and cells of a table: separators, quotes, and the bounds of what is taken in.
declare(strict_types=1);

namespace Cartsignal\Moving;

/** A quote that is never closed swallows nothing: its line is read as it stands, and the next ones by themselves. */
final class Records
{
    /** Chosen: more subscribers than a store of this plugin has. */
    public const MOST_ROWS = 200_000;

    private const MOST_COLUMNS = 100;

    private const CELL_BYTES = 2_048;

    private const RECORD_BYTES = 65_536;

    /** Lines that one quoted cell may have. */
    private const QUOTED_LINES = 40;

    private const SEPARATORS = [',', ';', "\t", '|'];

    /** Spreadsheets may say in the first line what separates: `sep=;`. */
    private const SAID = '/\Asep=([,;|\t])\z/i';

    private ?string $separator = null;

    /**
     * Returns the rows by the number of the line that each begins on; empty ones are left out.
     *
     * @param iterable<string> $pieces UTF-8.
     * @return \Generator<int, list<string>>
     * @throws Unreadable It is more than is taken in.
     */
    public function of(iterable $pieces): \Generator
    {
        $rows = 0;
        foreach ($this->joined(self::lines($pieces)) as $line => $cells) {
            if (\implode('', $cells) === '') {
                continue;
            }
            $rows += 1;
            if ($rows > self::MOST_ROWS) {
                /* translators: %s: the number of rows that a file may have. */
                $text = \__('The file has more than %s rows. Cut it into several files.', 'cartsignal');
                throw new Unreadable(\sprintf($text, \number_format_i18n(self::MOST_ROWS)));
            }
            yield $line => $cells;
        }
    }

    /**
     * @param iterable<int, string> $lines
     * @return \Generator<int, list<string>>
     */
    private function joined(iterable $lines): \Generator
    {
        /** @var list<array{int, string}> $open Lines of a record whose quote is still open. */
        $open = [];
        foreach ($lines as $number => $text) {
            if ($this->separator === null && \trim($text) !== '') {
                if (\preg_match(self::SAID, \trim($text, " \r\n"), $said) === 1) {
                    $this->separator = $said[1];
                    continue;
                }
                $this->separator = self::guessed($text);
            }
            $open[] = [$number, $text];
            $record = \implode("\n", \array_column($open, 1));
            if (\substr_count($record, '"') % 2 === 0) {
                yield $open[0][0] => $this->cells($record);
                $open = [];
            } elseif (\count($open) >= self::QUOTED_LINES || \strlen($record) > self::RECORD_BYTES) {
                $open = yield from $this->closed($open);
            }
        }
        while ($open !== []) {
            $open = yield from $this->closed($open);
        }
    }

    /**
     * Reads the first of some lines as it stands; of the others what is whole.
     *
     * @param non-empty-list<array{int, string}> $open
     * @return \Generator<int, list<string>> Returns the lines that are still open.
     */
    private function closed(array $open): \Generator
    {
        [$number, $text] = \array_shift($open);
        $bare = \str_replace('"', '', \substr($text, 0, self::RECORD_BYTES));
        yield $number => self::bounded(\explode($this->separator ?? ',', $bare));
        $rest = [];
        foreach ($open as $line) {
            $rest[] = $line;
            $record = \implode("\n", \array_column($rest, 1));
            if (\substr_count($record, '"') % 2 === 0) {
                yield $rest[0][0] => $this->cells($record);
                $rest = [];
            }
        }
        return $rest;
    }

    /** @return list<string> */
    private function cells(string $record): array
    {
        $record = \substr($record, 0, self::RECORD_BYTES);
        return self::bounded(\str_getcsv($record, $this->separator ?? ',', '"', ''));
    }

    /**
     * @param list<string|null> $cells
     * @return list<string>
     */
    private static function bounded(array $cells): array
    {
        // What our own export put before a cell that a spreadsheet might run is taken off again.
        $bare = static fn (?string $cell): string => (string) \preg_replace("/\A'(?=[=+\-@])/", '', \trim((string) $cell));
        $short = static fn (?string $cell): string => \trim(\mb_strcut($bare($cell), 0, self::CELL_BYTES, 'UTF-8'));
        return \array_map($short, \array_slice($cells, 0, self::MOST_COLUMNS));
    }

    /**
     * @param iterable<string> $pieces
     * @return \Generator<int, string> By number, from 1; with any kind of line end.
     */
    private static function lines(iterable $pieces): \Generator
    {
        $buffer = '';
        $number = 0;
        foreach ($pieces as $piece) {
            $buffer .= $piece;
            // A CR at the end may be half of a line end.
            $held = \str_ends_with($buffer, "\r") ? "\r" : '';
            $text = \str_replace(["\r\n", "\r"], "\n", \substr($buffer, 0, \strlen($buffer) - \strlen($held)));
            $lines = \explode("\n", $text);
            $buffer = \array_pop($lines) . $held;
            foreach ($lines as $line) {
                yield $number += 1 => $line;
            }
            if (\strlen($buffer) > 4 * self::RECORD_BYTES) {
                throw new Unreadable(\__('This is no table of text: a line of it never ends. Save it as CSV.', 'cartsignal'));
            }
        }
        foreach (\explode("\n", \rtrim($buffer, "\r")) as $line) {
            yield $number += 1 => $line;
        }
    }

    private static function guessed(string $line): string
    {
        $bare = (string) \preg_replace('/"[^"]*"/', '', $line);
        $counts = \array_map(static fn (string $separator): int => \substr_count($bare, $separator), self::SEPARATORS);
        return self::SEPARATORS[(int) \array_search(\max($counts), $counts, true)];
    }
}
