<?php
// Owns handing an export over to a browser: who may have it, and as what file.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Fault;
use Cartsignal\Privacy\Csv;
use Cartsignal\Rest\Rest;
use Cartsignal\Services;

final class Download
{
    public const ACTION = 'cartsignal_export';

    public const EVERYTHING = 'everything';

    public const SETTINGS = 'settings';

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns the address of a download for whoever is logged in; it is good for a day. */
    public static function url(string $what, string $as): string
    {
        return \add_query_arg([
            'action' => self::ACTION,
            'what' => $what,
            'as' => $as,
            '_wpnonce' => \wp_create_nonce(self::ACTION),
        ], \admin_url('admin-post.php'));
    }

    /** Answers the request and ends it. */
    public function answer(): never
    {
        if (!\current_user_can(Rest::CAPABILITY)) {
            \wp_die(\esc_html__('You are not allowed to download this.', 'cartsignal'), '', ['response' => 403]);
        }
        \check_admin_referer(self::ACTION);
        $what = \sanitize_key(\wp_unslash($_GET['what'] ?? ''));
        $as = \sanitize_key(\wp_unslash($_GET['as'] ?? ''));
        $lines = $this->lines($what, $as);
        if ($lines === null) {
            \wp_die(\esc_html__('There is no such file.', 'cartsignal'), '', ['response' => 404]);
        }
        try {
            // The first line is read before anything is said: a database that is away is no empty file.
            $lines->valid();
        } catch (\Throwable $error) {
            Fault::note($error, 'moving.export');
            \wp_die(\esc_html__('The file cannot be made at the moment.', 'cartsignal'), '', ['response' => 500]);
        }
        $this->send($lines, $what, $as);
        exit;
    }

    private function lines(string $what, string $as): ?\Generator
    {
        $exporting = new Exporting($this->services);
        return match (true) {
            $what === self::EVERYTHING && $as === 'jsonl' => $exporting->json(\array_keys(Sets::FIELDS)),
            $what === self::SETTINGS && $as === 'json' => (fn (): \Generator => yield (new SettingsFile($this->services))->text())(),
            isset(Sets::FIELDS[$what]) && $as === 'jsonl' => $exporting->json([$what]),
            \in_array($what, Sets::AS_CSV, true) && $as === 'csv' => $exporting->csv($what),
            default => null,
        };
    }

    /** @param \Generator<string> $lines */
    private function send(\Generator $lines, string $what, string $as): void
    {
        if (\function_exists('set_time_limit')) {
            @\set_time_limit(0);
        }
        while (\ob_get_level() > 0) {
            \ob_end_clean();
        }
        $type = ['csv' => 'text/csv', 'json' => 'application/json', 'jsonl' => 'application/x-ndjson'][$as];
        $name = \str_replace('_', '-', "cartsignal-$what-") . \gmdate('Y-m-d') . ".$as";
        \nocache_headers();
        \header("Content-Type: $type; charset=utf-8");
        \header("Content-Disposition: attachment; filename=\"$name\"");
        \header('X-Content-Type-Options: nosniff');
        try {
            foreach ($lines as $line) {
                // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- a file, not a page; Csv guards its cells.
                echo $line;
            }
        } catch (\Throwable $error) {
            Fault::note($error, 'moving.export');
            // A file that ends early must not pass for the whole; JSON then lacks its last line.
            // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped
            echo $as === 'csv' ? Csv::line(['incomplete']) : '';
        }
    }
}
