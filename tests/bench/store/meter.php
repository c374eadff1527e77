<?php
// Owns measuring one request of a store, as a must-use plugin of the benchmark: which plugins run in it (header
// `X-Bench-Variant`), and what it took until its response was done and until it ended. Never part of the plugin.
declare(strict_types=1);

namespace Cartsignal\Bench;

$variant = (string) ($_SERVER['HTTP_X_BENCH_VARIANT'] ?? '');
if ($variant === '') {
    return;
}

$start = \getrusage();
$sent = null;

// Every plugin of the benchmark is active in the database; a request sees WooCommerce and those of its variant.
\add_filter('option_active_plugins', static function (mixed $active) use ($variant): array {
    $wanted = $variant === 'bare' || $variant === 'control' ? '' : "$variant/";
    return \array_values(\array_filter(
        (array) $active,
        static fn (string $file): bool =>
            \str_starts_with($file, 'woocommerce/') || ($wanted !== '' && \str_starts_with($file, $wanted))
    ));
});

$taken = static function () use ($start): array {
    $now = \getrusage();
    $microseconds = static fn (string $kind): int =>
        ($now["ru_$kind.tv_sec"] - $start["ru_$kind.tv_sec"]) * 1_000_000
        + $now["ru_$kind.tv_usec"] - $start["ru_$kind.tv_usec"];
    $queries = $GLOBALS['wpdb']->num_queries ?? 0;
    return ['cpu_us' => $microseconds('utime') + $microseconds('stime'), 'queries' => $queries];
};

// Whatever a plugin does before the shopper has the answer is done by then; what comes after is counted apart.
\add_action('shutdown', static function () use (&$sent, $taken): void {
    $sent = $taken();
}, \PHP_INT_MAX - 10);

\register_shutdown_function(static function () use (&$sent, $taken): void {
    \register_shutdown_function(static function () use (&$sent, $taken): void {
        $line = [
            'id' => (string) ($_SERVER['HTTP_X_BENCH_ID'] ?? ''),
            'sent' => $sent ?? $taken(),
            'ended' => $taken(),
            'peak' => \memory_get_peak_usage(),
        ];
        \file_put_contents(\WP_CONTENT_DIR . '/bench.jsonl', \json_encode($line) . "\n", \FILE_APPEND);
    });
});
