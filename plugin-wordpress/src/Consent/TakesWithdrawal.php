<?php
// Owns what an unticked box means: the permissions are taken back, and the typed number is deleted.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Capture\UserMeta;
use Cartsignal\Host\Row;
use Cartsignal\Host\Said;
use Cartsignal\Host\Takes;
use Cartsignal\Services;

/** Whose withdrawal it is nobody can prove, so it counts for the number as a whole: it only ever ends texts. */
final class TakesWithdrawal implements Takes
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @return list<Said> */
    public function take(Row $row, int $now): array
    {
        $people = $this->services->people();
        $shopper = $people->survivor($row->shopper);
        if ($shopper === null) {
            return [];
        }
        $this->dropWaiting($row);
        $ledger = new Ledger($this->services->database());
        $theirs = $row->recipient === null
            ? \array_unique(\array_filter([$people->pointsAt($shopper), ...$ledger->recipientsOf($shopper)]))
            : [$row->recipient];
        $people->lock([$shopper], \array_values($theirs));
        $said = [];
        $remains = [];
        $latest = $row->at;
        foreach ($theirs as $recipient) {
            $stood = $ledger->standing($recipient)[$shopper] ?? [];
            $remains = [...$remains, ...\array_diff(\array_keys($stood), $row->payload->purposes)];
            // Two servers' clocks differ: what was taken back was given before, whatever they say.
            $at = \max($row->at, 1 + \max([0, ...\array_values(\array_column($stood, 'at'))]));
            $latest = \max($latest, $at);
            $said = [...$said, ...$this->revoked($row, $at, $recipient, $shopper, $ledger)];
        }
        if ($remains !== []) {
            return $said;
        }
        foreach ($theirs as $recipient) {
            TakesContact::forget($people, $recipient, $shopper);
        }
        if (isset($row->payload->user)) {
            \delete_user_meta((int) $row->payload->user, UserMeta::recipient());
        }
        $id = "cleared:{$row->payload->evidence}";
        $said[] = new Said($shopper, null, TakesContact::input($id, $latest, ['contact.cleared' => new \stdClass()]));
        return $said;
    }

    /**
     * Notes what is taken back of one recipient.
     *
     * @return list<Said>
     */
    private function revoked(Row $row, int $at, string $recipient, string $shopper, Ledger $ledger): array
    {
        $said = [];
        // A shopper rarely gave two numbers; each has its own rows.
        $evidence = $row->payload->evidence . '-' . \substr($recipient, 0, 7);
        foreach ($row->payload->purposes as $purpose) {
            $own = $ledger->note($evidence, $purpose, false, $row->payload->shown, $at, $recipient, $shopper);
            $said[] = new Said(null, $recipient, TakesContact::revoked($own, $purpose, $at));
        }
        return $said;
    }

    /** A number of this shopper that could not be taken in yet, and was withdrawn since, is never taken in. */
    private function dropWaiting(Row $row): void
    {
        $sql = "DELETE FROM {inbox} WHERE kind = 'contact' AND shopper = ? AND state <> 'done' AND place < ?";
        $this->services->database()->run($sql, (string) $row->shopper, $row->place);
    }
}
