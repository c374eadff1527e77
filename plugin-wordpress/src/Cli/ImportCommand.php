<?php
// Owns `wp cartsignal import`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Moving\Import;
use Cartsignal\Moving\Imports;
use Cartsignal\Moving\PastOrders;
use Cartsignal\Moving\PastOrdersEndpoint;
use Cartsignal\Moving\Refusals;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Settings\Unfit;

/**
 * Takes past orders, opt-outs and permissions in. Nobody is texted because of it.
 */
final class ImportCommand
{
    private const BUDGET_MS = 5_000;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Takes the store's past orders in: who bought here before, and never a text.
     *
     * Only orders of people who are known are told of: who allowed texts, or opted out.
     *
     * ## OPTIONS
     *
     * [--again]
     * : Begins anew although it was done before.
     *
     * ## EXAMPLES
     *
     *     wp cartsignal import orders
     *
     * @param list<string> $arguments
     * @param array<string, mixed> $options
     */
    public function orders(array $arguments, array $options): void
    {
        $orders = new PastOrders($this->services);
        $state = $orders->progress()['state'];
        if ($state === 'done' && !isset($options['again'])) {
            \WP_CLI::success(PastOrdersEndpoint::sentence($orders->progress()));
            return;
        }
        if ($state === 'paused') {
            $orders->turn('running');
        } elseif ($state !== 'running') {
            $orders->start();
        }
        $before = $orders->progress();
        $bar = \WP_CLI\Utils\make_progress_bar('Orders', $before['of']);
        $bar->tick($before['done']);
        $done = $before['done'];
        $tick = static function (array $progress) use ($bar, &$done): void {
            $bar->tick($progress['done'] - $done);
            $done = $progress['done'];
        };
        while ($orders->work(self::BUDGET_MS, $tick)) {
            // Where the cron has its turn at it, this one waits.
            \usleep(100_000);
        }
        $bar->finish();
        \WP_CLI::success(PastOrdersEndpoint::sentence($orders->progress()));
    }

    /**
     * Takes opt-outs in from a file: a list of numbers, or a table with titles.
     *
     * ## OPTIONS
     *
     * <file>
     * : CSV in any usual encoding; of Klaviyo, CartBoss or anybody else.
     *
     * [--columns=<columns>]
     * : Which column is what, from 0, where the guess is wrong: number:3,status:7,date:8
     *
     * [--country=<country>]
     * : Of numbers without their country's code, as DE. The store's own by default.
     *
     * [--date-order=<order>]
     * : Of dates such as 03/04/2025: ymd, dmy or mdy.
     *
     * [--dry-run]
     * : Only says what would be done.
     *
     * [--yes]
     * : Does not ask.
     *
     * ## EXAMPLES
     *
     *     wp cartsignal import optouts stop.csv --country=DE --yes
     *
     * @param list<string> $arguments
     * @param array<string, mixed> $options
     */
    public function optouts(array $arguments, array $options): void
    {
        $this->take('opt_outs', $arguments[0], $options, []);
    }

    /**
     * Takes permissions in from a file: only with date, source and the words that were agreed to.
     *
     * ## OPTIONS
     *
     * <file>
     * : CSV in any usual encoding; of Klaviyo, CartBoss or anybody else.
     *
     * --purposes=<purposes>
     * : What was agreed to: cart, offers, or cart,offers.
     *
     * [--wording=<wording>]
     * : The words that stood beside the box, where no column has them.
     *
     * [--source=<source>]
     * : Where it was agreed to, where no column says it.
     *
     * [--confirmed-by-text]
     * : The column `confirmed` says when each number's owner confirmed by text.
     *
     * [--columns=<columns>]
     * : Which column is what, from 0, where the guess is wrong: number:3,date:8,source:9
     *
     * [--country=<country>]
     * : Of numbers without their country's code, as DE. The store's own by default.
     *
     * [--date-order=<order>]
     * : Of dates such as 03/04/2025: ymd, dmy or mdy.
     *
     * [--dry-run]
     * : Only says what would be done.
     *
     * [--yes]
     * : Does not ask.
     *
     * ## EXAMPLES
     *
     *     wp cartsignal import consents klaviyo.csv --purposes=cart --wording="Text me about my cart …" --dry-run
     *
     * @param list<string> $arguments
     * @param array<string, mixed> $options
     */
    public function consents(array $arguments, array $options): void
    {
        $this->take('consents', $arguments[0], $options, [
            'purposes' => \array_values(\array_filter(\explode(',', (string) $options['purposes']))),
            'wording' => $options['wording'] ?? null,
            'source' => $options['source'] ?? null,
            'confirmed_by_text' => isset($options['confirmed-by-text']),
        ]);
    }

