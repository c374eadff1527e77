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
        $home = (string) \preg_replace('~\Ahttps?://~i', '', (string) \get_option('home'));
        $parts = [\strtolower(\rtrim($home, '/')), \wp_get_environment_type(), KeyFile::marker()];
        return \substr(\hash('sha256', "cartsignal instance\n" . \implode("\n", $parts)), 0, 32);
    }
}
