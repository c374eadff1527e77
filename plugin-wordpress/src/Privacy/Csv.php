<?php
// Owns how rows become lines of a CSV file that no spreadsheet runs.
declare(strict_types=1);

namespace Cartsignal\Privacy;

final class Csv
{
    /** What a spreadsheet may take for the beginning of a formula. Source: OWASP, "CSV Injection". */
    private const FORMULA = "=+-@\t\r\n\0";

    /**
     * Returns one line, with its end (RFC 4180).
     *
     * @param list<string> $cells
     */
    public static function line(array $cells): string
    {
        return \implode(',', \array_map(self::cell(...), $cells)) . "\r\n";
    }

    /** A cell that could be a formula begins with an apostrophe, which spreadsheets show as text. */
    private static function cell(string $text): string
    {
        $first = \ltrim($text, ' ');
        $guard = $first !== '' && \str_contains(self::FORMULA, $first[0]) ? "'" : '';
        return '"' . \str_replace('"', '""', $guard . $text) . '"';
    }
}
