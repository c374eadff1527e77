<?php
// Owns the proofs of permissions: what was shown when one was given or taken back, word for word.
declare(strict_types=1);

namespace Cartsignal\Host;

/** Rows are written once and never changed. Nothing in them is personal: people are keyed hashes. */
final class Consents
{
    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Keeps a proof; returns whether it is new.
     *
     * @param string $evidence Its id, which the core keeps with the permission.
     * @param 'granted'|'revoked' $kind
     * @param list<string> $purposes As `cart`, `offers`.
     * @param array<string, mixed>|\stdClass $shown Text, version, locale, page, form, state.
     * @param int $at In ms since epoch.
     */
    public function keep(
        string $evidence,
        string $kind,
        array $purposes,
        array|\stdClass $shown,
        int $at,
        ?string $recipient,
        ?string $shopper
    ): bool {
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
        $sql = 'INSERT INTO {consents} (evidence, kind, purposes, recipient, shopper, at, shown)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE evidence = evidence';
        $values = [$kind, \implode(',', $purposes), $recipient, $shopper, $at, \json_encode((object) $shown, $flags)];
        return $this->database->run($sql, $evidence, ...$values) === 1;
    }

    /**
     * Returns a proof, or null.
     *
     * @return array{evidence: string, kind: string, purposes: list<string>, recipient: string|null, shopper:
     *   string|null, at: int, shown: \stdClass}|null
     */
    public function find(string $evidence): ?array
    {
        $row = $this->database->get('SELECT * FROM {consents} WHERE evidence = ?', $evidence);
        return $row === null ? null : self::read($row);
    }

    /**
     * Returns all proofs about somebody, oldest first.
     *
     * @param 'shopper'|'recipient' $side
     * @return list<array{evidence: string, kind: string, purposes: list<string>, recipient: string|null,
     *   shopper: string|null, at: int, shown: \stdClass}>
     */
    public function of(string $side, string $key): array
    {
        $column = $side === 'shopper' ? 'shopper' : 'recipient';
        $sql = "SELECT * FROM {consents} WHERE $column = ? ORDER BY at, evidence";
        return \array_map(self::read(...), $this->database->all($sql, $key));
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function read(array $row): array
    {
        $purposes = $row['purposes'] === '' ? [] : \explode(',', $row['purposes']);
        $shown = \json_decode($row['shown'], false, 512, JSON_THROW_ON_ERROR);
        return [...$row, 'purposes' => $purposes, 'shown' => $shown];
    }
}
