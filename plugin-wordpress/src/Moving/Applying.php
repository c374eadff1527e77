<?php
// Owns going through the rows of an import: counting what each would do, or doing it; either is gone on with where it was left.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Consent\Ledger;
use Cartsignal\Core\Sending;
use Cartsignal\Host\Consents;
use Cartsignal\Services;

/**
 * A piece of rows is one transaction, with the note of how far it is: nothing is counted twice. A row done twice changes
 * nothing either: its proof and its inputs are known by the file and the line. Of somebody who is not known an opt-out is
 * kept as a keyed hash alone.
 */
final class Applying
{
    /** Chosen: a night to sleep on it. */
    public const UNDO_MS = 86_400_000;

    /** Names everything that an import writes. */
    public const BEGINNING = 'import-';

    public function __construct(private readonly Services $services, private readonly ImportShelf $shelf)
    {
    }

    /** @param int $until Of `hrtime`. */
    public function work(Import $import, int $until): void
    {
        $reading = $this->reading($import);
        foreach ($this->shelf->rows($import)->read((int) $import->cursor) as $place => $json) {
            $rows = \json_decode($json, true, 8, JSON_THROW_ON_ERROR);
            if ($place === 0 && $import->hasTitles) {
                \array_shift($rows);
            }
            $outcomes = [];
            foreach ($rows as [$line, $cells]) {
                $outcomes[$line] = $reading->read($cells);
            }
            $this->piece($import, $outcomes, $place);
            if (\hrtime(true) >= $until) {
                return;
            }
        }
        if ($import->done < $import->of && $import->state === 'checking' && !\is_file($this->shelf->rows($import)->path)) {
            throw new Unreadable('the rows are gone');
        }
        $this->next($import, $until);
    }

    /** @param array<int, Outcome> $outcomes By line. */
    private function piece(Import $import, array $outcomes, int $place): void
    {
        $before = clone $import;
        $this->services->database()->transaction(function () use ($import, $before, $outcomes, $place): void {
            // The transaction may be begun again: what it counted is counted again.
            [$import->counts, $import->refusals, $import->done] = [$before->counts, $before->refusals, $before->done];
            $applies = $import->state === 'applying';
            if ($applies) {
                $this->services->people()->lock([], $this->recipients($outcomes));
            }
            foreach ($outcomes as $line => $outcome) {
                match ($outcome->kind) {
                    'opt_out' => $this->optOut($import, $outcome, $line, $applies),
                    'consent' => $this->consent($import, $outcome, $line, $applies),
                    'left' => $this->left($import, $outcome, $line),
                };
            }
            $import->cursor = (string) ($place + 1);
            $import->done += \count($outcomes);
            if ($applies) {
                $this->shelf->keep($import);
            }
        });
        $this->services->point('import_piece');
    }

    private function next(Import $import, int $until): void
    {
        if ($import->state === 'checking') {
            $import->state = 'checked';
            return;
        }
        if ($import->pass === 'opt_outs' && $import->kind === 'consents') {
            // Whoever opted out by this file has to be known before anybody is let in by it.
            while ($this->isPending($import) && \hrtime(true) < $until && $this->services->host()->takeIn(50) > 0);
            if (!$this->isPending($import)) {
                [$import->pass, $import->cursor, $import->done] = ['consents', '', 0];
                $this->shelf->keep($import);
                $this->work($import, $until);
            }
            return;
        }
        $this->applied($import);
    }

    private function applied(Import $import): void
    {
        $now = $this->services->now();
        $import->state = 'applied';
        $import->undoUntil = ($import->counts['consents'] ?? 0) > 0 ? $now + self::UNDO_MS : null;
        if ($import->undoUntil === null) {
            $import->state = 'kept';
        } else {
            // What these people bought here before is theirs now.
            (new PastOrders($this->services))->again();
        }
        if ($import->kind === 'opt_outs') {
            $this->services->settings()->change(['opt_outs_entered' => true]);
        }
    }

