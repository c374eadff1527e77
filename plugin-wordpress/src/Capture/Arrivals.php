<?php
// Owns writing what was seen into the inbox: sealed rows, by WordPress's own connection, in one statement.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Core\Json;
use Cartsignal\Host\Inbox;
use Cartsignal\Host\SealBroken;
use Cartsignal\Services;

/**
 * It throws nothing and shows nothing: where keys or tables are missing the store goes on as if there was no plugin.
 * WordPress's connection, because a shopper's request has it open already, and because what saves an order in a
 * transaction then saves the row with it.
 *
 * @phpstan-type Arrival array{string, array<string, mixed>|\stdClass, ?string, ?string}
 */
final class Arrivals
{
    /** Rows of one statement: below what the smallest server takes in one packet. Chosen: 16 of 64 KB, as hex. */
    private const MOST_ROWS = 64;
    private const MOST_BYTES = 400_000;

    /** What names an arrival: printable, nothing a person typed. */
    private const NATURAL_KEY = '/\A[\x21-\x7e]{1,191}\z/';

    /** @var array<string, Arrival> What waits for the end of the request, by natural key. */
    private array $waiting = [];

    /** At shutdown: after everything that is told there (Capture), before WooCommerce saves the session at 20. */
    private const AT_THE_END = 16;

    private bool $awaited = false;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Writes an arrival at once; returns whether it is new.
     *
     * @param string $kind As `cart`.
     * @param string $naturalKey What makes it this one and no other.
     * @param array<string, mixed>|\stdClass $payload
     */
    public function append(
        string $kind,
        string $naturalKey,
        array|\stdClass $payload,
        ?string $shopper = null,
        ?string $recipient = null
    ): bool {
        return $this->write([$naturalKey => [$kind, $payload, $shopper, $recipient]]) > 0;
    }

    /**
     * Writes an arrival at the end of the request, all of a request in one statement. Of two with one natural key the
     * later counts.
     *
     * @param array<string, mixed>|\stdClass $payload
     */
    public function later(
        string $kind,
        string $naturalKey,
        array|\stdClass $payload,
        ?string $shopper = null,
        ?string $recipient = null
    ): void {
        // An order is told whatever else was.
        $visitor = \in_array($kind, ['cart', 'input'], true) ? $this->services->visitor() : null;
        if ($visitor !== null && $visitor->key() === $shopper && !$visitor->mayTell($kind === 'cart')) {
            return;
        }
        $this->waiting[$naturalKey] = [$kind, $payload, $shopper, $recipient];
        // A process that lives long, as an import, must not collect for ever.
        if (!$this->awaitEnd() || \count($this->waiting) >= self::MOST_ROWS) {
            $this->flush();
        }
    }

    /** Writes what waits; returns how many of it were new. */
    public function flush(): int
    {
        $waiting = $this->waiting;
        $this->waiting = [];
        return $waiting === [] ? 0 : $this->write($waiting);
    }

    /** Returns whether the end of the request is still to come; it is asked for once, and only where there is need. */
    private function awaitEnd(): bool
    {
        global $wp_filter;
        $present = ($wp_filter['shutdown'] ?? null)?->current_priority() ?? false;
        if (\did_action('shutdown') > 0 && ($present === false || $present >= self::AT_THE_END)) {
            return false;
        }
        if (!$this->awaited) {
            $this->awaited = true;
            \add_action('shutdown', fn () => $this->flush(), self::AT_THE_END);
        }
        return true;
    }

    /** @param array<string, Arrival> $arrivals */
    private function write(array $arrivals): int
    {
        return $this->services->safely('capture.inbox', function () use ($arrivals): int {
            $now = $this->services->now();
            [$written, $rows, $bytes] = [0, [], 0];
            foreach ($arrivals as $naturalKey => $arrival) {
                $name = (string) $naturalKey;
                $row = $this->services->safely('capture.row', fn () => $this->row($name, $arrival, $now));
                if ($row === null) {
                    continue;
                }
                if ($bytes + \strlen($row) > self::MOST_BYTES) {
                    $written += $this->insert($rows);
                    [$rows, $bytes] = [[], 0];
                }
                $rows[] = $row;
                $bytes += \strlen($row);
            }
            $written += $this->insert($rows);
            if ($written > 0) {
                // What is written is written, whatever a listener makes of it.
                $this->services->safely('capture.listener', function () use ($arrivals): void {
                    $this->services->point('appended');
                    \do_action('cartsignal_appended', \array_values($arrivals)[0][0]);
                });
            }
            return $written;
        }) ?? 0;
    }

    /**
     * Returns the values of a row. Everything in it is hex, a number or checked: nothing is left to be escaped.
     *
     * @param Arrival $arrival
     */
    private function row(string $naturalKey, array $arrival, int $now): string
    {
        [$kind, $payload, $shopper, $recipient] = $arrival;
        if (!\preg_match(self::NATURAL_KEY, $naturalKey) || !\preg_match('/\A[a-z_]{1,16}\z/', $kind)) {
            throw new \InvalidArgumentException('an arrival needs a kind and a natural key');
        }
        $json = Json::write($payload);
        if (\strlen($json) > Inbox::MAX_PAYLOAD_BYTES) {
            throw new \LengthException('an arrival is too long');
        }
        [$wrapped, $sealed] = $this->sealed($shopper, Inbox::about($naturalKey), $json);
        $literals = \array_map(
            static fn (?string $value) => $value === null ? 'NULL' : '0x' . \bin2hex($value),
            [$naturalKey, $kind, $shopper, $recipient, $wrapped, $sealed]
        );
        return '(' . \implode(', ', $literals) . ", $now)";
    }

    /** @return array{string, string} The wrapped key, and what it sealed. */
    private function sealed(?string $shopper, string $about, string $json): array
    {
        $vault = $this->services->vault();
        $visitor = $this->services->visitor();
        $wrapped = $visitor->dataKey($shopper);
        try {
            return [$wrapped, $vault->sealWith($wrapped, $about, $json)];
        } catch (SealBroken) {
            // The session is older than the store's keys.
            $wrapped = $visitor->dataKey($shopper, true);
            return [$wrapped, $vault->sealWith($wrapped, $about, $json)];
        }
    }

    /** @param list<string> $rows */
    private function insert(array $rows): int
    {
        global $wpdb;
        if ($rows === []) {
            return 0;
        }
        $sql = "INSERT IGNORE INTO `{$wpdb->prefix}cartsignal_inbox`
            (natural_key, kind, shopper, recipient, wrapped, sealed, at) VALUES " . \implode(', ', $rows);
        $quiet = $wpdb->suppress_errors(true);
        try {
            // phpcs:ignore WordPress.DB -- hex literals and numbers only, see `row`; the table is ours and uncached.
            $written = $wpdb->query($sql);
        } finally {
            $wpdb->suppress_errors($quiet);
        }
        if ($written === false) {
            throw new \RuntimeException('the inbox could not be written to');
        }
        return (int) $written;
    }
}
