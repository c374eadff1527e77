<?php
// Owns what is kept of people: their states, who points at whom, their contacts, and which opt-outs stand.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * A side is `shopper` or `recipient`. A contact holds what the host knows of a person, sealed: `e164`, `first_name`,
 * `locale`, `country`, `region`, `browser_zone`, `number` {kind, country, area?}, and where the number was typed,
 * hashed: `session`, `network`, `range`. The core sees neither the digits nor the hashes.
 */
final class People
{
    private const FOR_THE_CORE = ['first_name', 'locale', 'country', 'region', 'browser_zone'];

    private const DAY_MS = 86_400_000;

    /** How often whereabouts are looked at again once they were held. Chosen: a merge moves each shopper once. */
    private const ROUNDS = 3;

    /** @param OptOutLog|null $log Where opt-outs are written down outside the database, before they are kept here. */
    public function __construct(
        private readonly Database $database,
        private readonly Vault $vault,
        private readonly ?OptOutLog $log = null
    ) {
    }

    /**
     * Holds people until the transaction ends: recipients, those named and those that the shoppers point at, and then
     * the shoppers, each in order of their keys, so that two processes never wait for each other. Of somebody never
     * seen an empty row is made, so that there is one to hold. In a transaction, before anything of theirs is read.
     *
     * @param list<string> $shoppers
     * @param list<string> $recipients
     * @throws StartOver Somebody was pointed elsewhere or merged meanwhile; `Database::transaction` begins again.
     */
    public function lock(array $shoppers, array $recipients = []): void
    {
        $seen = $this->whereabouts($shoppers);
        for ($round = 1; $round <= self::ROUNDS; $round += 1) {
            $before = $seen;
            foreach (self::ordered([...$recipients, ...\array_column($before, 'points_at')]) as $recipient) {
                $this->hold('recipient', $recipient);
            }
            foreach (self::ordered(\array_column($before, 'survivor')) as $shopper) {
                $this->hold('shopper', $shopper);
            }
            $seen = $this->whereabouts($shoppers);
            if ($seen === $before) {
                return;
            }
            // Whoever moved meanwhile stays where they are from now on: their row is held. What is held beside it may
            // be out of order then, which at worst is a deadlock, of which one side goes on.
        }
        throw new StartOver('somebody was pointed elsewhere or merged meanwhile');
    }

    /** Returns the key under which a shopper lives on: its own, or the survivor's of a merge. */
    public function survivor(?string $shopper): ?string
    {
        if ($shopper === null) {
            return null;
        }
        $row = $this->database->get('SELECT survivor FROM {aliases} WHERE alias = ?', $shopper);
        return $row['survivor'] ?? $shopper;
    }

    /** Leads one key, and all that led to it, to another. In a transaction. */
    public function join(string $alias, string $survivor): void
    {
        $this->database->run('UPDATE {aliases} SET survivor = ? WHERE survivor = ?', $survivor, $alias);
        $sql = 'INSERT INTO {aliases} (alias, survivor) VALUES (?, ?)
            ON DUPLICATE KEY UPDATE survivor = VALUES(survivor)';
        $this->database->run($sql, $alias, $survivor);
        $this->database->run('DELETE FROM {shoppers} WHERE shopper = ?', $alias);
        $this->database->run("DELETE FROM {contacts} WHERE side = 'shopper' AND person = ?", $alias);
        $this->database->run("DELETE FROM {wakes} WHERE side = 'shopper' AND person = ?", $alias);
        $this->database->run('DELETE FROM {topics} WHERE shopper = ?', $alias);
    }

    /** Returns at which recipient a shopper points. */
    public function pointsAt(?string $shopper): ?string
    {
        return $shopper === null ? null
            : $this->database->get('SELECT points_at FROM {shoppers} WHERE shopper = ?', $shopper)['points_at'] ?? null;
    }

    /** @return list<string> All shoppers who point at a recipient, in order of their keys. */
    public function pointing(string $recipient): array
    {
        $sql = 'SELECT shopper FROM {shoppers} WHERE points_at = ? ORDER BY shopper';
        return \array_column($this->database->all($sql, $recipient), 'shopper');
    }

