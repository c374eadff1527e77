<?php
// Owns `wp cartsignal export`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Moving\Exporting;
use Cartsignal\Moving\Sets;
use Cartsignal\Moving\SettingsFile;
use Cartsignal\Services;

/**
 * Writes out everything that Cartsignal keeps, or some of it.
 */
final class ExportCommand
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Writes out everything that Cartsignal keeps, or some of it.
     *
     * Phone numbers and words of texts are in it: keep the file as you keep your orders. The format is described in
     * docs/export.md of the plugin. Secrets are in no export.
     *
     * ## OPTIONS
     *
     * [<set>...]
     * : texts, decisions, orders, consents, opt_outs, replies, people, carts, facts, or settings. Without: all but settings.
     *
     * [--format=<format>]
     * : Lines of JSON, or CSV of a single set.
     * ---
     * default: jsonl
     * options:
     *   - jsonl
     *   - csv
     * ---
     *
     * [--file=<file>]
     * : Where it is written; readable by its owner alone. Without, it is printed.
     *
     * ## EXAMPLES
     *
     *     wp cartsignal export --file=/root/cartsignal.jsonl
     *     wp cartsignal export opt_outs --format=csv
     *     wp cartsignal export settings
     *
     * @param list<string> $sets
     * @param array<string, string> $options
     */
    public function __invoke(array $sets, array $options): void
    {
        $lines = $this->lines($sets, ($options['format'] ?? 'jsonl') === 'csv');
        if (!isset($options['file'])) {
            foreach ($lines as $line) {
                // phpcs:ignore WordPress.Security.EscapeOutput -- a file, no page.
                echo $line;
            }
            return;
        }
        $mask = \umask(0177);
        $file = @\fopen($options['file'], 'xb');
        \umask($mask);
        if ($file === false) {
            \WP_CLI::error('That file cannot be made, or there is one of that name.');
        }
        foreach ($lines as $line) {
            if (\fwrite($file, $line) !== \strlen($line)) {
                \WP_CLI::error('The file could not be written whole.');
            }
        }
        \fclose($file);
        \WP_CLI::success("Written to {$options['file']}.");
    }

    /**
     * @param list<string> $sets
     * @return iterable<string>
     */
    private function lines(array $sets, bool $isCsv): iterable
    {
        if ($sets === ['settings']) {
            return [(new SettingsFile($this->services))->text()];
        }
        $unknown = \array_diff($sets, \array_keys(Sets::FIELDS));
        if ($unknown !== []) {
            $known = \implode(' ', \array_keys(Sets::FIELDS));
            \WP_CLI::error('There is no set `' . \implode('`, `', $unknown) . "`. Sets: $known, or settings alone.");
        }
        $exporting = new Exporting($this->services);
        if (!$isCsv) {
            return $exporting->json($sets === [] ? \array_keys(Sets::FIELDS) : $sets);
        }
        if (\count($sets) !== 1 || !\in_array($sets[0], Sets::AS_CSV, true)) {
            \WP_CLI::error('CSV is of one set: ' . \implode(' ', Sets::AS_CSV));
        }
        return $exporting->csv($sets[0]);
    }
}
