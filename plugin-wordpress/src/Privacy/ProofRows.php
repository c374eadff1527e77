<?php
// Owns what the download of the consent proof has in its rows.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

final class ProofRows
{
    public const COLUMNS = ['what', 'at_utc', 'number', 'purposes', ...self::SHOWN, 'recipient', 'shopper', 'evidence'];

    /** Of `shown`, in the order of the columns. */
    private const SHOWN = ['text', 'version', 'locale', 'page', 'form', 'state'];

    private const AT_ONCE = 500;

    public function __construct(private readonly Services $services)
    {
    }

    /** @return \Generator<list<string>> Each as long as `COLUMNS`. */
    public function all(): \Generator
    {
        yield from $this->consents();
        yield from $this->optOuts();
    }

    /** @return \Generator<list<string>> */
    private function consents(): \Generator
    {
        $last = '';
        do {
            $sql = 'SELECT * FROM {consents} WHERE evidence > ? ORDER BY evidence LIMIT ' . self::AT_ONCE;
            $rows = $this->services->database()->all($sql, $last);
            foreach ($rows as $row) {
                $last = $row['evidence'];
                $shown = \json_decode($row['shown'], true);
                $told = static fn (string $name): string => self::plain($shown[$name] ?? '');
                $said = \array_map($told, self::SHOWN);
                yield [$row['kind'], self::utc($row['at']), $this->number($row['recipient']), $row['purposes'],
                    ...$said, $row['recipient'] ?? '', $row['shopper'] ?? '', $row['evidence']];
            }
        } while (\count($rows) === self::AT_ONCE);
    }

    /** @return \Generator<list<string>> */
    private function optOuts(): \Generator
    {
        $last = ['', ''];
        do {
            $sql = 'SELECT * FROM {opt_outs} WHERE recipient > ? OR (recipient = ? AND channel > ?)
                ORDER BY recipient, channel LIMIT ' . self::AT_ONCE;
            $rows = $this->services->database()->all($sql, $last[0], $last[0], $last[1]);
            foreach ($rows as $row) {
                $last = [$row['recipient'], $row['channel']];
                $nothing = \array_fill(0, \count(self::SHOWN), '');
                yield ['opted_out', self::utc($row['at']), $this->number($row['recipient']), $row['channel'],
                    ...$nothing, $row['recipient'], '', ''];
            }
        } while (\count($rows) === self::AT_ONCE);
    }

    /** Returns the number, where it was not erased and its keys are here. */
    private function number(?string $recipient): string
    {
        $contact = $recipient === null ? [] : $this->services->people()->contact('recipient', $recipient);
        return (string) ($contact['e164'] ?? '');
    }

    private static function plain(mixed $value): string
    {
        $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
        return \is_string($value) ? $value : (string) \json_encode($value, $flags);
    }

    private static function utc(int $at): string
    {
        return \gmdate('Y-m-d\TH:i:s\Z', \intdiv($at, 1_000));
    }
}
