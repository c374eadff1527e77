<?php
// Owns `wp cartsignal doctor`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Services;
use Cartsignal\Wake\Findings;

/**
 * Finds what would keep texts from going out, or from being right.
 */
final class DoctorCommand
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Finds what would keep texts from going out, or from being right.
     *
     * The same tests as under Tools > Site Health. Ends with 0 where all is well, with 1 where something is critical.
     *
     * ## OPTIONS
     *
     * [--online]
     * : Also asks the site itself whether a provider's call would come through.
     *
     * [--format=<format>]
     * : How it is shown.
     * ---
     * default: table
     * options:
     *   - table
     *   - json
     *   - csv
     *   - yaml
     * ---
     *
     * ## EXAMPLES
     *
     *     wp cartsignal doctor --online
     *
     * @param list<string> $arguments
     * @param array<string, mixed> $options
     */
    public function __invoke(array $arguments, array $options): void
    {
        $findings = new Findings($this->services);
        $names = [...\array_keys(Findings::NAMES), ...(isset($options['online']) ? ['reached'] : [])];
        $items = [];
        foreach ($names as $name) {
            try {
                $finding = $findings->of($name);
                $wayOut = \trim("$finding->sentence\n$finding->command");
                $items[] = self::item($name, $finding->status, $finding->label, $wayOut);
            } catch (\Throwable $error) {
                // Keys or tables that are missing stop one test, not the others.
                $items[] = self::item($name, 'critical', 'This could not be tested.', $error::class);
            }
        }
        \WP_CLI\Utils\format_items($options['format'] ?? 'table', $items, ['test', 'status', 'found', 'way_out']);
        if (\in_array('critical', \array_column($items, 'status'), true)) {
            \WP_CLI::halt(1);
        }
    }

    /** @return array<string, string> */
    private static function item(string $test, string $status, string $found, string $wayOut): array
    {
        return ['test' => $test, 'status' => $status, 'found' => $found, 'way_out' => $wayOut];
    }
}
