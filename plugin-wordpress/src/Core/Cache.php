<?php
// Owns what opcache holds of one package of generated classes.
declare(strict_types=1);

namespace Cartsignal\Core;

/**
 * The trap: a file that something else compiled while the tracing JIT was on, such as a script that warms opcache after
 * a deploy, is traced ever after, whatever is switched off in the request that runs it (seen with PHP 8.2.36: wrong
 * answers, no error). So where that JIT is about, the first request behind the guard compiles all files anew, and the
 * package's manifest beside them: nobody else compiles JSON, so a manifest in opcache says who compiled its neighbours.
 */
final class Cache
{
    /** @param string $folder The package's. */
    public function __construct(private readonly string $folder)
    {
    }

    /** Compiles what opcache does not hold, so that no shopper's request has to. */
    public function warm(): void
    {
        if (!self::runs()) {
            return;
        }
        foreach ($this->files() as $file) {
            if (!@\opcache_is_script_cached($file)) {
                @\opcache_compile_file($file);
            }
        }
    }

    /** Compiles everything anew unless that was done here before; to be called behind the guard against tracing. */
    public function untraced(): void
    {
        // Where the functions are not at hand, they are not at the hand of those who would warm opcache either.
        $manifest = "$this->folder/manifest.json";
        if (!self::runs() || @\opcache_is_script_cached($manifest)) {
            return;
        }
        foreach ($this->files() as $file) {
            @\opcache_invalidate($file, true);
            @\opcache_compile_file($file);
        }
        @\opcache_compile_file($manifest);
    }

    /** @return list<string> the classes of the package, and those they stand on */
    private function files(): array
    {
        return [...\glob("$this->folder/*.php"), ...\glob(\dirname(__DIR__) . '/Wasm/*.php')];
    }

    /** Returns whether opcache is on and may be asked; where it may not, each function answers a warning. */
    private static function runs(): bool
    {
        foreach (['is_script_cached', 'compile_file', 'invalidate', 'get_status'] as $name) {
            if (!\function_exists("opcache_$name")) {
                return false;
            }
        }
        return \is_array(@\opcache_get_status(false));
    }
}
