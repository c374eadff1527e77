<?php
// Owns the stage of the stories: a host on a real database, the fake provider, HTTP between them, and virtual time.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Core\Core;
use Cartsignal\Core\Sending;
use Cartsignal\Host\Database;
use Cartsignal\Host\Host;
use Cartsignal\Host\Inbox;
use Cartsignal\Host\Keys;
use Cartsignal\Host\Migrations;
use Cartsignal\Host\Options;
use Cartsignal\Host\People;
use Cartsignal\Host\Transport;
use Cartsignal\Host\Vault;
use Cartsignal\Tests\Host\MariaDb;

final class Stage
{
    public const MINUTE = 60_000;

    /** A Tuesday, 14:00 in London: the market's window is open. */
    public const START = 1_795_528_800_000;

    /** A little after a cart's text is decided. */
    public const DECIDED = 125 * self::MINUTE;

    /** When a cart left now is texted about at the latest. */
    public const LEFT = 180 * self::MINUTE;

    /** Rounds after which it is clear that a story never comes to rest. */
    private const RESTLESS = 3_000;

    private static ?Core $core = null;

    public int $now = self::START;

    /** @var list<Database> All that were opened. */
    private array $databases = [];

    public readonly Door $door;

    public readonly FakeProvider $fake;

    public readonly string $name;

    public Database $database;

    public Host $host;

    public Inbox $inbox;

    public People $people;

    public readonly Keys $keys;

    /** @param array<string, mixed> $more Options of the host beyond the usual ones. */
    public function __construct(
        private readonly MariaDb $server,
        private readonly array $more = [],
        ?\stdClass $program = null
    ) {
        $this->door = new Door();
        $this->fake = new FakeProvider($this->door->url, Door::hookUrl('twilio'), $this->now);
        $this->name = $server->fresh();
        $this->keys = new Keys(['recipients' => \str_repeat("\1", 32), 'store' => \str_repeat("\2", 32)]);
        $this->open();
        $this->host->configure($program ?? self::configuration());
    }

    /** The store of the vectors; nobody is held out. */
    public static function configuration(): \stdClass
    {
        $path = \dirname(__DIR__, 3) . '/tests/vectors/programs/shop.json';
        return \json_decode((string) \file_get_contents($path), false, 512, JSON_THROW_ON_ERROR);
    }

    public static function core(): Core
    {
        return self::$core ??= Core::ready();
    }

    /**
     * Opens the host anew, as another process does.
     *
     * @param array<string, mixed> $more
     */
    public function open(array $more = []): void
    {
        $this->database = $this->connected();
        $this->host = $this->another($more, $this->database);
        $vault = new Vault($this->database, $this->keys, \random_bytes(...));
        $this->inbox = new Inbox($this->database, $vault);
        $this->people = new People($this->database, $vault);
    }

    /** @param array<string, mixed> $more */
    public function another(array $more = [], ?Database $database = null): Host
    {
        $database ??= $this->connected();
        if (!(new Migrations($database))->isCurrent()) {
            (new Migrations($database))->run();
        }
        $usual = [
            'database' => $database,
            'core' => self::core(...),
            'keys' => $this->keys,
            'vault' => new Vault($database, $this->keys, \random_bytes(...)),
            'provider' => $this->fake->provider(),
            'hookUrl' => Door::hookUrl(...),
            'transport' => new SocketTransport(),
            'instance' => 'shop',
            'clock' => fn (): int => $this->now,
        ];
        return new Host(new Options(...($more + $this->more + $usual)));
    }

    /** Returns a British mobile number, each in a block of its own: many texts to one block look pumped. */
    public static function phone(int $n, string $end = '456'): string
    {
        return \sprintf('+447400%03d', $n) . $end;
    }

    /**
     * Lets a person come by, give a number, allow texts, fill a cart and leave; returns the recipient's key.
     *
     * @param string $end The last digits of the number: four of them may tell the fake provider what to do.
     */
    public function visit(int $n, string $end = '456', ?string $cart = null): string
    {
        $phone = (new Sending(self::core()))->parsePhone(self::phone($n, $end))->phone;
        $recipient = $this->keys->recipient($phone->e164);
        $known = ['e164' => $phone->e164, 'number' => $phone->number, 'locale' => 'en-GB', 'first_name' => 'Ada'];
        $this->people->learn('recipient', $recipient, $known);
        $line = ['product' => 'tea', 'quantity' => 2, 'unit_price_minor' => 1_950];
        $cart = ['cart' => $cart ?? "cart-$n", 'version' => 1, 'change' => 'added', 'currency' => 'GBP'];
        $cart['lines'] = [$line];
        $this->say($n, 0, ['contact.provided' => ['recipient' => $recipient]]);
        $this->say($n, 1, ['consent.granted' => ['purpose' => 'cart', 'channel' => 'sms', 'evidence' => "e$n"]]);
        $this->say($n, 2, ['cart.updated' => $cart]);
        return $recipient;
    }

