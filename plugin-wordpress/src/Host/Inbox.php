<?php
// Owns the inbox: everything that is to be taken in, once, in order of arrival.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Inbox
{
    /** The most a payload may be, as JSON. Chosen: a cart of 100 lines is 20 KB. */
    public const MAX_PAYLOAD_BYTES = 65_536;

    /** As long as a natural key may be; a longer one is known by its hash. */
    private const NATURAL_KEY_BYTES = 255;

    /** When a row that failed is tried again, by how often it failed; afterwards it is quarantined. Chosen. */
    private const RETRY_MS = [1_000, 60_000];

    /** Until a row whose state a newer core wrote is tried again: an update is awaited. Chosen. */
    private const UPDATE_WAIT_MS = 60_000;

    public function __construct(private readonly Database $database, private readonly Vault $vault)
    {
    }

    /**
     * Appends an arrival, in the caller's transaction or in one of its own; returns whether it is new. A known natural
     * key changes nothing.
     *
     * @param string $naturalKey What makes it this one and no other.
     * @param array<string, mixed>|\stdClass|null $payload
     * @param int $now In ms since epoch.
     * @throws \LengthException The payload is too long.
     */
    public function append(
        string $kind,
        string $naturalKey,
        array|\stdClass|null $payload,
        int $now,
        ?string $shopper = null,
        ?string $recipient = null
    ): bool {
        $bytes = $payload === null ? null : self::written($payload);
        $key = self::key($naturalKey);
        return $this->database->transaction(function () use ($kind, $key, $bytes, $now, $shopper, $recipient): bool {
            if ($this->database->get('SELECT 1 FROM {inbox} WHERE natural_key = ?', $key) !== null) {
                return false;
            }
            $whose = self::subject($shopper, $recipient);
            $sealed = $bytes === null ? null : $this->vault->sealBytes($whose['side'], $whose['person'], $bytes);
            // Another process may have been faster.
            $sql = 'INSERT INTO {inbox} (natural_key, kind, shopper, recipient, sealed, at) VALUES (?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE place = place';
            return $this->database->run($sql, $key, $kind, $shopper, $recipient, $sealed, $now) === 1;
        });
    }

    /**
     * Appends an input for the core, known by its id.
     *
     * @param array<string, mixed>|\stdClass $input As `Input` of the contract.
     * @param array<string, mixed> $contact What is learned of the person with it.
     */
    public function say(
        array|\stdClass $input,
        int $now,
        ?string $shopper = null,
        ?string $recipient = null,
        array $contact = []
    ): bool {
        $input = (object) $input;
        // The one a number was given for: its texts wait until this is taken in.
        $provided = ((array) $input->what)['contact.provided'] ?? null;
        $recipient ??= $provided === null ? null : ((array) $provided)['recipient'] ?? null;
        $payload = ['input' => $input] + ($contact === [] ? [] : ['contact' => $contact]);
        return $this->append('input', $input->id, $payload, $now, $shopper, $recipient);
    }

    /** Returns the place of the next arrival to take in, or null. */
    public function next(int $now): ?int
    {
        $sql = "SELECT place FROM {inbox} FORCE INDEX (next_one) WHERE state = 'pending' AND not_before <= ?
            ORDER BY place LIMIT 1";
        return $this->database->get($sql, $now)['place'] ?? null;
    }

    /**
     * Takes a pending arrival, which others wait for until the transaction ends; null where another process took it in.
     *
     * @throws SealBroken It cannot be read: it was tampered with, or its data key is gone.
     */
    public function take(int $place): ?Row
    {
        return $this->found($place, ' FOR UPDATE');
    }

    /**
     * Returns a pending arrival without holding it, or null.
     *
     * @throws SealBroken
     */
    public function read(int $place): ?Row
    {
        return $this->found($place, '');
    }

    /** Notes that an arrival was taken in; what it said is kept no longer. */
    public function done(int $place, int $now): void
    {
        $sql = "UPDATE {inbox} SET state = 'done', done_at = ?, error = NULL, sealed = NULL, wrapped = NULL
            WHERE place = ?";
        $this->database->run($sql, $now, $place);
    }

    /**
     * Notes that an arrival could not be taken in: it is tried again later, and quarantined in the end.
     *
     * @param string $code Why, for the owner: a closed word, nothing personal.
     * @return 'later'|'quarantined'
     */
    public function failed(int $place, int $now, string $code): string
    {
        $code = \substr($code, 0, 64);
        if ($code === 'state.too_new') {
            $sql = 'UPDATE {inbox} SET not_before = ?, error = ? WHERE place = ?';
            $this->database->run($sql, $now + self::UPDATE_WAIT_MS, $code, $place);
            return 'later';
        }
        return $this->database->transaction(function () use ($place, $now, $code): string {
            $row = $this->database->get('SELECT attempts FROM {inbox} WHERE place = ? FOR UPDATE', $place);
            $wait = self::RETRY_MS[$row['attempts'] ?? 0] ?? null;
            $sql = "UPDATE {inbox} SET state = ?, attempts = attempts + 1, not_before = ?, error = ?
                WHERE place = ? AND state = 'pending'";
            $this->database->run($sql, $wait === null ? 'quarantined' : 'pending', $now + ($wait ?? 0), $code, $place);
            return $wait === null ? 'quarantined' : 'later';
        });
    }

    /** Lets a quarantined arrival be tried again; returns whether there was one. */
    public function retry(int $place): bool
    {
        $sql = "UPDATE {inbox} SET state = 'pending', attempts = 0, not_before = 0
            WHERE place = ? AND state = 'quarantined'";
        return $this->database->run($sql, $place) > 0;
    }

    /**
     * Returns whether something about a recipient, or a shopper who points there, is yet to be taken in. An order or a
     * number whose recipient nobody has worked out yet may be anybody's. What is quarantined counts only where it is
     * the recipient's own word, which may be a STOP.
     */
    public function concerns(?string $recipient, ?string $shopper): bool
    {
        $theirs = 'SELECT shopper FROM {shoppers} WHERE points_at = ?';
        $sql = "SELECT 1 FROM {inbox} WHERE state = 'pending' AND recipient = ?
            UNION ALL SELECT 1 FROM {inbox} WHERE state = 'pending' AND shopper = ?
            UNION ALL SELECT 1 FROM {inbox} WHERE state = 'pending'
                AND shopper IN (SELECT alias FROM {aliases} WHERE survivor = ?)
            UNION ALL SELECT 1 FROM {inbox} WHERE state = 'pending' AND shopper IN ($theirs)
            UNION ALL SELECT 1 FROM {inbox} WHERE state = 'pending'
                AND shopper IN (SELECT alias FROM {aliases} WHERE survivor IN ($theirs))
            UNION ALL SELECT 1 FROM {inbox} WHERE state = 'pending'
                AND recipient IS NULL AND kind IN ('order', 'contact')
            UNION ALL SELECT 1 FROM {inbox} WHERE state = 'quarantined' AND recipient = ? AND shopper IS NULL
            LIMIT 1";
        $values = [$recipient, $shopper, $shopper, $recipient, $recipient, $recipient];
        return $this->database->get($sql, ...$values) !== null;
    }

    /** Returns when the next arrival that waits may be tried, in ms since epoch, or null. */
    public function nextAt(): ?int
    {
        return $this->database->get("SELECT MIN(not_before) AS at FROM {inbox} WHERE state = 'pending'")['at'];
    }

    /** Returns how many arrivals wait. */
    public function pending(): int
    {
        return $this->database->get("SELECT COUNT(*) AS times FROM {inbox} WHERE state = 'pending'")['times'];
    }

    /**
     * Returns what is quarantined, oldest first.
     *
     * @return list<array{place: int, naturalKey: string, kind: string, at: int, attempts: int, error: string|null}>
     */
    public function quarantined(): array
    {
        return $this->database->all("SELECT place, natural_key AS naturalKey, kind, at, attempts, error FROM {inbox}
            WHERE state = 'quarantined' ORDER BY place LIMIT 100");
    }

    /** Returns what a row's payload is to the vault where it is sealed with a visitor's key (`Vault::sealWith`). */
    public static function about(string $naturalKey): string
    {
        return 'inbox:' . self::key($naturalKey);
    }

    /**
     * Returns whose data key seals an arrival.
     *
     * @return array{side: string, person: string}
     */
    public static function subject(?string $shopper, ?string $recipient): array
    {
        if ($recipient !== null) {
            return ['side' => 'recipient', 'person' => $recipient];
        }
        return $shopper === null ? ['side' => 'shop', 'person' => ''] : ['side' => 'shopper', 'person' => $shopper];
    }

    private function found(int $place, string $lock): ?Row
    {
        $sql = "SELECT place, kind, natural_key, shopper, recipient, wrapped, sealed, at, attempts FROM {inbox}
            WHERE place = ? AND state = 'pending'$lock";
        $row = $this->database->get($sql, $place);
        if ($row === null) {
            return null;
        }
        [$shopper, $recipient] = [$row['shopper'], $row['recipient']];
        $head = [$row['place'], $row['kind'], $row['natural_key'], $shopper, $recipient];
        return new Row(...[...$head, $this->opened($row), $row['at'], $row['attempts']]);
    }

    /** @param array<string, mixed> $row */
    private function opened(array $row): \stdClass
    {
        if ($row['sealed'] === null) {
            return new \stdClass();
        }
        if ($row['wrapped'] !== null) {
            $bytes = $this->vault->openWith($row['wrapped'], self::about($row['natural_key']), $row['sealed']);
        } else {
            $whose = self::subject($row['shopper'], $row['recipient']);
            $bytes = $this->vault->openBytes($whose['side'], $whose['person'], $row['sealed'])
                ?? throw new SealBroken('the arrival cannot be read: its data key is gone');
        }
        return (object) \json_decode($bytes, false, 512, JSON_THROW_ON_ERROR);
    }

    /** @param array<string, mixed>|\stdClass $payload */
    private static function written(array|\stdClass $payload): string
    {
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
        $bytes = \json_encode((object) $payload, $flags);
        if (\strlen($bytes) > self::MAX_PAYLOAD_BYTES) {
            $most = self::MAX_PAYLOAD_BYTES;
            throw new \LengthException("an arrival has at most $most bytes as JSON, this one " . \strlen($bytes));
        }
        return $bytes;
    }

    private static function key(string $naturalKey): string
    {
        return match (true) {
            $naturalKey === '' => throw new \InvalidArgumentException('an arrival needs a natural key'),
            \strlen($naturalKey) > self::NATURAL_KEY_BYTES => 'sha256:' . \hash('sha256', $naturalKey),
            default => $naturalKey,
        };
    }
}
