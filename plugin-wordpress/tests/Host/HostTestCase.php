<?php
// Owns what tests of the host's state stand on: an emptied database on a real server, keys, and a clock that stands.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Database;
use Cartsignal\Host\Inbox;
use Cartsignal\Host\Keys;
use Cartsignal\Host\People;
use Cartsignal\Host\Vault;
use PHPUnit\Framework\TestCase;

abstract class HostTestCase extends TestCase
{
    /** A Monday at noon in Berlin. */
    protected const NOON = 1_763_982_000_000;

    protected MariaDb $server;

    protected Database $database;

    protected function setUp(): void
    {
        $server = MariaDb::running();
        if ($server === null) {
            \fwrite(STDERR, "\nNO MariaDB: tests of the database are skipped; install mariadb-server\n");
            self::markTestSkipped('there is no MariaDB on this machine');
        }
        $this->server = $server;
        $this->database = $server->emptied();
    }

    protected function tearDown(): void
    {
        if (isset($this->database)) {
            $this->database->close();
        }
    }

    /** @return array{recipients: string, store: string} */
    protected static function secrets(): array
    {
        return ['recipients' => \str_repeat("\x01", 32), 'store' => \str_repeat("\x02", 32)];
    }

    protected static function keys(): Keys
    {
        return new Keys(self::secrets());
    }

    protected static function vault(Database $database): Vault
    {
        return new Vault($database, self::keys(), \random_bytes(...));
    }

    protected static function inbox(Database $database): Inbox
    {
        return new Inbox($database, self::vault($database));
    }

    protected static function people(Database $database): People
    {
        return new People($database, self::vault($database));
    }

    /** Returns how many rows a table has. */
    protected function rows(string $table, string $where = '1 = 1'): int
    {
        return $this->database->get("SELECT COUNT(*) AS times FROM {{$table}} WHERE $where")['times'];
    }
}
