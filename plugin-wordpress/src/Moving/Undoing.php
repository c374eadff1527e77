<?php
// Owns what follows an import: taking its permissions back within a day, and after that day telling of confirmations.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Consent\Ledger;
use Cartsignal\Consent\TakesContact;
use Cartsignal\Host\Consents;
use Cartsignal\Services;

/** Opt-outs stay whatever becomes of the import: somebody whom a file wrongly calls opted out misses a text, no more. */
final class Undoing
{
    /** In the proof of what was taken back. */
    public const STATE = 'import_undone';

    private const AT_ONCE = 100;

    private const PAGE = "SELECT evidence, purposes, recipient, shopper, at, shown FROM {consents}
        WHERE evidence > ? AND evidence LIKE ? AND kind = 'granted' ORDER BY evidence LIMIT " . self::AT_ONCE;

    public function __construct(private readonly Services $services)
    {
    }

    /** @param int $until Of `hrtime`. */
    public function undo(Import $import, int $until): void
    {
        $this->each($import, $until, $this->withdraw(...), 'undone');
    }

    /** Tells the core who confirmed. */
    public function settle(Import $import, int $until): void
    {
        $this->each($import, $until, $this->confirm(...), 'kept');
    }

    /** @param \Closure(array<string, mixed>): void $does With a proof, in a transaction that holds its recipient. */
    private function each(Import $import, int $until, \Closure $does, string $ends): void
    {
        $database = $this->services->database();
        $like = Applying::BEGINNING . \addcslashes($import->key, '_%\\') . '-%';
        do {
            $rows = $database->all(self::PAGE, $import->cursor, $like);
            foreach ($rows as $row) {
                $database->transaction(function () use ($row, $does): void {
                    $this->services->people()->lock([], [$row['recipient']]);
                    $does($row);
                });
                $import->cursor = $row['evidence'];
            }
            if ($rows === []) {
                $import->state = $ends;
                return;
            }
        } while (\hrtime(true) < $until);
    }

    /** @param array<string, mixed> $row */
    private function withdraw(array $row): void
    {
        ['evidence' => $evidence, 'recipient' => $recipient, 'at' => $at] = $row;
        $shown = ['form' => ImportedConsent::FORM, 'state' => self::STATE, 'withdrawn_at' => $this->services->now()];
        // At the very moment it was given: what its owner said here since then stands.
        $proofs = new Consents($this->services->database());
        $proofs->keep("$evidence-u", 'revoked', [$row['purposes']], $shown, $at, $recipient, $row['shopper']);
        $input = TakesContact::revoked("$evidence-u", $row['purposes'], $at);
        $this->services->inbox()->say($input, $this->services->now(), null, $recipient);
        $people = $this->services->people();
        $unlinked = (new Linking($this->services))->unlink($recipient, $evidence);
        $others = \array_diff($people->pointing($recipient), $unlinked);
        if ((new Ledger($this->services->database()))->standing($recipient) === [] && $others === []) {
            $people->forget('recipient', $recipient);
        }
    }

    /** @param array<string, mixed> $row */
    private function confirm(array $row): void
    {
        $at = \json_decode($row['shown'])->confirmed_at ?? null;
        $stands = (new Ledger($this->services->database()))->standing($row['recipient'])[$row['shopper'] ?? ''] ?? [];
        if (!\is_int($at) || !isset($stands[$row['purposes']])) {
            return;
        }
        // Out of the blue, a yes by text confirms and lifts no opt-out.
        $what = ['reply' => ['kind' => 'yes', 'channel' => 'sms', 'by' => 'text']];
        $input = TakesContact::input("{$row['evidence']}-c", $at, $what, 'server');
        $this->services->inbox()->say($input, $this->services->now(), null, $row['recipient']);
    }
}
