<?php
// Owns the ledger of permissions: every one that was given or taken back, with what was shown at that moment.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Host\Consents;
use Cartsignal\Host\Database;

/** One row for each purpose and change; never changed afterwards. Nothing in it is personal: people are keyed hashes. */
final class Ledger
{
    private readonly Consents $rows;

    public function __construct(Database $database)
    {
        $this->rows = new Consents($database);
    }

    /**
     * Notes a change of one permission and returns its evidence, which the core keeps with it. In a transaction.
     *
     * @param string $evidence Of the whole form.
     * @param \stdClass $shown `{page, locale, form, boxes: {<purpose>: {text, version, language, state}}}`.
     */
    public function note(
        string $evidence,
        string $purpose,
        bool $isGranted,
        \stdClass $shown,
        int $at,
        ?string $recipient,
        ?string $shopper
    ): string {
        $own = "$evidence-$purpose";
        $seen = (array) ($shown->boxes->{$purpose} ?? []) + \array_diff_key((array) $shown, ['boxes' => 0]);
        $this->rows->keep($own, $isGranted ? 'granted' : 'revoked', [$purpose], $seen, $at, $recipient, $shopper);
        return $own;
    }

    /**
     * Returns all that is kept of a recipient, oldest first: the proof of permission.
     *
     * @return list<array{evidence: string, kind: string, purposes: list<string>, shopper: ?string, at: int, shown: \stdClass}>
     *     `shown` says words, version, language, locale, page, form and state of the box.
     */
    public function of(string $recipient): array
    {
        return $this->ordered('recipient', $recipient);
    }

    /**
     * Returns which permissions stand, by who gave them. An opt-out by text or link stands above them and is not in here.
     *
     * @return array<string, array<string, array<string, mixed>>> Rows by shopper and purpose; a shopper who is not known is
     *     the empty name.
     */
    public function standing(string $recipient): array
    {
        $latest = [];
        foreach ($this->of($recipient) as $row) {
            foreach ($row['purposes'] as $purpose) {
                $latest[$row['shopper'] ?? ''][$purpose] = $row;
            }
        }
        $stands = static fn (array $row): bool => $row['kind'] === 'granted';
        return \array_filter(\array_map(static fn (array $rows): array => \array_filter($rows, $stands), $latest));
    }

    /** @return list<string> The recipients of whom a shopper ever said something. */
    public function recipientsOf(string $shopper): array
    {
        $named = \array_column($this->ordered('shopper', $shopper), 'recipient');
        return \array_values(\array_unique(\array_filter($named, \is_string(...))));
    }

    /** @return list<array<string, mixed>> Of one moment's two words the restrictive one counts, as in the core: it comes last. */
    private function ordered(string $side, string $key): array
    {
        $rows = $this->rows->of($side, $key);
        \usort($rows, static fn (array $a, array $b): int => [$a['at'], $a['kind']] <=> [$b['at'], $b['kind']]);
        return $rows;
    }
}
