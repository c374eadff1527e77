<?php
// Owns a real MariaDB for tests: started once for the run on a folder and a socket of its own, ended with it.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Database;
use Cartsignal\Host\Migrations;

final class MariaDb
{
    private const READY_SECONDS = 60;

    /**
     * Holds the server as long as somebody holds its input, and takes its folder away afterwards: a run that is killed
     * leaves nothing behind.
     */
    private const LEASH = 'folder="$1"; shift; "$@" & server=$!; read -r word; kill -9 $server; wait;
        [ "$word" = keep ] || rm -rf "$folder"';

    private const KEEP = 'keep';

    private static ?self $running = null;

    private static int $made = 0;

    private ?string $shared = null;

    /** @var list<\WeakReference<Database>> */
    private array $opened = [];

    /**
     * @param resource $process
     * @param resource $leash
     */
    private function __construct(
        private readonly string $folder,
        private $process,
        private $leash,
        private readonly int $owner
    ) {
    }

    /** Returns the server of this run, or null where this machine has none. */
    public static function running(): ?self
    {
        return self::$running ??= self::start();
    }

    /** Returns how a process opens a connection to a database of its own, which is made. */
    public function connection(string $database, string $user = 'root'): \Closure
    {
        $socket = "$this->folder/socket";
        return static fn (): \mysqli => new \mysqli(null, $user, '', $database, 0, $socket);
    }

    /** Makes an empty database and returns its name. */
    public function fresh(): string
    {
        self::$made += 1;
        $name = 'shop_' . self::$made;
        $this->ask("CREATE DATABASE $name");
        return $name;
    }

    /** Makes a database with all tables. */
    public function migrated(): Database
    {
        $database = $this->database($this->fresh());
        (new Migrations($database))->run();
        return $database;
    }

    /** Returns a database with all tables and nothing in them; the same for all tests, one at a time. */
    public function emptied(): Database
    {
        $this->shared ??= $this->migrated()->get('SELECT DATABASE() AS name')['name'];
        $database = $this->another();
        foreach ((new Migrations($database))->tables() as $table) {
            if ($table !== $database->table('migrations')) {
                $database->run("DELETE FROM `$table`");
            }
        }
        $database->run('INSERT INTO {counters} (id, bytes) VALUES (1, NULL)');
        return $database;
    }

    /** Returns another connection to that database, as another process has one. */
    public function another(): Database
    {
        return $this->database((string) $this->shared);
    }

    /** Returns a database that is closed before the server ends. */
    public function database(string $name, string $prefix = 'wp_'): Database
    {
        $database = new Database($this->connection($name), $prefix);
        $this->opened[] = \WeakReference::create($database);
        return $database;
    }

    /** Carries out statements as the server's owner. */
    public function ask(string ...$statements): ?\mysqli_result
    {
        $connection = new \mysqli(null, 'root', '', '', 0, "$this->folder/socket");
        $answer = null;
        foreach ($statements as $statement) {
            $answer = $connection->query($statement);
        }
        return $answer instanceof \mysqli_result ? $answer : null;
    }

    /** Ends the server as a lost machine does. */
    public function kill(): void
    {
        \fwrite($this->leash, self::KEEP . "\n");
        $this->wait();
    }

    /** Starts it again on the same folder. */
    public function begin(): void
    {
        [$this->process, $this->leash] = self::served($this->folder);
        $this->await();
    }

    private static function start(): ?self
    {
        $install = self::found('mariadb-install-db') ?? self::found('mysql_install_db');
        if ($install === null || self::found('mariadbd') === null) {
            return null;
        }
        $folder = \sys_get_temp_dir() . '/cartsignal-db-' . \bin2hex(\random_bytes(4));
        \mkdir("$folder/tables", 0o700, true);
        $made = [$install, '--no-defaults', "--datadir=$folder/tables", '--auth-root-authentication-method=normal',
            '--skip-test-db', '--user=' . self::user()];
        $installing = \proc_open($made, [1 => ['file', "$folder/log", 'a'], 2 => ['redirect', 1]], $pipes);
        if (\proc_close($installing) !== 0) {
            throw new \RuntimeException('the database cannot be made: ' . \file_get_contents("$folder/log"));
        }
        $server = new self(...[$folder, ...self::served($folder), (int) \getmypid()]);
        $server->await();
        \register_shutdown_function($server->end(...));
        return $server;
    }

    /** @return array{resource, resource} The process that holds the server, and its input. */
    private static function served(string $folder): array
    {
        // Nothing is lost when the process is killed; only a lost machine would tell that the disk was not waited for.
        $options = ['--no-defaults', "--datadir=$folder/tables", "--socket=$folder/socket", '--skip-networking',
            "--pid-file=$folder/pid", '--innodb-flush-log-at-trx-commit=2', '--innodb-flush-method=nosync',
            '--debug-no-sync', '--innodb-buffer-pool-size=32M', '--user=' . self::user()];
        $files = [0 => ['pipe', 'r'], 1 => ['file', "$folder/log", 'a'], 2 => ['redirect', 1]];
        $command = ['sh', '-c', self::LEASH, 'sh', $folder, (string) self::found('mariadbd'), ...$options];
        $process = \proc_open($command, $files, $pipes);
        return [$process, $pipes[0]];
    }

    private function await(): void
    {
        $until = \microtime(true) + self::READY_SECONDS;
        while (\microtime(true) < $until) {
            try {
                (new \mysqli(null, 'root', '', '', 0, "$this->folder/socket"))->close();
                return;
            } catch (\mysqli_sql_exception) {
                \usleep(50_000);
            }
        }
        $log = (string) \file_get_contents("$this->folder/log");
        $this->end();
        throw new \RuntimeException("the database server does not start: $log");
    }

    private function end(): void
    {
        // A child of a test inherits this duty, and has to leave it.
        if (\getmypid() !== $this->owner) {
            return;
        }
        foreach ($this->opened as $database) {
            $database->get()?->close();
        }
        $this->wait();
    }

    private function wait(): void
    {
        \fclose($this->leash);
        \proc_close($this->process);
    }

    private static function user(): string
    {
        return \posix_getpwuid(\posix_geteuid())['name'];
    }

    private static function found(string $program): ?string
    {
        foreach ([...\explode(':', (string) \getenv('PATH')), '/usr/sbin', '/usr/local/sbin'] as $folder) {
            if (\is_executable("$folder/$program")) {
                return "$folder/$program";
            }
        }
        return null;
    }
}
