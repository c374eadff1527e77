<?php
// Owns a small file that only this site's PHP reads: 0600, and PHP that prints nothing, so that the web gets nothing either.
declare(strict_types=1);

namespace Cartsignal\Settings;

/** It is read as text and never run, so that opcache keeps no old one; what it holds stands in a comment behind `exit`. */
final class PrivateFile
{
    /** @param string $title One sentence for whoever finds the file, without the mark that ends PHP. */
    public function __construct(public readonly string $path, private readonly string $title)
    {
    }

    /** @return array<string, string> Nothing where the file is missing or none of ours. */
    public function read(): array
    {
        $text = @\file_get_contents($this->path);
        if ($text === false || \preg_match('~^/\*(\{.*\})\*/$~m', $text, $found) !== 1) {
            return [];
        }
        $values = \json_decode($found[1], true);
        return \is_array($values) ? \array_filter($values, \is_string(...)) : [];
    }

    /**
     * Makes the file where there is none and returns whether there is one; of two makers at once the first one's stays.
     *
     * @param array<string, string> $values
     */
    public function create(array $values): bool
    {
        return $this->written($values, function (string $draft): bool {
            if (\function_exists('link') && @\link($draft, $this->path)) {
                return true;
            }
            \clearstatcache(true, $this->path);
            return \file_exists($this->path) || @\rename($draft, $this->path);
        });
    }

    /**
     * Puts other values in the place of those that are there, whole or not at all, and returns whether it did.
     *
     * @param array<string, string> $values
     */
    public function replace(array $values): bool
    {
        if ($this->written($values, fn (string $draft): bool => @\rename($draft, $this->path))) {
            return true;
        }
        // In a folder where nothing may be made, the file itself may still be written.
        return \is_writable($this->path) && @\file_put_contents($this->path, $this->text($values), LOCK_EX) !== false;
    }

    /**
     * Writes a draft that nobody else can read and has it put in its place: no crash leaves half a file.
     *
     * @param array<string, string> $values
     * @param \Closure(string): bool $place
     */
    private function written(array $values, \Closure $place): bool
    {
        $folder = \dirname($this->path);
        $draft = $folder . '/cartsignal-' . \bin2hex(\random_bytes(8)) . '.php';
        $mask = \umask(0177);
        $whole = @\file_put_contents($draft, $this->text($values)) !== false && @\chmod($draft, 0600);
        \umask($mask);
        if ($whole && \function_exists('posix_geteuid') && \posix_geteuid() === 0) {
            // A command run by root makes a file that the web server has to read.
            @\chown($draft, (int) \fileowner($folder));
            @\chgrp($draft, (int) \filegroup($folder));
        }
        $placed = $whole && $place($draft);
        if (\file_exists($draft)) {
            @\unlink($draft);
        }
        return $placed;
    }

    /** @param array<string, string> $values */
    private function text(array $values): string
    {
        $json = \json_encode($values, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
        return "<?php\n// $this->title\nexit;\n/*$json*/\n";
    }
}
