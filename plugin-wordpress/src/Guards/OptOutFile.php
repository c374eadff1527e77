<?php
// Owns the file of opt-outs beside the keys: lines are only added, nothing in it but keyed hashes and times.
declare(strict_types=1);

namespace Cartsignal\Guards;

use Cartsignal\Fault;
use Cartsignal\Host\OptOutLog;
use Cartsignal\Settings\KeyFile;
use Cartsignal\Settings\TemporaryCopy;

/**
 * A database that is put back from a backup has lost the opt-outs since then. Each is written here, to the disk itself,
 * before the database keeps it. A second file lies in the system's folder for temporary files, for hosts that put files
 * and database back together. Both begin as PHP that prints nothing, as the file of keys does.
 */
final class OptOutFile implements OptOutLog
{
    private const NAME = 'cartsignal-opt-outs';

    private const HEAD = "<?php\n// Opt-outs as keyed hashes, for the day on which the database is put back from a backup.\nexit;\n/*\n";

    /** The longest line that is one of ours. */
    private const LINE_BYTES = 512;

    /** Returns where the file is: each site of a network has its own. */
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

    public function note(string $recipient, array $optOuts): void
    {
        if (\preg_match('/\A[0-9A-Za-z_-]{1,64}\z/', $recipient) !== 1) {
            return;
        }
        \ksort($optOuts);
        $told = [];
        foreach ($optOuts as $channel => $at) {
            $told[] = "$channel=$at";
        }
        $line = \implode(' ', [$recipient, ...$told]) . "\n";
        $isKept = false;
        foreach (self::paths() as $path) {
            $isKept = $this->append($path, $line) || $isKept;
        }
        if (!$isKept) {
            Fault::note(new \RuntimeException('the file of opt-outs cannot be written'), 'guards.opt_out_file');
        }
    }

    public function standing(): array
    {
        $standing = [];
        foreach (self::paths() as $path) {
            foreach ($this->lastLines($path) as $recipient => $channels) {
                foreach ($channels as $channel => $at) {
                    $standing[$recipient][$channel] = \max($at, $standing[$recipient][$channel] ?? 0);
                }
            }
        }
        return $standing;
    }

    /** Writes a line and waits until the disk has it. */
    private function append(string $path, string $line): bool
    {
        $mask = \umask(0177);
        $file = self::isOurs($path) ? @\fopen($path, 'a') : false;
        \umask($mask);
        if ($file === false) {
            return false;
        }
        try {
            if (!\flock($file, LOCK_EX)) {
                return false;
            }
            $isNew = (\fstat($file)['size'] ?? 0) === 0;
            $text = ($isNew ? self::HEAD : '') . $line;
            return \fwrite($file, $text) === \strlen($text) && \fflush($file) && \fsync($file);
        } finally {
            \fclose($file);
        }
    }

    /**
     * Returns what the last line of each recipient says; a half line, as of a full disk, is none.
     *
     * @return array<string, array<string, int>>
     */
    private function lastLines(string $path): array
    {
        $file = self::isOurs($path) && \is_file($path) ? @\fopen($path, 'r') : false;
        $found = [];
        while ($file !== false && ($line = \fgets($file, self::LINE_BYTES)) !== false) {
            if (\preg_match('/\A([0-9A-Za-z_-]{16,64})((?: [a-z]{1,16}=\d{1,15})*)\n\z/', $line, $parts) !== 1) {
                continue;
            }
            \preg_match_all('/([a-z]+)=(\d+)/', $parts[2], $told, PREG_SET_ORDER);
            $found[$parts[1]] = \array_map(\intval(...), \array_column($told, 2, 1));
        }
        if ($file !== false) {
            \fclose($file);
        }
        return $found;
    }

    /** In a folder that others may write into, a file or link of somebody else's is not touched. */
    private static function isOurs(string $path): bool
    {
        \clearstatcache(true, $path);
        if (\is_link($path)) {
            return false;
        }
        return !\file_exists($path) || !\function_exists('posix_geteuid')
            || \in_array(\posix_geteuid(), [0, \fileowner($path)], true);
    }
}