    /** Returns whether anything is known of a recipient: a state, an opt-out, a contact. */
    public function known(string $recipient): bool
    {
        $sql = "SELECT 1 FROM {recipients} WHERE recipient = ? AND state IS NOT NULL
            UNION ALL SELECT 1 FROM {contacts} WHERE side = 'recipient' AND person = ?
            UNION ALL SELECT 1 FROM {opt_outs} WHERE recipient = ? LIMIT 1";
        return $this->database->get($sql, $recipient, $recipient, $recipient) !== null;
    }

    /** Returns a state, or null of somebody never seen. */
    public function state(string $side, ?string $key): ?string
    {
        if ($key === null) {
            return null;
        }
        [$table, $column] = self::table($side);
        $row = $this->database->get("SELECT state FROM $table WHERE $column = ?", $key);
        return $this->vault->openBytes($side, $key, $row['state'] ?? null);
    }

    /** Writes a state, and a shopper's pointer with it. In a transaction. */
    public function keep(string $side, string $key, ?string $bytes, int $now, ?string $pointsAt = null): void
    {
        $sealed = $bytes === null ? null : $this->vault->sealBytes($side, $key, $bytes);
        $day = \intdiv($now, self::DAY_MS);
        if ($side === 'shopper') {
            $sql = 'INSERT INTO {shoppers} (shopper, state, points_at, seen_day) VALUES (?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE
                state = VALUES(state), points_at = VALUES(points_at), seen_day = VALUES(seen_day)';
            $this->database->run($sql, $key, $sealed, $pointsAt, $day);
            return;
        }
        $sql = 'INSERT INTO {recipients} (recipient, state, seen_day) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE state = VALUES(state), seen_day = VALUES(seen_day)';
        $this->database->run($sql, $key, $sealed, $day);
    }

    /**
     * Writes which opt-outs stand, in clear: they outlive the data key. In a transaction.
     *
     * @param list<array{channel: string, at: int}|\stdClass> $optOuts
     */
    public function keepOptOuts(string $recipient, array $optOuts): void
    {
        $told = [];
        foreach ($optOuts as $optOut) {
            ['channel' => $channel, 'at' => $told[$channel]] = (array) $optOut;
        }
        \ksort($told);
        if (\array_column($this->optOuts($recipient), 'at', 'channel') === $told) {
            return;
        }
        $this->log?->note($recipient, $told);
        $this->database->run('DELETE FROM {opt_outs} WHERE recipient = ?', $recipient);
        foreach ($told as $channel => $at) {
            $sql = 'INSERT INTO {opt_outs} (recipient, channel, at) VALUES (?, ?, ?)';
            $this->database->run($sql, $recipient, $channel, $at);
        }
    }

    /** @return list<array{channel: string, at: int}> in order of their channels */
    public function optOuts(string $recipient): array
    {
        $sql = 'SELECT channel, at FROM {opt_outs} WHERE recipient = ? ORDER BY channel';
        return $this->database->all($sql, $recipient);
    }

    /**
     * Adds to what is known of somebody.
     *
     * @param array<string, mixed>|\stdClass|null $contact What is null is not told.
     */
    public function learn(string $side, ?string $key, array|\stdClass|null $contact): void
    {
        $told = \array_filter((array) $contact, static fn (mixed $value): bool => $value !== null);
        if ($key === null || self::news($this->contact($side, $key), $told) === []) {
            return;
        }
        $this->database->transaction(function () use ($side, $key, $told): void {
            // Held from here on: what another process learns at the same time is not lost.
            $sql = "INSERT INTO {contacts} (side, person, sealed) VALUES (?, ?, '')
                ON DUPLICATE KEY UPDATE person = person";
            $this->database->run($sql, $side, $key);
            $this->writeContact($side, $key, $told + $this->readContact($side, $key, ' FOR UPDATE'));
        });
    }

    /** @return array<string, mixed> All that is known of somebody. */
    public function contact(string $side, ?string $key): array
    {
        return $key === null ? [] : $this->readContact($side, $key);
    }

