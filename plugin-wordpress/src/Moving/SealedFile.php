<?php
// Owns a file that waits to be taken in: sealed piece by piece with the store's key, beside the file of keys.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Host\SealBroken;
use Cartsignal\Host\Vault;
use Cartsignal\Settings\KeyFile;

/** The web gets nothing of it: it ends before it prints, nobody else may read it, and what it holds is encrypted. */
final class SealedFile
{
    private const HEAD = "<?php exit;\n";

    private const BEGINNING = 'cartsignal-import-';

    public readonly string $path;

    /** @param string $name Of the import and the part, as `m0123-rows`: letters, digits and dashes. */
    public function __construct(private readonly Vault $vault, private readonly string $name)
    {
        if (\preg_match('/\A[a-z0-9-]{1,64}\z/', $name) !== 1) {
            throw new \InvalidArgumentException('a file needs a plain name');
        }
        $this->path = self::folder() . self::beginning() . "$name.php";
    }

    /** Adds a piece behind those there are; `$place` counts from 0 and is sealed with it. */
    public function append(int $place, #[\SensitiveParameter] string $bytes): void
    {
        $mask = \umask(0177);
        $line = \base64_encode($this->vault->sealStore("$this->name/$place", $bytes)) . "\n";
        $isNew = !\file_exists($this->path);
        $written = @\file_put_contents($this->path, $isNew ? self::HEAD . $line : $line, FILE_APPEND | LOCK_EX);
        \umask($mask);
        if ($written === false || ($isNew && !@\chmod($this->path, 0600))) {
            throw new \RuntimeException('the file cannot be kept beside the file of keys');
        }
        if ($isNew && \function_exists('posix_geteuid') && \posix_geteuid() === 0) {
            // What a command run by root began, the cron of the web server ends.
            @\chown($this->path, (int) \fileowner(\dirname($this->path)));
            @\chgrp($this->path, (int) \filegroup(\dirname($this->path)));
        }
    }

    /**
     * @param int $from The place to begin at.
     * @return \Generator<int, string>
     * @throws SealBroken It was tampered with, or is of another store.
     */
    public function read(int $from = 0): \Generator
    {
        $file = @\fopen($this->path, 'rb');
        if ($file === false) {
            return;
        }
        try {
            \fgets($file);
            for ($place = 0; ($line = \fgets($file)) !== false; $place += 1) {
                if ($place >= $from) {
                    $sealed = \base64_decode(\rtrim($line, "\n"), true);
                    yield $place => $this->vault->openStore("$this->name/$place", $sealed === false ? '' : $sealed);
                }
            }
        } finally {
            \fclose($file);
        }
    }

    public function delete(): void
    {
        if (\is_file($this->path)) {
            \wp_delete_file($this->path);
        }
    }

    /**
     * Deletes what no import owns any more.
     *
     * @param list<string> $kept Names.
     */
    public static function sweep(array $kept): void
    {
        foreach (\glob(self::folder() . self::beginning() . '*.php') ?: [] as $path) {
            $name = \substr(\basename($path, '.php'), \strlen(self::beginning()));
            if (\preg_match('/\Am[0-9a-f]{16}-[a-z]+\z/', $name) === 1 && !\in_array($name, $kept, true)) {
                \wp_delete_file($path);
            }
        }
    }

    private static function folder(): string
    {
        return \dirname(KeyFile::path()) . '/';
    }

    /** The sites of a network share the folder. */
    private static function beginning(): string
    {
        return self::BEGINNING . (\is_multisite() ? 's' . \get_current_blog_id() . '-' : '');
    }
}
