<?php
// Owns a copy of the plugin in a folder of its own, for tests that spoil it.
declare(strict_types=1);

namespace Cartsignal\Tests;

final class PluginCopy
{
    private function __construct(public readonly string $folder)
    {
    }

    public static function make(): self
    {
        $folder = \sys_get_temp_dir() . '/cartsignal-' . \bin2hex(\random_bytes(6));
        foreach (['src', 'src/Core', 'src/Wasm', 'core', 'core/Hot', 'core/Whole'] as $part) {
            \mkdir("$folder/$part", 0o700, true) || throw new \RuntimeException("no folder `$folder/$part`");
            foreach (\array_filter(\glob(\dirname(__DIR__) . "/$part/*"), \is_file(...)) as $file) {
                \copy($file, "$folder/$part/" . \basename($file));
            }
        }
        return new self($folder);
    }

    /** Changes a file's text. */
    public function change(string $file, \Closure $change): void
    {
        $path = "$this->folder/$file";
        \file_put_contents($path, $change((string) \file_get_contents($path)));
    }

    public function remove(string $file): void
    {
        \unlink("$this->folder/$file");
    }

    /** Returns what a child of this plugin answers to PHP code. */
    public function run(string $code): mixed
    {
        return Child::run($code, [], $this->folder);
    }

    public function __destruct()
    {
        $files = new \RecursiveIteratorIterator(
            new \RecursiveDirectoryIterator($this->folder, \FilesystemIterator::SKIP_DOTS),
            \RecursiveIteratorIterator::CHILD_FIRST
        );
        foreach ($files as $file) {
            $file->isDir() ? \rmdir($file->getPathname()) : \unlink($file->getPathname());
        }
        \rmdir($this->folder);
    }
}
