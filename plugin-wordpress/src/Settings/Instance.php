<?php
// Owns what tells this copy of the store from a clone: its address, its kind of environment, a marker in its files.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class Instance
{
    /**
     * Returns a hash of the three. The scheme does not count: a store that turned to https is the same store. The option is
     * read, not `home_url`, which plugins for languages filter.
     */
    public static function here(): string
    {
        return self::hash([...self::parts(), KeyFile::marker()]);
    }

    /** Returns a hash of address and kind of environment alone: where the files are missing, they still tell a clone. */
    public static function place(): string
    {
        return self::hash(self::parts());
    }

    /** @return list<string> */
    private static function parts(): array
    {
        $home = (string) \preg_replace('~\Ahttps?://~i', '', (string) \get_option('home'));
        return [\strtolower(\rtrim($home, '/')), \wp_get_environment_type()];
    }

    /** @param list<string> $parts */
    private static function hash(array $parts): string
    {
        return \substr(\hash('sha256', "cartsignal instance\n" . \implode("\n", $parts)), 0, 32);
    }
}