    /**
     * @param 'opt_outs'|'consents' $kind
     * @param array<string, mixed> $options
     * @param array<string, mixed> $choices
     */
    private function take(string $kind, string $path, array $options, array $choices): void
    {
        $imports = new Imports($this->services);
        try {
            $import = $this->sent($imports, $kind, $path);
            $choices += ['country' => $options['country'] ?? null, 'date_order' => $options['date-order'] ?? null];
            $choices = \array_filter($choices, static fn (mixed $value): bool => $value !== null) + $import->choices;
            $import = $imports->check($import->id, self::columns($options['columns'] ?? '', $import), $choices, self::BUDGET_MS);
            $check = static fn (): Import => $imports->check($import->id, null, null, self::BUDGET_MS);
            $import = $this->worked($import, 'Checking', 'checking', $check);
            $this->tell($import);
            if (isset($options['dry-run'])) {
                $imports->cancel($import->id);
                \WP_CLI::success('Nothing was done.');
                return;
            }
            \WP_CLI::confirm('Take this in?', $options);
            $import = $imports->apply($import->id, self::BUDGET_MS);
            $apply = static fn (): Import => $imports->apply($import->id, self::BUDGET_MS);
            $import = $this->worked($import, 'Applying', 'applying', $apply);
            $this->tell($import);
            $undo = "It can be undone for a day under WooCommerce > Cartsignal > Settings ($import->id).";
            \WP_CLI::success('Taken in. ' . ($import->undoUntil === null ? '' : $undo));
        } catch (RestFault $fault) {
            \WP_CLI::error($fault->getMessage());
        } catch (Unfit $unfit) {
            foreach ($unfit->errors as $at => $sentence) {
                \WP_CLI::warning("$at: $sentence");
            }
            \WP_CLI::error('Nothing was done.');
        }
    }

    /** @param 'opt_outs'|'consents' $kind */
    private function sent(Imports $imports, string $kind, string $path): Import
    {
        $file = \is_file($path) ? @\fopen($path, 'rb') : false;
        if ($file === false) {
            \WP_CLI::error('That file cannot be read.');
        }
        $import = $imports->begin($kind, \basename($path), (int) \filesize($path));
        for ($place = 0; !\feof($file); $place += 1) {
            $piece = (string) \fread($file, Imports::PIECE_BYTES);
            if ($piece !== '') {
                $imports->take($import->id, $place, $piece);
            }
        }
        \fclose($file);
        $import = $imports->read($import->id);
        if ($import->state === 'failed') {
            \WP_CLI::error((string) $import->trouble);
        }
        return $import;
    }

    /** @return array<string, int> */
    private static function columns(string $text, Import $import): array
    {
        $mapping = $import->mapping;
        foreach (\array_filter(\explode(',', $text)) as $pair) {
            [$role, $place] = \explode(':', "$pair:");
            if (!\ctype_digit($place)) {
                \WP_CLI::error("`$pair` is not of the form number:3");
            }
            $mapping = \array_filter($mapping, static fn (int $taken): bool => $taken !== (int) $place);
            $mapping[\trim($role)] = (int) $place;
        }
        return $mapping;
    }

    /** @param \Closure(): Import $goOn */
    private function worked(Import $import, string $title, string $state, \Closure $goOn): Import
    {
        $bar = \WP_CLI\Utils\make_progress_bar($title, $import->of);
        for ($done = 0; ; $import = $goOn()) {
            $bar->tick(\max(0, $import->done - $done));
            $done = \max($done, $import->done);
            if ($import->state !== $state) {
                $bar->finish();
                return $import;
            }
        }
    }

    private function tell(Import $import): void
    {
        if ($import->state === 'failed') {
            \WP_CLI::error((string) $import->trouble);
        }
        foreach ($import->counts as $what => $times) {
            \WP_CLI::line("$what: $times");
        }
        $items = [];
        foreach ($import->refusals as $reason => ['times' => $times, 'lines' => $lines]) {
            $items[] = ['times' => $times, 'lines' => \implode(' ', $lines), 'why' => Refusals::sentence($reason)];
        }
        if ($items !== []) {
            \WP_CLI\Utils\format_items('table', $items, ['times', 'lines', 'why']);
        }
    }
}
