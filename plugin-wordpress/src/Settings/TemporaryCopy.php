<?php
// Owns where a second copy of a small private file lies: in the system's folder for temporary files, out of a backup's reach.
declare(strict_types=1);

namespace Cartsignal\Settings;

/**
 * Where a host puts files and database back together, what lies beside the keys is put back too; this is not. It is a
 * convenience, nothing more: such folders are emptied at times, and a store that moves to another machine has none.
 */
final class TemporaryCopy
{
    /** Returns the path of the copy, which nobody can guess; null where there can be none. */
    public static function of(string $path): ?string
    {
        $marker = KeyFile::marker();
        $folder = \rtrim(\sys_get_temp_dir(), '/');
        $isApart = $folder !== '' && !\str_starts_with("$folder/", \untrailingslashit(ABSPATH) . '/');
        if ($marker === '' || !$isApart || !@\is_writable($folder)) {
            return null;
        }
        return $folder . '/cartsignal-' . \substr(\hash_hmac('sha256', $path, $marker), 0, 32) . '.php';
    }
}
