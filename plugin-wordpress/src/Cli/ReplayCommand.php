<?php
// Owns `wp cartsignal replay`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Activity\Reasons;
use Cartsignal\Core\Refused;
use Cartsignal\Moving\Replay;
use Cartsignal\Services;

/**
 * Says what Cartsignal would have done with this store's past orders. Sends nothing, writes nothing.
 */
final class ReplayCommand
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Says what Cartsignal would have done with this store's past orders. Sends nothing, writes nothing.
     *
     * The core that decides in the live store decides about orders that were not paid, or late. Everybody counts as if
     * they had agreed to texts and confirmed: the answer is the most there could have been. Carts that never became an
     * order are in no store's past.
     *
     * ## OPTIONS
     *
     * [--days=<days>]
     * : How far back, 1 to 730.
     * ---
     * default: 90
     * ---
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
     *     wp cartsignal replay --days=30
     *
     * @param list<string> $arguments
     * @param array<string, string> $options
     */
    public function __invoke(array $arguments, array $options): void
    {
        $days = (int) ($options['days'] ?? 90);
        if ($days < 1 || $days > 730) {
            \WP_CLI::error('--days is a number from 1 to 730.');
        }
        $format = $options['format'] ?? 'table';
        $bar = null;
        $last = 0;
        try {
            $tick = static function (int $done, int $of) use (&$bar, &$last): void {
                $bar ??= \WP_CLI\Utils\make_progress_bar('People', $of);
                $bar->tick($done - $last);
                $last = $done;
            };
            $answer = (new Replay($this->services))->run(\time() - $days * 86_400, $format === 'table' ? $tick : null);
        } catch (Refused $refused) {
            \WP_CLI::error("The core refused ($refused->refusal): see WooCommerce > Cartsignal.");
        }
        $bar?->finish();
        if ($format === 'json') {
            \WP_CLI::line((string) \wp_json_encode($answer, JSON_PRETTY_PRINT));
            return;
        }
        $this->tell($answer, $format);
    }

    /** @param array<string, mixed> $answer */
    private function tell(array $answer, string $format): void
    {
        $currency = (string) \get_option('woocommerce_currency', 'EUR');
        $items = [];
        foreach ($answer['countries'] as $country => $of) {
            $items[] = ['country' => $country] + $of + ['cost' => \sprintf('%.2f %s', $of['cost_micros'] / 1e6, $currency)];
        }
        if ($format !== 'table') {
            \WP_CLI\Utils\format_items($format, $items, ['country', 'texts', 'parts', 'cost', 'bought_anyway', 'not_bought']);
            return;
        }
        \WP_CLI::line(\sprintf('%d orders; %d people left one unpaid or paid late.', $answer['orders'], $answer['people']));
        $live = $answer['live'] === [] ? 'no country, for none has a sender yet' : \implode(' ', $answer['live']);
        \WP_CLI::line("Counted as live: $live.");
        if ($items === []) {
            \WP_CLI::line('No text would have gone.');
        } else {
            \WP_CLI\Utils\format_items('table', $items, ['country', 'texts', 'parts', 'cost', 'bought_anyway', 'not_bought']);
            $texts = \array_sum(\array_column($items, 'texts'));
            $cost = \array_sum(\array_column($items, 'cost_micros')) / 1e6;
            $anyway = \array_sum(\array_column($items, 'bought_anyway'));
            $sentence = '%d texts, %.2f %s, %d of them to people who bought within five days anyway.';
            \WP_CLI::line(\sprintf($sentence, $texts, $cost, $currency, $anyway));
        }
        foreach ($answer['reasons'] as $reason => $times) {
            \WP_CLI::line(\sprintf('%5d not sent: %s', $times, Reasons::sentence((string) $reason)));
        }
    }
}
