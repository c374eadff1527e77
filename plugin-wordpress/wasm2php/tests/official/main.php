<?php

/** Runs a script: `php main.php RUNTIME MODULES SCRIPT`; answers each line `NUMBER …` by `NUMBER ok` or `NUMBER failed …`. */

declare(strict_types=1);

use Cartsignal\Wasm2php\Official\Runner;

[, $runtime, $modules, $script] = $argv;
spl_autoload_register(static function (string $class) use ($runtime, $modules): void {
    $folders = ['Cartsignal\\Wasm2php\\Official\\' => __DIR__, 'Cartsignal\\Wasm\\' => $runtime, 'Suite\\' => $modules];
    foreach ($folders as $prefix => $folder) {
        if (str_starts_with($class, $prefix)) {
            require $folder . '/' . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
            return;
        }
    }
});

// Notices, deprecations and warnings are failures too.
error_reporting(E_ALL);
set_error_handler(static function (int $severity, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $severity, $file, $line);
});

$runner = new Runner();
foreach (file($script, FILE_IGNORE_NEW_LINES) as $line) {
    [$number, $asked] = explode(' ', $line, 2);
    $wrong = $runner->answer($asked);
    echo $number, $wrong === null ? ' ok' : ' failed ' . strtr($wrong, "\n", ' '), "\n";
}
