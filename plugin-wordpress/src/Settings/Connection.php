<?php
// Owns the plugin's own connection to WordPress's database, by the constants that WordPress itself uses.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\Database;

final class Connection
{
    /** Until a server that does not answer is given up. Chosen: a drain can try again in a minute. */
    private const CONNECT_SECONDS = 5;

    /**
     * Returns the database; the server is not called before the first query.
     *
     * @throws NoDatabase WordPress keeps its data in something else.
     */
    public static function open(): Database
    {
        $wordpress = $GLOBALS['wpdb'];
        if (!\extension_loaded('mysqli')) {
            throw new NoDatabase('this PHP lacks the extension `mysqli`, which Cartsignal works with');
        }
        if (self::isOther($wordpress)) {
            throw new NoDatabase('this site keeps its data in SQLite: Cartsignal needs MySQL or MariaDB with InnoDB');
        }
        return new Database(static fn (): \mysqli => self::connect($wordpress), (string) $wordpress->prefix);
    }

    /** Returns whether a drop-in keeps the data in another kind of database. */
    private static function isOther(\wpdb $wordpress): bool
    {
        $engine = \defined('DB_ENGINE') ? \strtolower((string) \constant('DB_ENGINE')) : 'mysql';
        return $engine !== 'mysql'
            || \defined('SQLITE_DB_DROPIN_VERSION')
            || \stripos($wordpress::class, 'sqlite') !== false;
    }

    /** Returns an own connection; one that failed says so in its `connect_errno`. */
    private static function connect(\wpdb $wordpress): \mysqli
    {
        // The switch is the whole process's, and WordPress relies on this setting of it.
        \mysqli_report(MYSQLI_REPORT_OFF);
        $link = \mysqli_init();
        $link->options(MYSQLI_OPT_CONNECT_TIMEOUT, self::CONNECT_SECONDS);
        [$host, $port, $socket] = self::addressOf($wordpress, \DB_HOST);
        // Those of WordPress, for TLS and compression; a count of rows means rows that were changed.
        $flags = \defined('MYSQL_CLIENT_FLAGS') ? (int) \constant('MYSQL_CLIENT_FLAGS') : 0;
        @$link->real_connect($host, \DB_USER, \DB_PASSWORD, \DB_NAME, $port, $socket, $flags & ~MYSQLI_CLIENT_FOUND_ROWS);
        return $link;
    }

    /** @return array{string, int|null, string|null} Host, port and socket, read as WordPress reads DB_HOST. */
    private static function addressOf(\wpdb $wordpress, string $text): array
    {
        $parsed = $wordpress->parse_db_host($text);
        if ($parsed === false) {
            return [$text, null, null];
        }
        [$host, $port, $socket, $isIpv6] = $parsed;
        $bracketed = $isIpv6 && \extension_loaded('mysqlnd') ? "[$host]" : (string) $host;
        return [$bracketed, $port === null ? null : (int) $port, $socket];
    }
}
