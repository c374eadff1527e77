<?php
// Owns the record of what was decided, with its trace, and of everything that became of it, line by line.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Journal
{
    private const WRITTEN = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Takes a decision down. In a transaction.
     *
     * @param \stdClass $decision As `Decision` of the contract.
     */
    public function record(\stdClass $decision, Scene $scene): void
    {
        $act = (string) \array_key_first((array) $decision->does);
        // The words lie sealed in the outbox; here is what may be kept in clear.
        $said = (object) \array_diff_key((array) $decision->does->$act, ['text' => true, 'links' => true]);
        $told = [$act => $said, 'trace' => $decision->trace ?? null, 'changes_at' => $decision->changes_at ?? null];
        $sql = 'INSERT INTO {decisions} (decision, at, shopper, recipient, act, reason, told)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE
                at = VALUES(at), shopper = VALUES(shopper), recipient = VALUES(recipient),
                act = VALUES(act), reason = VALUES(reason), told = VALUES(told)';
        $whose = [$scene->shopper, $scene->recipient];
        $text = \json_encode($told, self::WRITTEN);
        $this->database->run($sql, $decision->id, $scene->moment, ...$whose, ...[$act, $decision->reason, $text]);
    }

    /** Adds a line to a decision's history. */
    public function note(string $decision, int $now, string $what, ?string $why = null, ?string $code = null): void
    {
        $sql = 'INSERT INTO {outcomes} (decision, at, what, why, code) VALUES (?, ?, ?, ?, ?)';
        $this->database->run($sql, $decision, $now, $what, self::short($why), self::short($code));
    }

    /** A provider's words may be of any length. */
    private static function short(?string $word): ?string
    {
        return $word === null ? null : \substr($word, 0, 64);
    }
}
