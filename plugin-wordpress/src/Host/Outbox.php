<?php
// Owns the outbox: decisions as they were made, what is to be done about them, and what became of each.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Outbox
{
    /** Texts that the law or a carrier asks for: they go whatever else is so, and are not decided twice. */
    public const OWED = ['confirmation', 'help'];

    /** How long a text that was decided is true; then it is decided again. Source: design.md. Chosen: 15 minutes. */
    private const FRESH_MS = 900_000;

    /** A time that never comes: it fits into JavaScript's numbers, too. */
    private const NEVER = 9_007_199_254_740_991;

    /** What is carried out and reported back; every other decision is a record. */
    private const ACTS = ['send', 'issue_coupon', 'show_on_site', 'credit_order'];

    /** From which states each one may follow: what was settled for good stays. */
    private const FROM = [
        'accepted' => "'waiting', 'attempting', 'unknown'",
        'refused' => "'waiting', 'attempting', 'unknown'",
        'unknown' => "'attempting'",
    ];

    public function __construct(
        private readonly Database $database,
        private readonly Vault $vault,
        private readonly Links $links,
        private readonly Inbox $inbox,
        private readonly Journal $journal
    ) {
    }

    /**
     * Takes a decision down, and what is to be done about it. Minted once, it is taken once. In a transaction.
     *
     * @param \stdClass $decision `Decision` of the contract.
     */
    public function take(\stdClass $decision, Scene $scene, string $linkOrigin): void
    {
        $does = $decision->does;
        if (isset($does->enter_segment) || isset($does->leave_segment)) {
            return;
        }
        $this->journal->record($decision, $scene);
        if (isset($does->cancel)) {
            $sql = "UPDATE {outbox} SET cancelled = 1 WHERE decision = ? AND state = 'waiting'";
            $this->database->run($sql, $does->cancel->decision);
        }
        $act = (string) \array_key_first((array) $does);
        $known = 'SELECT 1 AS known FROM {outbox} WHERE decision = ?';
        if (!\in_array($act, self::ACTS, true) || $this->database->get($known, $decision->id) !== null) {
            return;
        }
        $told = clone $does->{$act};
        if ($act === 'send') {
            $told->text = $this->links->fill($decision, $scene, $linkOrigin);
        }
        $this->add($decision->id, $act, $told, $scene);
    }

    /** Returns one entry, or null; `$locked` holds its row till the transaction ends. */
    public function read(string $decision, bool $locked = false): ?Entry
    {
        $sql = 'SELECT * FROM {outbox} WHERE decision = ?' . ($locked ? ' FOR UPDATE' : '');
        $row = $this->database->get($sql, $decision);
        return $row === null ? null : $this->entry($row);
    }

    /**
     * Returns the entry of an attempt, by our reference or the provider's id.
     *
     * @param \stdClass $attempt with `reference` or `provider_id`, as a notice has them
     */
    public function ofAttempt(\stdClass $attempt): ?Entry
    {
        foreach (['reference', 'provider_id'] as $column) {
            $value = $attempt->{$column} ?? '';
            $sql = "SELECT * FROM {outbox} WHERE $column = ? LIMIT 1";
            $row = $value === '' ? null : $this->database->get($sql, $value);
            if ($row !== null) {
                return $this->entry($row);
            }
        }
        return null;
    }

    /**
     * Returns decisions in a state, oldest first.
     *
     * @param int|null $dueBy Only those whose time has come: stale, or to be looked up.
     * @return list<string>
     */
    public function inState(string $state, ?int $dueBy = null): array
    {
        $due = $dueBy === null ? '' : 'AND due_at < ?';
        $sql = "SELECT decision FROM {outbox} WHERE state = ? $due ORDER BY place LIMIT 500";
        $rows = $this->database->all($sql, $state, ...($dueBy === null ? [] : [$dueBy]));
        return \array_column($rows, 'decision');
    }

    /** Returns whether a text to a recipient is under way: the next one waits for it. */
    public function isAttempting(string $recipient): bool
    {
        $sql = "SELECT 1 AS found FROM {outbox} WHERE recipient = ? AND state = 'attempting' LIMIT 1";
        return $this->database->get($sql, $recipient) !== null;
    }

    /**
     * Marks a decision as being carried out. From here on it is never begun again. In a transaction.
     *
     * @param int $staleAt When its silence counts.
     * @param int|null $cost What it is counted with, in micros, till the provider says what it cost.
     */
    public function attempt(
        string $decision,
        int $now,
        int $staleAt,
        ?string $reference = null,
        ?string $provider = null,
        ?int $cost = null
    ): void {
        $sql = "UPDATE {outbox} SET state = 'attempting', reference = ?, provider = ?, attempted_at = ?, due_at = ?,
            cost_micros = ? WHERE decision = ? AND state = 'waiting' AND cancelled = 0";
        if ($this->database->run($sql, $reference, $provider, $now, $staleAt, $cost, $decision) !== 1) {
            throw new \LogicException('a decision was to be attempted twice');
        }
        $this->journal->note($decision, $now, 'attempting');
    }

    /**
     * Writes what became of a decision and tells the core. What was settled for good stays. In a transaction.
     *
     * @return bool Whether it was news.
     */
    public function settle(Entry $entry, Outcome $outcome, int $now): bool
    {
        $from = self::FROM[$outcome->state];
        $sql = "UPDATE {outbox} SET state = ?, why = ?, code = ?, provider_id = COALESCE(?, provider_id),
            parts = COALESCE(?, parts), due_at = ?, settled_at = ? WHERE decision = ? AND state IN ($from)";
        $why = $outcome->detail ?? $outcome->why;
        $told = [$why, $outcome->code, $outcome->providerId, $outcome->parts, $outcome->lookUpAt];
        if ($this->database->run($sql, $outcome->state, ...[...$told, $now, $entry->decision]) === 0) {
            return false;
        }
        $this->journal->note($entry->decision, $now, $outcome->state, $why, $outcome->code);
        $id = "outcome:{$entry->decision}:{$outcome->state}";
        $what = (object) ['outcome' => (object) ['decision' => $entry->decision, 'result' => $outcome->told()]];
        $input = (object) ['id' => $id, 'occurred_at' => $now, 'trust' => 'server', 'what' => $what];
        $this->inbox->say($input, $now, $entry->shopper, $entry->recipient);
        return true;
    }

    /** Sets when an unknown attempt is looked up next; null: never again, it stays shown. */
    public function lookUpAt(string $decision, ?int $at): void
    {
        $this->database->run("UPDATE {outbox} SET due_at = ? WHERE decision = ? AND state = 'unknown'", $at, $decision);
    }

    /**
     * Returns when there is something to do next, to be looked up or stale; null where there is nothing.
     *
     * @param bool $sending Whether texts may go: then one that waits was due when it was decided.
     */
    public function nextAt(bool $sending): ?int
    {
        $sql = "SELECT MIN(due_at) + 1 AS at FROM {outbox}
            WHERE state IN ('waiting', 'attempting', 'unknown') AND due_at < ?";
        $waiting = "SELECT MIN(decided_at) AS at FROM {outbox} WHERE state = 'waiting'";
        $times = [$this->database->get($sql, self::NEVER)['at'] ?? null];
        $times[] = $sending ? $this->database->get($waiting)['at'] ?? null : null;
        $times = \array_filter($times, \is_int(...));
        return $times === [] ? null : \min($times);
    }

    private function add(string $id, string $act, \stdClass $told, Scene $scene): void
    {
        [$class, $notAfter] = [$told->class ?? null, $told->not_after ?? null];
        // While it waits: when it is stale; an owed text only expires.
        $ages = $act === 'send' && !\in_array($class, self::OWED, true);
        $dueAt = \min($ages ? $scene->moment + self::FRESH_MS : self::NEVER, $notAfter ?? self::NEVER);
        $sealed = $this->vault->seal(...[...self::owner($scene->shopper, $scene->recipient), $told]);
        $sql = 'INSERT INTO {outbox} (decision, act, shopper, recipient, class, country, decided_at, not_after, due_at,
            sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
        $who = [$scene->shopper, $scene->recipient, $class, $told->country ?? null];
        $this->database->run($sql, $id, $act, ...[...$who, $scene->moment, $notAfter, $dueAt, $sealed]);
    }

    /** @param array<string, mixed> $row */
    private function entry(array $row): Entry
    {
        $whole = static fn (string $column): ?int => $row[$column] === null ? null : (int) $row[$column];
        return new Entry(
            $row['decision'],
            $row['act'],
            $row['shopper'],
            $row['recipient'],
            $row['class'],
            $row['country'],
            (int) $row['decided_at'],
            $whole('not_after'),
            $whole('due_at'),
            $this->opened($row),
            $row['state'],
            (int) $row['cancelled'] === 1,
            $row['reference'],
            $row['provider'],
            $row['provider_id'],
            $whole('attempted_at'),
            $whole('parts'),
            $row['receipt'],
            $whole('cost_micros')
        );
    }

    /**
     * Returns what was sealed; a row that was tampered with counts as one whose key is gone, and is not carried out.
     *
     * @param array<string, mixed> $row
     */
    private function opened(array $row): ?\stdClass
    {
        try {
            return $this->vault->open(...[...self::owner($row['shopper'], $row['recipient']), $row['sealed']]);
        } catch (SealBroken) {
            return null;
        }
    }

    /**
     * Returns whose data key seals a decision.
     *
     * @return array{string, string}
     */
    private static function owner(?string $shopper, ?string $recipient): array
    {
        return $recipient === null ? ['shopper', $shopper ?? ''] : ['recipient', $recipient];
    }
}