    /**
     * Returns the contact that a call of the core carries. The number is the recipient's; a shopper who points nowhere
     * has none to be texted at.
     */
    public function contactOf(?string $shopper, ?string $recipient): \stdClass
    {
        $theirs = $this->contact('recipient', $recipient);
        $own = $this->contact('shopper', $shopper);
        $seen = \array_intersect_key($own + $theirs, \array_flip(self::FOR_THE_CORE));
        $number = $theirs['number'] ?? ($recipient === null ? null : $own['number'] ?? null);
        return (object) ($number === null ? $seen : [...$seen, 'number' => $number]);
    }

    /** Forgets the contact of somebody: a number that was taken back. Their state and opt-outs stay. */
    public function forget(string $side, string $key): void
    {
        $this->database->run('DELETE FROM {contacts} WHERE side = ? AND person = ?', $side, $key);
    }

    /** Forgets some of what is known of somebody. */
    public function unlearn(string $side, string $key, string ...$names): void
    {
        $this->database->transaction(function () use ($side, $key, $names): void {
            $left = \array_diff_key($this->readContact($side, $key, ' FOR UPDATE'), \array_flip($names));
            if ($left === []) {
                $this->forget($side, $key);
            } else {
                $this->writeContact($side, $key, $left);
            }
        });
    }

    /**
     * Forgets everything personal of somebody; false, and nothing done, while something about them is yet to be taken
     * in: it may be a STOP. Opt-outs stay, keyed by a hash.
     */
    public function erase(string $side, string $key): bool
    {
        $erasure = new Erasure($this->database, $this->vault, $this);
        return $this->database->transaction(static fn (): bool => $erasure->of($side, $key));
    }

    /** @return array<string, mixed> */
    private function readContact(string $side, string $key, string $lock = ''): array
    {
        $sql = "SELECT sealed FROM {contacts} WHERE side = ? AND person = ?$lock";
        return (array) $this->vault->open($side, $key, $this->database->get($sql, $side, $key)['sealed'] ?? null);
    }

    /** @param array<string, mixed> $contact Of a row that is there. */
    private function writeContact(string $side, string $key, array $contact): void
    {
        $sql = 'UPDATE {contacts} SET sealed = ? WHERE side = ? AND person = ?';
        $this->database->run($sql, $this->vault->seal($side, $key, (object) $contact), $side, $key);
    }

    /**
     * @param array<string, mixed> $before
     * @param array<string, mixed> $told
     * @return array<string, mixed>
     */
    private static function news(array $before, array $told): array
    {
        $differs = static fn (mixed $value, string $name): bool =>
            !\array_key_exists($name, $before) || \json_encode($before[$name]) !== \json_encode($value);
        return \array_filter($told, $differs, ARRAY_FILTER_USE_BOTH);
    }

    /**
     * @param list<string> $shoppers
     * @return list<array{survivor: string, points_at: string|null}>
     */
    private function whereabouts(array $shoppers): array
    {
        $found = [];
        foreach ($shoppers as $shopper) {
            $survivor = $this->survivor($shopper);
            $found[] = ['survivor' => $survivor, 'points_at' => $this->pointsAt($survivor)];
        }
        return $found;
    }

    private function hold(string $side, string $key): void
    {
        [$table, $column] = self::table($side);
        $held = $this->database->get("SELECT 1 FROM $table WHERE $column = ? FOR UPDATE", $key);
        if ($held === null) {
            $sql = "INSERT INTO $table ($column) VALUES (?) ON DUPLICATE KEY UPDATE $column = $column";
            $this->database->run($sql, $key);
        }
    }

    /** @return array{string, string} The table of a side's states, and the column of its keys. */
    private static function table(string $side): array
    {
        return match ($side) {
            'shopper' => ['{shoppers}', 'shopper'],
            'recipient' => ['{recipients}', 'recipient'],
        };
    }

    /**
     * @param list<string|null> $keys
     * @return list<string> Each once.
     */
    private static function ordered(array $keys): array
    {
        $keys = \array_unique(\array_filter($keys, \is_string(...)));
        \sort($keys, SORT_STRING);
        return $keys;
    }
}