    /** Lets somebody buy what is in the cart. */
    public function order(int $n, string $recipient): void
    {
        $order = ['order' => "o$n", 'cart' => "cart-$n", 'version' => 1, 'placed_at' => $this->now];
        $what = ['order.placed' => $order + ['currency' => 'GBP', 'total_minor' => 3_900]];
        $input = ['id' => "order:$n", 'occurred_at' => $this->now, 'trust' => 'server', 'what' => $what];
        $this->inbox->say($input, $this->now, "s$n", $recipient);
    }

    /** Lets time pass: whatever is due meanwhile is done when it is, by the host and by the provider. */
    public function pass(int $milliseconds): void
    {
        $until = $this->now + $milliseconds;
        for ($round = 0; $round < self::RESTLESS; $round += 1) {
            $this->host->drain();
            $provider = $this->fake->does(['tick' => true], $this->serve(...));
            if ($provider->posted > 0) {
                continue;
            }
            $times = \array_filter([$this->host->nextAt(), $provider->next], \is_int(...));
            $next = $times === [] ? $until + 1 : \min($times);
            if ($next > $until || $this->now === $until) {
                $this->at($until);
                return;
            }
            // What waits for something else is due all the time.
            $this->at($next > $this->now ? $next : \min($this->now + 10_000, $until));
        }
        throw new \RuntimeException('the story does not come to rest');
    }

    /** Sets the time of the host and the provider. */
    public function at(int $now): void
    {
        $this->now = $now;
        $this->fake->at($now);
    }

    /** Lets a phone write, and the store's door take it; returns what the store answered. */
    public function writes(string $from, string $body): int
    {
        $text = ['from' => $from, 'to' => '+447400999999', 'body' => $body];
        return $this->fake->does(['inbound' => $text], $this->serve(...))->status;
    }

    private function serve(): void
    {
        $this->door->serve($this->host->hooks());
    }

    /** @return list<string> Each text as its state and why. */
    public function sends(): array
    {
        $rows = $this->database->all("SELECT state, why FROM {outbox} WHERE act = 'send' ORDER BY place");
        return \array_map(static fn (array $row): string => \trim("{$row['state']} {$row['why']}"), $rows);
    }

    public function count(string $where): int
    {
        return $this->database->get("SELECT COUNT(*) AS times FROM {outbox} WHERE act = 'send' AND $where")['times'];
    }

    /** @return array<string, list<array<string, mixed>>> All rows of all tables: a backup. */
    public function copy(): array
    {
        $tables = \array_column($this->database->all('SHOW TABLES'), 'Tables_in_' . $this->name);
        $copy = [];
        foreach ($tables as $table) {
            $copy[$table] = $this->database->all("SELECT * FROM $table");
        }
        return $copy;
    }

    /** @param array<string, list<array<string, mixed>>> $copy */
    public function restore(array $copy): void
    {
        foreach ($copy as $table => $rows) {
            $this->database->run("DELETE FROM $table");
            foreach ($rows as $row) {
                $values = \implode(', ', \array_fill(0, \count($row), '?'));
                $columns = '`' . \implode('`, `', \array_keys($row)) . '`';
                $this->database->run("INSERT INTO $table ($columns) VALUES ($values)", ...\array_values($row));
            }
        }
    }

    public function close(): void
    {
        $this->fake->close();
        foreach ($this->databases as $database) {
            $database->close();
        }
    }

    private function connected(): Database
    {
        return $this->databases[] = new Database($this->server->connection($this->name), 'wp_');
    }

    /** @param array<string, mixed> $what */
    private function say(int $n, int $place, array $what): void
    {
        $at = $this->now + $place;
        $input = ['id' => "s$n:$at:$place", 'occurred_at' => $at, 'trust' => 'signed', 'what' => $what];
        $contact = ['first_name' => 'Ada', 'locale' => 'en-GB', 'country' => 'GB', 'browser_zone' => 'Europe/London'];
        $this->inbox->say($input, $this->now, "s$n", null, $contact);
    }
}
