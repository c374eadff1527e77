<?php
// Owns what the owner is shown: why a text is what it is, what became of it, and what waits for a person.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\Json;

final class Why
{
    public function __construct(
        private readonly Database $database,
        private readonly Vault $vault,
        private readonly Inbox $inbox,
        private readonly Permission $permission
    ) {
    }

    /**
     * Returns all that is known of a decision, by its id, or of a text, by our reference or the provider's id; null
     * where there is none. It holds the words of the text: for those who may read them.
     *
     * @return array{decision: string, at: int, act: string, reason: string, trace: list<\stdClass>, changesAt: ?int,
     *     shopper: ?string, recipient: ?string, journey: ?string, node: ?string, entry: ?string, does: \stdClass,
     *     text: ?string, state: ?string, refused: ?string, receipt: ?string,
     *     outcomes: list<array{at: int, what: string, why: ?string, code: ?string}>}|null
     */
    public function of(string $id): ?array
    {
        $entry = $this->entry($id);
        $sql = 'SELECT * FROM {decisions} WHERE decision = ?';
        $row = $this->database->get($sql, $entry['decision'] ?? $id);
        if ($row === null) {
            return null;
        }
        $told = Json::read($row['told']);
        $does = $told->{$row['act']} ?? new \stdClass();
        $place = $does->place ?? $does;
        $outcomes = 'SELECT at, what, why, code FROM {outcomes} WHERE decision = ? ORDER BY place';
        return [
            'decision' => $row['decision'],
            'at' => $row['at'],
            'act' => $row['act'],
            'reason' => $row['reason'],
            'trace' => $told->trace ?? [],
            'changesAt' => $told->changes_at ?? null,
            'shopper' => $row['shopper'],
            'recipient' => $row['recipient'],
            'journey' => $place->journey ?? null,
            'node' => $place->node ?? null,
            'entry' => $place->entry ?? null,
            'does' => $does,
            'text' => $this->text($entry),
            'state' => $entry['state'] ?? null,
            'refused' => $entry['why'] ?? null,
            'receipt' => $entry['receipt'] ?? null,
            'outcomes' => $this->database->all($outcomes, $row['decision']),
        ];
    }

    /**
     * Returns what was decided of late, newest first: texts sent, held and dropped, each with its reason.
     *
     * @return list<array{decision: string, at: int, act: string, reason: string, state: ?string, why: ?string,
     *     receipt: ?string}>
     */
    public function recent(int $most = 100): array
    {
        $sql = 'SELECT d.decision, d.at, d.act, d.reason, o.state, o.why, o.receipt FROM {decisions} d
            LEFT JOIN {outbox} o ON o.decision = d.decision ORDER BY d.at DESC, d.place DESC LIMIT ?';
        return $this->database->all($sql, $most);
    }

    /**
     * Returns what an owner has to know of, and how much there is of everything.
     *
     * @return array{sending: array{allowed: bool, why?: string}, paused: ?string,
     *     alarms: list<array{alarm: string, at: int}>, outbox: list<array{act: string, state: string, times: int}>,
     *     unknown: list<array{decision: string, at: int, lookUpAt: ?int, code: ?string}>, held: int,
     *     quarantined: list<array<string, mixed>>, pending: int, replies: list<array<string, mixed>>,
     *     hooks: list<array{provider: string, day: int, what: string, times: int}>}
     */
    public function overview(): array
    {
        $unknown = "SELECT decision, attempted_at AS at, due_at AS lookUpAt, code FROM {outbox} WHERE state = 'unknown'
            ORDER BY place LIMIT 100";
        $held = "SELECT COUNT(*) AS times FROM {wakes} WHERE reason = 'hold_ends'";
        $hooks = 'SELECT provider, day, what, times FROM {hook_counts} ORDER BY day DESC, what LIMIT 100';
        return [
            'sending' => $this->permission->sending(),
            'paused' => $this->permission->pausedBecause(),
            'alarms' => $this->permission->alarms(),
            'outbox' => $this->database->all('SELECT act, state, COUNT(*) AS times FROM {outbox} GROUP BY act, state'),
            'unknown' => $this->database->all($unknown),
            'held' => $this->database->get($held)['times'] ?? 0,
            'quarantined' => $this->inbox->quarantined(),
            'pending' => $this->inbox->pending(),
            'replies' => $this->replies(),
            'hooks' => $this->database->all($hooks),
        ];
    }

    /**
     * Returns texts that wait for the owner to read them, oldest first.
     *
     * @return list<array{place: int, recipient: string, at: int, kind: string, text: ?string}>
     */
    public function replies(): array
    {
        $sql = "SELECT place, recipient, at, kind, sealed FROM {replies} WHERE state = 'waiting' ORDER BY place
            LIMIT 100";
        $shown = function (array $row): array {
            $text = $this->opened($row['recipient'], $row['sealed'])?->text ?? null;
            unset($row['sealed']);
            return $row + ['text' => $text];
        };
        return \array_map($shown, $this->database->all($sql));
    }

    /** @return array<string, mixed>|null A row of the outbox. */
    private function entry(string $id): ?array
    {
        foreach (['decision', 'reference', 'provider_id'] as $column) {
            $row = $this->database->get("SELECT * FROM {outbox} WHERE $column = ? LIMIT 1", $id);
            if ($row !== null) {
                return $row;
            }
        }
        return null;
    }

    /** @param array<string, mixed>|null $entry */
    private function text(?array $entry): ?string
    {
        $is = ($entry['act'] ?? '') === 'send' && $entry['recipient'] !== null;
        return $is ? $this->opened($entry['recipient'], $entry['sealed'])?->text ?? null : null;
    }

    private function opened(string $recipient, ?string $sealed): ?\stdClass
    {
        try {
            return $this->vault->open('recipient', $recipient, $sealed);
        } catch (SealBroken) {
            return null;
        }
    }
}
