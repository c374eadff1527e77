<?php
// Owns how the plugin's tests find the plugin, each other, and the runner of the vectors.
declare(strict_types=1);

namespace Cartsignal\Tests;

require __DIR__ . '/../src/autoload.php';
require __DIR__ . '/../../tests/php/autoload.php';

\spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/' . \strtr(\substr($class, \strlen(__NAMESPACE__) + 1), '\\', '/') . '.php';
    if (\str_starts_with($class, __NAMESPACE__ . '\\') && \is_file($file)) {
        require $file;
    }
});
