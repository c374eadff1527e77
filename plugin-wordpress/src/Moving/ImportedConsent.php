<?php
// Owns writing down a permission that was given elsewhere: its proof, the number, and what the core is told.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Consent\TakesContact;
use Cartsignal\Host\Consents;
use Cartsignal\Services;

/**
 * The core is told of a confirmation only once the import can no longer be taken back (`Undoing::settle`): nothing un-says it.
 */
final class ImportedConsent
{
    public const FORM = 'import';

    public function __construct(private readonly Services $services, private readonly Import $import)
    {
    }

    /**
     * Keeps it. In a transaction that holds the recipient.
     *
     * @param list<string> $purposes
     * @param string|null $shopper Of the account that was found to it: it may take the permission back there.
     */
    public function keep(Outcome $outcome, string $recipient, array $purposes, string $evidence, ?string $shopper): void
    {
        $who = $outcome->who ?? throw new \LogicException('an opt-out is no permission');
        $this->learn($who, $recipient);
        foreach ($purposes as $purpose) {
            $at = $this->moment($recipient, $purpose, $outcome->at);
            $shown = [
                'text' => $who->wording,
                'version' => 'imported',
                'language' => (string) ($this->import->choices['language'] ?? ''),
                'state' => 'imported',
                'page' => '',
                'locale' => $who->locale,
                'form' => self::FORM,
                'source' => $who->source,
                'imported_at' => $this->services->now(),
            ] + ($who->confirmedAt === null ? [] : ['confirmed_at' => $who->confirmedAt]);
            $proofs = new Consents($this->services->database());
            $proofs->keep("$evidence-$purpose", 'granted', [$purpose], $shown, $at, $recipient, $shopper);
            $change = ['purpose' => $purpose, 'channel' => 'sms', 'basis' => $who->basis, 'evidence' => "$evidence-$purpose"];
            $input = TakesContact::input("$evidence-$purpose", $at, ['consent.granted' => $change], 'server');
            $this->services->inbox()->say($input, $this->services->now(), null, $recipient);
        }
    }

    private function learn(Permitted $who, string $recipient): void
    {
        $people = $this->services->people();
        $isTold = static fn (string $text): bool => $text !== '';
        $told = \array_filter(['first_name' => $who->name, 'locale' => $who->locale], $isTold);
        // What they said here themselves is theirs to say.
        $new = \array_diff_key($told, $people->contact('recipient', $recipient));
        $people->learn('recipient', $recipient, $new + [
            'e164' => $who->phone->e164,
            'number' => $who->phone->number,
            'range' => $this->services->keys()->origin("range\n{$who->phone->block}"),
        ]);
    }

    /** Returns its time; behind an import of the same permission that was taken back, which else would stand above it. */
    private function moment(string $recipient, string $purpose, int $at): int
    {
        foreach ((new Consents($this->services->database()))->of('recipient', $recipient) as $row) {
            $isUndone = ($row['shown']->state ?? '') === Undoing::STATE && \in_array($purpose, $row['purposes'], true);
            // Files have seconds at best: the thousandths are ours.
            if ($isUndone && $row['at'] >= $at && $row['at'] < $at + 1_000) {
                $at = $row['at'] + 1;
            }
        }
        return $at;
    }
}
