<?php
// Owns what is remembered of the last test text: ids and hashes, never a number, and nothing but its outcome after an hour.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Host\Notes;
use Cartsignal\Services;

/**
 * @phpstan-type Kept array{at: int, decision?: string, recipient?: string, number?: string, country?: string,
 *     is_known?: bool, way_out?: string, opened?: bool, stopped?: bool}
 */
final class TestNote
{
    /** Keys of people who are none: tests of the owner. They begin unlike all others (Host\Keys) and count in no number. */
    public const PREFIX = 't';

    /** How long the number of a test is kept. Source: the promise beside its field. */
    public const KEPT_MS = 3_600_000;

    private const NAME = 'trial_text';

    private readonly Notes $notes;

    public function __construct(private readonly Services $services)
    {
        $this->notes = new Notes($services->database());
    }

    /** @return Kept|null */
    public function read(): ?array
    {
        $kept = \json_decode($this->notes->read(self::NAME) ?? 'null', true);
        return \is_array($kept) ? $kept : null;
    }

    /** @param Kept $kept */
    public function write(array $kept): void
    {
        $this->notes->write(self::NAME, \json_encode($kept, JSON_THROW_ON_ERROR));
    }

    /**
     * Returns whose word it is when a number says something: a test's own recipient for an hour after a test text to a
     * number of which nothing else is known, else the number's.
     *
     * @param string $recipient The number's key.
     */
    public function standsFor(string $recipient): string
    {
        $kept = $this->read();
        $isTheirs = isset($kept['number'], $kept['recipient']) && \hash_equals($kept['number'], $recipient)
            && $this->services->now() - $kept['at'] <= self::KEPT_MS;
        return $isTheirs && !$this->services->people()->known($recipient) ? $kept['recipient'] : $recipient;
    }

    /** Forgets the number of a test that is an hour old, or whose place another one takes; false where it must wait. */
    public function forget(bool $atOnce = false): bool
    {
        $kept = $this->read();
        if (!isset($kept['recipient']) || (!$atOnce && $this->services->now() - $kept['at'] <= self::KEPT_MS)) {
            return true;
        }
        $seen = (new TestOutcome($this->services))->seen($kept);
        $recipient = $kept['recipient'];
        if (\str_starts_with($recipient, self::PREFIX)) {
            if (!$this->services->people()->erase('recipient', $recipient)) {
                return false;
            }
            // Nobody is behind this key any more: it stops no one.
            $this->services->database()->run('DELETE FROM {opt_outs} WHERE recipient = ?', $recipient);
        }
        $this->write(['at' => $kept['at'], 'opened' => $seen['opened_at'] !== null, 'stopped' => $seen['stopped_at'] !== null]);
        return true;
    }
}
