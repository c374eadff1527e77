<?php
// Owns what can be taken out of the store, set by set: which there are, their fields, and their rows as they are read.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Host\SealBroken;
use Cartsignal\Services;

/** The format is described in docs/export.md, field by field; what is here and not there is a mistake. */
final class Sets
{
    /** The fields of each, in the order of the columns. Moments are ms since epoch in JSON, ISO 8601 in CSV. */
    public const FIELDS = [
        'texts' => [
            'decision', 'decided_at', 'attempted_at', 'class', 'country', 'journey', 'reason', 'state',
            'refused_because', 'receipt', 'parts', 'cost_micros', 'provider', 'number', 'text', 'recipient',
            'shopper',
        ],
        'decisions' => ['decision', 'at', 'act', 'reason', 'told', 'recipient', 'shopper'],
        'orders' => ['decision', 'at', 'order', 'text', 'amount_minor', 'currency', 'recipient', 'shopper'],
        'consents' => [
            'evidence', 'kind', 'purposes', 'at', 'number', 'wording', 'version', 'language', 'locale', 'page',
            'form', 'box', 'source', 'recipient', 'shopper',
        ],
        'opt_outs' => ['recipient', 'channel', 'at', 'number'],
        'replies' => ['at', 'kind', 'state', 'number', 'text', 'recipient'],
        'people' => ['recipient', 'number', 'kind_of_line', 'country', 'first_name', 'locale', 'region'],
        'carts' => ['cart', 'at', 'order', 'content', 'shopper'],
        'facts' => ['id', 'counts', 'day', 'counted_by', 'value'],
    ];

    /** Those that are a table as well. */
    public const AS_CSV = ['texts', 'orders', 'consents', 'opt_outs', 'replies', 'people'];

    /** Fields that are moments. */
    public const MOMENTS = ['at', 'decided_at', 'attempted_at'];

    private const AT_ONCE = 200;

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array{string, string} Title and one sentence. */
    public static function words(string $set): array
    {
        return match ($set) {
            'texts' => [\__('Texts', 'cartsignal'), \__('Every text, with its number, words, receipt and cost.', 'cartsignal')],
            'decisions' => [\__('Decisions', 'cartsignal'), \__('Every text sent and not sent, with the reasons clause by clause.', 'cartsignal')],
            'orders' => [\__('Orders credited', 'cartsignal'), \__('Orders that followed a click on a text.', 'cartsignal')],
            'consents' => [\__('Permissions', 'cartsignal'), \__('Who agreed to what and when, with the exact words: your proof.', 'cartsignal')],
            'opt_outs' => [\__('Opt-outs', 'cartsignal'), \__('Who wants no texts. Numbers that were erased are left as keyed hashes.', 'cartsignal')],
            'replies' => [\__('Replies', 'cartsignal'), \__('What people wrote back.', 'cartsignal')],
            'people' => [\__('People', 'cartsignal'), \__('Numbers, first names and languages that are kept.', 'cartsignal')],
            'carts' => [\__('Carts', 'cartsignal'), \__('Carts that a text may lead back to.', 'cartsignal')],
            'facts' => [\__('Counted facts', 'cartsignal'), \__('What was learned in numbers, without persons.', 'cartsignal')],
        };
    }

    /** Returns how many rows a set has. */
    public function count(string $set): int
    {
        [$table, , $where] = self::source($set);
        return (int) $this->services->database()->get("SELECT COUNT(*) AS n FROM {{$table}} WHERE $where")['n'];
    }

    /**
     * Returns the rows of a set, a few hundred in memory at a time.
     *
     * @return \Generator<array<string, mixed>> Each with the fields of `FIELDS`, in their order.
     */
    public function rows(string $set): \Generator
    {
        [$table, $key, $where] = self::source($set);
        $after = $key === 'place' ? 0 : '';
        do {
            $sql = "SELECT * FROM {{$table}} WHERE $key > ? AND $where ORDER BY $key LIMIT " . self::AT_ONCE;
            $page = $this->services->database()->all($sql, $after);
            foreach ($page as $row) {
                $after = $row[$key];
                yield $this->shown($set, $row);
            }
        } while (\count($page) === self::AT_ONCE);
    }

