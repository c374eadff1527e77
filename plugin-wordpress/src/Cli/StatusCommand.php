<?php
// Owns `wp cartsignal status`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Activity\Shown;
use Cartsignal\Alarms\Sentences;
use Cartsignal\Moving\PastOrders;
use Cartsignal\Services;
use Cartsignal\Wake\Heartbeat;

/**
 * Says whether texts go out, where, and what waits.
 */
final class StatusCommand
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Says whether texts go out, where, and what waits.
     *
     * Ends with 0 where texts may go, with 1 where they may not.
     *
     * ## OPTIONS
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
     *     wp cartsignal status
     *     wp cartsignal status --format=json
     *
     * @param list<string> $arguments
     * @param array<string, string> $options
     */
    public function __invoke(array $arguments, array $options): void
    {
        $overview = $this->services->host()->overview();
        $items = [];
        foreach ($this->rows($overview) as $what => $is) {
            $items[] = ['what' => $what, 'is' => $is];
        }
        \WP_CLI\Utils\format_items($options['format'] ?? 'table', $items, ['what', 'is']);
        if (!$overview['sending']['allowed']) {
            \WP_CLI::halt(1);
        }
    }

    /**
     * @param array<string, mixed> $overview
     * @return array<string, string|int>
     */
    private function rows(array $overview): array
    {
        $settings = $this->services->settings();
        $live = \array_keys(\array_filter($settings->markets(), static fn (array $market): bool => (bool) $market['live']));
        $beat = (new Heartbeat($this->services->database()))->read();
        $sending = $overview['sending'];
        $texts = \array_filter($overview['outbox'], static fn (array $row): bool => $row['act'] === 'send');
        $outbox = \array_column($texts, 'times', 'state');
        $alarms = \array_map(Sentences::sentence(...), \array_column($overview['alarms'], 'alarm'));
        return [
            'sending' => $sending['allowed'] ? 'yes' : self::why($sending['why'] ?? ''),
            'live' => $live === [] ? 'nowhere (watching)' : \implode(' ', $live),
            'watching' => \implode(' ', \array_diff(\array_keys($settings->markets()), $live)),
            'provider' => $settings->providerName() ?? 'none',
            'paused_journeys' => \implode(' ', $settings->pausedJourneys()),
            'held' => $overview['held'],
            'waiting' => $outbox['waiting'] ?? 0,
            'unknown' => $outbox['unknown'] ?? 0,
            'arrivals' => $overview['pending'],
            'set_aside' => \count($overview['quarantined']),
            'replies_to_read' => \count($overview['replies']),
        ] + $this->spent() + [
            'runner_at' => $beat['ran_at'] === null ? 'never' : Shown::moment($beat['ran_at']),
            'past_orders' => (new PastOrders($this->services))->progress()['state'],
            'alarms' => \implode(' ', $alarms),
            'version' => $settings->version(),
        ];
    }

    /** @return array<string, string> */
    private function spent(): array
    {
        try {
            $spending = $this->services->host()->spending();
        } catch (\Cartsignal\Host\NoProgram | \Cartsignal\Core\Refused) {
            return [];
        }
        $money = static fn (int $micros): string => \sprintf('%.2f', $micros / 1e6);
        $shown = static fn (array $span): string =>
            "{$money($span['spent_micros'])} of {$money($span['limit_micros'])} {$spending['currency']}";
        return ['spent_today' => $shown($spending['day']), 'spent_this_month' => $shown($spending['month'])];
    }

    private static function why(string $why): string
    {
        return match ($why) {
            'no_provider' => 'no: no provider is set up',
            'paused' => 'no: paused (wp cartsignal resume)',
            'other_instance' => 'no: this is a copy, or the store moved (see WooCommerce > Cartsignal)',
            default => "no: $why",
        };
    }
}
