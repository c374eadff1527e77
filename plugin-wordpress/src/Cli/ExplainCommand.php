<?php
// Owns `wp cartsignal explain`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Activity\Detail;
use Cartsignal\Activity\Finding;
use Cartsignal\Activity\Shopper;
use Cartsignal\Activity\Shown;
use Cartsignal\Services;

/**
 * Says why a text went or did not go, clause by clause, or what is known of a shopper.
 */
final class ExplainCommand
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Says why a text went or did not go, clause by clause, or what is known of a shopper.
     *
     * ## OPTIONS
     *
     * <what>
     * : A decision, a reference of a text (ours or the provider's), an order's number, a phone number, or a shopper's key.
     *
     * [--country=<country>]
     * : Of a phone number without its country's code, as DE.
     *
     * [--words]
     * : Also shows the words of the text.
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
     *     wp cartsignal explain 1234
     *     wp cartsignal explain "0171 3920020" --country=DE
     *
     * @param list<string> $arguments
     * @param array<string, mixed> $options
     */
    public function __invoke(array $arguments, array $options): void
    {
        $found = (new Finding($this->services))->of($arguments[0], \strtoupper((string) ($options['country'] ?? '')));
        $format = (string) ($options['format'] ?? 'table');
        if ($found['decision'] !== null) {
            $this->decision($found['decision'], isset($options['words']), $format);
        } elseif ($found['shopper'] !== null) {
            $this->shopper($found['shopper'], isset($options['words']), $format);
        } else {
            \WP_CLI::error($found['says'] ?? 'Nothing is known of that.');
        }
    }

    private function decision(string $decision, bool $withWords, string $format): void
    {
        $told = (new Detail($this->services))->of($decision) ?? \WP_CLI::error('Nothing is known of that.');
        if (!$withWords) {
            unset($told['text']);
        }
        if ($format === 'json') {
            \WP_CLI::line((string) \wp_json_encode($told, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
            return;
        }
        \WP_CLI::line(Shown::moment($told['at']) . '  ' . $told['says']);
        foreach (['country', 'journey', 'kind', 'state_says', 'changes_says', 'text'] as $name) {
            if (($told[$name] ?? '') !== '' && $told[$name] !== null) {
                \WP_CLI::line("$name: " . (\is_scalar($told[$name]) ? $told[$name] : \wp_json_encode($told[$name])));
            }
        }
        $clauses = \array_map(static fn (array $clause): array => [
            'rule' => $clause['rule'],
            'holds' => $clause['holds'] ? 'yes' : 'no',
            'says' => $clause['says'],
        ], $told['clauses']);
        if ($clauses !== []) {
            \WP_CLI\Utils\format_items($format, $clauses, ['rule', 'holds', 'says']);
        }
    }

    private function shopper(string $key, bool $withWords, string $format): void
    {
        $told = (new Shopper($this->services))->of($key) ?? \WP_CLI::error('Nothing is known of that.');
        $fields = $withWords ? ['at', 'kind', 'says', 'text', 'decision'] : ['at', 'kind', 'says', 'decision'];
        $items = \array_map(static fn (array $item): array => [
            'at' => \gmdate('Y-m-d\TH:i:s\Z', \intdiv($item['at'], 1_000)),
            'kind' => $item['kind'],
            'says' => $item['says'],
            'text' => (string) ($item['text'] ?? ''),
            'decision' => (string) ($item['decision'] ?? ''),
        ], $told['items']);
        \WP_CLI\Utils\format_items($format, $items, $fields);
    }
}