    /** @return array{string, string, string} Table, unique column that pages follow, and condition. */
    private static function source(string $set): array
    {
        return match ($set) {
            'texts' => ['outbox', 'place', "act = 'send'"],
            'decisions' => ['decisions', 'place', '1 = 1'],
            'orders' => ['decisions', 'place', "act = 'credit_order'"],
            'consents' => ['consents', 'evidence', '1 = 1'],
            'opt_outs' => ['opt_outs', 'place', '1 = 1'],
            'replies' => ['replies', 'place', '1 = 1'],
            'people' => ['contacts', 'person', "side = 'recipient'"],
            'carts' => ['carts', 'cart', '1 = 1'],
            'facts' => ['facts', 'id', '1 = 1'],
        };
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private function shown(string $set, array $row): array
    {
        $found = match ($set) {
            'texts' => $this->text($row),
            'decisions' => ['told' => \json_decode($row['told'])] + $row,
            'orders' => $this->order($row),
            'consents' => $this->consent($row),
            'opt_outs' => ['number' => $this->number($row['recipient'])] + $row,
            'replies' => ['number' => $this->number($row['recipient']), 'text' => $this->said($row)] + $row,
            'people' => $this->person($row['person']),
            'carts' => ['order' => $row['order_id']] + $row
                + ['content' => $this->opened('shopper', $row['shopper'], $row['sealed'])],
            'facts' => $row,
        };
        $shown = [];
        foreach (self::FIELDS[$set] as $field) {
            $shown[$field] = $found[$field] ?? null;
        }
        return $shown;
    }

    private function text(array $row): array
    {
        $decision = $this->services->database()->get('SELECT reason, told FROM {decisions} WHERE decision = ?', $row['decision']);
        $told = $decision === null ? null : \json_decode($decision['told']);
        return [
            'reason' => $decision['reason'] ?? null,
            'journey' => $told->send->place->journey ?? null,
            'refused_because' => $row['why'],
            'number' => $this->number($row['recipient']),
            'text' => $this->said($row),
        ] + $row;
    }

    private function order(array $row): array
    {
        $credit = \json_decode($row['told'])->credit_order ?? new \stdClass();
        return [
            'order' => $credit->order ?? null,
            'text' => $credit->decision ?? null,
            'amount_minor' => $credit->amount_minor ?? null,
            'currency' => $credit->currency ?? null,
        ] + $row;
    }

    private function consent(array $row): array
    {
        $shown = (array) \json_decode($row['shown'], true);
        return [
            'number' => $this->number($row['recipient']),
            'wording' => $shown['text'] ?? null,
            'box' => $shown['state'] ?? null,
        ] + $row + $shown;
    }

    private function person(string $recipient): array
    {
        $contact = $this->services->people()->contact('recipient', $recipient);
        return [
            'recipient' => $recipient,
            'number' => $contact['e164'] ?? null,
            'kind_of_line' => $contact['number']->kind ?? null,
            'country' => $contact['country'] ?? $contact['number']->country ?? null,
        ] + $contact;
    }

    private function said(array $row): ?string
    {
        return $this->opened('recipient', $row['recipient'], $row['sealed'])?->text ?? null;
    }

    private function number(?string $recipient): ?string
    {
        try {
            return $this->services->people()->contact('recipient', $recipient)['e164'] ?? null;
        } catch (SealBroken) {
            return null;
        }
    }

    private function opened(string $side, ?string $person, ?string $sealed): mixed
    {
        try {
            return $person === null ? null : $this->services->vault()->open($side, $person, $sealed);
        } catch (SealBroken) {
            return null;
        }
    }
}
