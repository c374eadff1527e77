<?php
// Owns recognizing a database that was put back from a backup: it doesn't know the last text, and would send it again.
declare(strict_types=1);

namespace Cartsignal\Host;

/** The mark is written after the commit and before the request, so whatever left is in the mark or in the database. */
final class Restores
{
    /** The word for why sending is paused. */
    public const WHY = 'restored';

    /** The same reference as the mark's, in the database: the outbox forgets old texts. */
    private const NOTE = 'mark';

    /** When the owner took a database that was put back as the right one. */
    private const ACCEPTED = 'restored_at';

    /** After so long no text is about a cart of before. Chosen: well beyond the longest journey of a cart. */
    private const FORGOTTEN_MS = 30 * 86_400_000;

    public function __construct(
        private readonly Database $database,
        private readonly Permission $permission,
        private readonly Notes $notes,
        private readonly ?Mark $mark,
        private readonly ?OptOutLog $log = null,
        private readonly ?Inbox $inbox = null
    ) {
    }

    /** Returns whether the database is older than the last text; then it pauses sending. */
    public function found(): bool
    {
        $reference = $this->mark?->read() ?? '';
        if ($reference === '' || $this->isKnown($reference)) {
            return false;
        }
        if ($this->permission->pausedBecause() === null) {
            $this->permission->pause(self::WHY);
        }
        return true;
    }

    /** Notes a text that is begun. In the transaction that marks it, counters held. */
    public function note(string $reference): void
    {
        if ($this->mark !== null) {
            $this->notes->write(self::NOTE, $reference);
        }
    }

    /** Writes the mark, once the transaction is kept; returns whether it could. Where not, nothing may be sent. */
    public function mark(string $reference): bool
    {
        try {
            $this->mark?->write($reference);
            return true;
        } catch (\Throwable) {
            return false;
        }
    }

    /** Takes this database as the right one: the owner says so. Opt-outs that it doesn't know are told it first. */
    public function accept(int $now): void
    {
        if ($this->found()) {
            $this->readOptOuts($now);
            $this->notes->write(self::ACCEPTED, (string) $now);
        }
        $this->mark?->write($this->notes->read(self::NOTE) ?? '');
    }

    /**
     * Returns whether a text may have gone already, unknown to this database: it is about a cart that nobody touched
     * since the owner took a database put back as the right one, or about none and was decided before.
     */
    public function mayHaveSent(Entry $entry, int $now): bool
    {
        $accepted = (int) ($this->notes->read(self::ACCEPTED) ?? 0);
        if ($accepted === 0 || $now - $accepted > self::FORGOTTEN_MS) {
            return false;
        }
        $cart = $entry->does->cart ?? null;
        $touched = $cart === null
            ? $entry->decidedAt
            : $this->database->get('SELECT at FROM {carts} WHERE cart = ?', $cart)['at'] ?? 0;
        return $touched <= $accepted;
    }

    /**
     * Tells the core, as arrivals, which opt-outs the log outside the database has and the database doesn't. No text to
     * somebody leaves before what is told of them is taken in. By a link: nobody gets a text about it now.
     */
    private function readOptOuts(int $now): void
    {
        foreach ($this->log?->standing() ?? [] as $recipient => $channels) {
            $sql = 'SELECT channel FROM {opt_outs} WHERE recipient = ?';
            $known = \array_column($this->database->all($sql, (string) $recipient), 'channel');
            foreach (\array_diff_key($channels, \array_flip($known)) as $channel => $at) {
                $what = ['reply' => ['kind' => 'stop', 'channel' => $channel, 'by' => 'link']];
                $id = 'restored:' . \substr(\hash('sha256', "$recipient:$channel:$at:$now"), 0, 32);
                $input = ['id' => $id, 'occurred_at' => $at, 'trust' => 'server', 'what' => $what];
                $this->inbox?->say($input, $now, null, (string) $recipient);
            }
        }
    }

    private function isKnown(string $reference): bool
    {
        $sql = 'SELECT 1 AS known FROM {outbox} WHERE reference = ?';
        return $this->notes->read(self::NOTE) === $reference || $this->database->get($sql, $reference) !== null;
    }
}