    private function optOut(Import $import, Outcome $outcome, int $line, bool $applies): void
    {
        if ($applies && $import->pass !== 'opt_outs') {
            return;
        }
        $known = 0;
        foreach ($outcome->phones as $place => $phone) {
            $recipient = $this->services->keys()->recipient($phone->e164);
            $stands = $this->optedOut($recipient);
            $known += $stands ? 1 : 0;
            if ($applies && !$stands) {
                $this->keepOptOut($recipient, $outcome->at, self::BEGINNING . "$import->key-$line-out$place");
            }
        }
        $import->count($known === \count($outcome->phones) ? 'already' : 'opt_outs');
    }

    private function keepOptOut(string $recipient, int $at, string $id): void
    {
        if ($this->services->people()->known($recipient)) {
            // Given by a link: nobody who wants no texts gets one that says so.
            $what = ['reply' => ['kind' => 'stop', 'channel' => 'sms', 'by' => 'link']];
            $input = ['id' => $id, 'occurred_at' => $at, 'trust' => 'server', 'what' => $what];
            $this->services->inbox()->say($input, $this->services->now(), null, $recipient);
            return;
        }
        $sql = "INSERT INTO {opt_outs} (recipient, channel, at) VALUES (?, 'sms', ?)
            ON DUPLICATE KEY UPDATE at = GREATEST(at, VALUES(at))";
        $this->services->database()->run($sql, $recipient, $at);
    }

    private function consent(Import $import, Outcome $outcome, int $line, bool $applies): void
    {
        if ($applies && $import->pass !== 'consents') {
            return;
        }
        $recipient = $this->services->keys()->recipient($outcome->phones[0]->e164);
        if ($this->optedOut($recipient)) {
            $import->refuse('opted_out', $line);
            return;
        }
        $proofs = new Consents($this->services->database());
        $evidence = self::BEGINNING . "$import->key-$line";
        $purposes = $import->choices['purposes'];
        $stands = \array_merge([], ...\array_values((new Ledger($this->services->database()))->standing($recipient)));
        $new = \array_filter($purposes, static fn (string $purpose): bool => ($stands[$purpose]['at'] ?? 0) < $outcome->at
            && $proofs->find("$evidence-$purpose") === null);
        if ($new === []) {
            $import->count('already');
            return;
        }
        $import->count('consents');
        $import->count('confirmed', $outcome->who->confirmedAt === null ? 0 : 1);
        $linking = new Linking($this->services);
        $user = $linking->user($outcome->who);
        $import->count('linked', $user === null ? 0 : 1);
        if ($applies) {
            $shopper = $user === null ? null : $this->services->keys()->shopper((string) $user);
            $permission = new ImportedConsent($this->services, $import);
            $permission->keep($outcome, $recipient, \array_values($new), $evidence, $shopper);
            if ($user !== null) {
                $linking->link($user, $recipient, $evidence, $outcome->at);
            }
        }
    }

    private function left(Import $import, Outcome $outcome, int $line): void
    {
        // Of two passes the first one tells.
        if ($import->state !== 'applying' || $import->pass === 'opt_outs') {
            $import->refuse((string) $outcome->reason, $line);
        }
    }

    private function optedOut(string $recipient): bool
    {
        return \in_array('sms', \array_column($this->services->people()->optOuts($recipient), 'channel'), true);
    }

    private function isPending(Import $import): bool
    {
        $sql = "SELECT 1 FROM {inbox} WHERE natural_key LIKE ? AND state = 'pending' LIMIT 1";
        return $this->services->database()->get($sql, self::BEGINNING . "$import->key-%") !== null;
    }

    /**
     * @param array<int, Outcome> $outcomes
     * @return list<string>
     */
    private function recipients(array $outcomes): array
    {
        $phones = \array_merge([], ...\array_column($outcomes, 'phones'));
        return \array_map(fn (\stdClass $phone): string => $this->services->keys()->recipient($phone->e164), $phones);
    }

    private function reading(Import $import): RowReading
    {
        $status = $import->columns[$import->mapping['status'] ?? -1]['title'] ?? '';
        return new RowReading(
            $import->kind,
            $import->mapping,
            $import->choices,
            Statuses::asksOut($status),
            $this->services->settings()->markets(),
            new Sending($this->services->core()),
            $this->services->now()
        );
    }
}
