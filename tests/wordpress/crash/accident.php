<?php
// Owns the accidents that a test wishes for: a process that is killed at a named place, hooks that are lost, fire twice or
// throw. Copied into a test store's mu-plugins; wishes lie in a file of the store.
declare(strict_types=1);

defined('ABSPATH') || exit;

(static function (): void {
    $file = CARTSIGNAL_STORE_FOLDER . '/accident.json';
    $wish = json_decode((string) @file_get_contents($file));
    if (!$wish instanceof stdClass) {
        return;
    }

    // A shorter wait than a provider's, for what never answers.
    if (isset($wish->patience)) {
        add_action('http_api_curl', static fn ($handle) => curl_setopt($handle, CURLOPT_TIMEOUT_MS, $wish->patience), PHP_INT_MAX);
    }

    // What was written waits for the cron: no run after a response takes it in.
    if (isset($wish->quiet)) {
        add_action('init', static function (): void {
            foreach (['cartsignal_appended', 'cartsignal_arrived', 'cartsignal_soon'] as $hook) {
                remove_all_actions($hook);
            }
        }, PHP_INT_MAX);
    }

    $isHere = ($wish->in ?? '') === 'cron'
        ? wp_doing_cron()
        : str_contains((string) ($_SERVER['REQUEST_URI'] ?? ''), $wish->in ?? '') && !wp_doing_cron();
    if (!$isHere) {
        return;
    }

    if (isset($wish->kill)) {
        $reached = 0;
        $kill = static function (mixed $first = null) use ($wish, $file, &$reached): mixed {
            $isPlace = !isset($wish->kill->point) || $first === $wish->kill->point;
            // The wish is taken away first: of several processes one dies, and only once.
            if ($isPlace && ++$reached === ($wish->kill->nth ?? 1) && @rename($file, "$file.happened")) {
                posix_kill(getmypid(), 9);
            }
            return $first;
        };
        $hook = isset($wish->kill->point) ? 'cartsignal_point' : $wish->kill->hook;
        add_filter($hook, $kill, $wish->kill->priority ?? 10);
    }

    foreach ($wish->throws ?? [] as $hook) {
        add_action($hook, static fn () => throw new Error('a listener that fails'));
    }

    foreach ($wish->twice ?? [] as $hook) {
        $isAgain = false;
        $again = static function (mixed ...$given) use ($hook, &$isAgain): mixed {
            if (!$isAgain) {
                $isAgain = true;
                do_action($hook, ...$given);
                $isAgain = false;
            }
            return $given[0] ?? null;
        };
        add_action($hook, $again, 50, 5);
    }

    $lost = $wish->lost ?? [];
    $lost === [] || add_action('init', static function () use ($lost): void {
        global $wp_filter;
        foreach ($lost as $hook) {
            foreach ($wp_filter[$hook]->callbacks ?? [] as $priority => $callbacks) {
                foreach ($callbacks as ['function' => $callback]) {
                    $of = $callback instanceof Closure ? (new ReflectionFunction($callback))->getFileName() : '';
                    str_ends_with($of, '/cartsignal/src/Capture/Capture.php') && remove_action($hook, $callback, $priority);
                }
            }
        }
    }, PHP_INT_MAX);
})();
