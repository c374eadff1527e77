<?php
// Owns the mark outside the database of the last text that was begun: a restored database does not know it.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\Mark;

/**
 * It is numbered, and a copy lies among the system's temporary files: where files and database were put back together,
 * the copy has a higher number and is believed.
 */
final class MarkFile implements Mark
{
    private const NAME = 'cartsignal-mark';

    private const TITLE = 'The last text that Cartsignal began. A database put back from a backup does not know it.';

    /** Returns where the file is: beside the file of keys, which the sites of a network share; each has its own mark. */
    public static function path(): string
    {
        $site = \is_multisite() ? '-' . \get_current_blog_id() : '';
        return \dirname(KeyFile::path()) . '/' . self::NAME . "$site.php";
    }

    /** @return list<string> All files there may be, for uninstalling. */
    public static function paths(): array
    {
        return \array_values(\array_filter([self::path(), TemporaryCopy::of(self::path())], \is_string(...)));
    }

    public function read(): ?string
    {
        return $this->latest()['reference'] ?? null;
    }

    /** @throws \RuntimeException It cannot be written: the text must not go. */
    public function write(string $reference): void
    {
        $values = ['reference' => $reference, 'number' => (string) ((int) ($this->latest()['number'] ?? 0) + 1)];
        if (!$this->file()->replace($values)) {
            throw new \RuntimeException('the mark beside the file of keys cannot be written');
        }
        $this->copy()?->replace($values);
    }

    /** @return array<string, string> */
    private function latest(): array
    {
        $own = $this->file()->read();
        $copy = $this->copy()?->read() ?? [];
        return (int) ($copy['number'] ?? 0) > (int) ($own['number'] ?? 0) ? $copy : $own;
    }

    private function file(): PrivateFile
    {
        return new PrivateFile(self::path(), self::TITLE);
    }

    /** Returns the copy, unless it is somebody else's: anybody may write into that folder. */
    private function copy(): ?PrivateFile
    {
        $path = TemporaryCopy::of(self::path());
        if ($path === null) {
            return null;
        }
        \clearstatcache(true, $path);
        $isOurs = !\is_link($path) && (!\file_exists($path) || !\function_exists('posix_geteuid')
            || \in_array(\posix_geteuid(), [0, \fileowner($path)], true));
        return $isOurs ? new PrivateFile($path, self::TITLE) : null;
    }
}
