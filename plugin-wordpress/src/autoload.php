<?php
// Owns how classes are found: `Cartsignal\Generated\` in `core/`, all else of `Cartsignal\` beside this file.
// It leaves nothing behind but one autoloader. Written in the syntax of PHP 7.4, so that an old PHP gets as far as the
// sentence that refuses it.
declare(strict_types=1);

namespace Cartsignal;

\spl_autoload_register(static function (string $class): void {
    $generated = \strncmp($class, 'Cartsignal\\Generated\\', 21) === 0;
    if (!$generated && \strncmp($class, 'Cartsignal\\', 11) !== 0) {
        return;
    }
    $name = \substr($class, $generated ? 21 : 11);
    // A class name may come from a request, and `class_exists` takes any text: no dot, slash or NUL reaches a path.
    if (\preg_match('/\A[A-Za-z_][A-Za-z0-9_]*(\\\\[A-Za-z_][A-Za-z0-9_]*)*\z/', $name) !== 1) {
        return;
    }
    $file = ($generated ? \dirname(__DIR__) . '/core/' : __DIR__ . '/') . \strtr($name, '\\', '/') . '.php';
    if (\is_file($file)) {
        require $file;
    }
    if ($generated) {
        Core\Build::agreed($class);
    }
});
