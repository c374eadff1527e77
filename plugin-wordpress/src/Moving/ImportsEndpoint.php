<?php
// Owns imports of opt-outs and permissions over REST: what is told of one holds no number and no cell of the file.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;

final class ImportsEndpoint implements Endpoint
{
    /** Of one call. Chosen: below what hosts end a request after, and long enough that few calls are needed. */
    private const BUDGET_MS = 5_000;

    private const ID = ['import' => ['type' => 'string', 'pattern' => '^m[0-9a-f]{16}$', 'required' => true]];

    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $list = ['type' => 'object', 'required' => ['items'], 'properties' => [
            'items' => ['type' => 'array', 'items' => self::described()],
        ]];
        return [
            new Operation('GET', '/imports', 'Lists the latest imports.', [], $list, fn (array $given): array => [
                'items' => \array_map(self::told(...), $this->imports()->all()),
            ]),
            $this->operation('GET', '/imports/{import}', 'Says how far an import is.', self::ID,
                static fn (Imports $imports, array $given): Import => $imports->find($given['import'])),
            $this->operation('POST', '/imports', 'Begins an import: its file is sent in pieces.', [
                'kind' => ['type' => 'string', 'enum' => ['opt_outs', 'consents'], 'required' => true],
                'name' => ['type' => 'string', 'maxLength' => 200, 'required' => true],
                'bytes' => ['type' => 'integer', 'minimum' => 1, 'required' => true],
            ], static fn (Imports $imports, array $given): Import => $imports->begin($given['kind'], $given['name'], $given['bytes'])),
            $this->operation('POST', '/imports/{import}/pieces', 'Sends a piece of the file, base64 of at most 256 KB.', self::ID + [
                'place' => ['type' => 'integer', 'minimum' => 0, 'required' => true],
                'piece' => ['type' => 'string', 'maxLength' => 360_000, 'required' => true],
            ], static fn (Imports $imports, array $given): Import =>
                $imports->take($given['import'], $given['place'], self::bytes($given['piece']))),
            ...$this->steps(),
        ];
    }

    /** @return list<Operation> What is done about a file that is here. */
    private function steps(): array
    {
        return [
            $this->operation('POST', '/imports/{import}/read', 'Reads the file and guesses its columns.', self::ID,
                static fn (Imports $imports, array $given): Import => $imports->read($given['import'])),
            $this->operation('POST', '/imports/{import}/check', 'Tries it without effect; asked again while its state is `checking`.', self::ID + [
                'mapping' => ['type' => 'object', 'additionalProperties' => ['type' => 'integer']],
                'choices' => ['type' => 'object'],
            ], static fn (Imports $imports, array $given): Import =>
                $imports->check($given['import'], $given['mapping'] ?? null, $given['choices'] ?? null, self::BUDGET_MS)),
            $this->operation('POST', '/imports/{import}/apply', 'Applies what was tried; the background goes on with it.', self::ID,
                static fn (Imports $imports, array $given): Import => $imports->apply($given['import'], self::BUDGET_MS)),
            $this->operation('POST', '/imports/{import}/cancel', 'Ends it and deletes its file; what was applied stays.', self::ID,
                static fn (Imports $imports, array $given): Import => $imports->cancel($given['import'])),
            $this->operation('POST', '/imports/{import}/undo', 'Takes its permissions back, within a day; opt-outs stay.', self::ID,
                static fn (Imports $imports, array $given): Import => $imports->undo($given['import'], self::BUDGET_MS)),
        ];
    }

    /**
     * @param 'GET'|'POST' $method
     * @param array<string, array<string, mixed>> $takes
     * @param \Closure(Imports, array<string, mixed>): Import $does
     */
    private function operation(string $method, string $path, string $summary, array $takes, \Closure $does): Operation
    {
        $answers = fn (array $given): array => self::told($does($this->imports(), $given));
        return new Operation($method, $path, $summary, $takes, self::described(), $answers);
    }

    private function imports(): Imports
    {
        return new Imports($this->services);
    }

    /** @return array<string, mixed> */
    public static function told(Import $import): array
    {
        $refusals = [];
        foreach ($import->refusals as $reason => $refused) {
            $refusals[] = ['reason' => $reason, 'sentence' => Refusals::sentence($reason)] + $refused;
        }
        $counts = ['opt_outs' => 0, 'consents' => 0, 'confirmed' => 0, 'already' => 0, 'linked' => 0];
        return [
            'id' => $import->id,
            'kind' => $import->kind,
            'name' => $import->name,
            'state' => $import->state,
            'at' => $import->at,
            'done' => $import->done,
            'of' => $import->of,
            'columns' => $import->columns,
            'mapping' => (object) $import->mapping,
            'choices' => (object) $import->choices,
            'counts' => \array_merge($counts, $import->counts),
            'refusals' => $refusals,
            'notes' => Explained::notes($import),
            'undo_until' => $import->undoUntil,
            'trouble' => $import->trouble,
        ];
    }

    private static function bytes(#[\SensitiveParameter] string $piece): string
    {
        $bytes = \base64_decode($piece, true);
        return $bytes === false || $bytes === ''
            ? throw new RestFault('import_piece', \__('The file did not arrive whole. Choose it again.', 'cartsignal'), 400)
            : $bytes;
    }

    /** @return array<string, mixed> */
    private static function described(): array
    {
        $whole = ['type' => 'integer'];
        $text = ['type' => 'string'];
        return ['type' => 'object', 'properties' => [
            'id' => $text,
            'kind' => ['enum' => ['opt_outs', 'consents']],
            'name' => $text,
            'state' => ['enum' => ['uploading', 'read', 'checking', 'checked', 'applying', 'applied', 'kept', 'undoing', 'undone', 'cancelled', 'failed']],
            'at' => $whole,
            'done' => $whole,
            'of' => $whole,
            'columns' => ['type' => 'array', 'items' => ['type' => 'object', 'properties' => [
                'place' => $whole,
                'title' => $text,
                'looks_like' => ['enum' => ['phone', 'date', 'email', 'country', 'status', 'text', 'empty']],
                'role' => ['type' => ['string', 'null']],
            ]]],
            'mapping' => ['type' => 'object', 'additionalProperties' => $whole],
            'choices' => ['type' => 'object'],
            'counts' => ['type' => 'object', 'additionalProperties' => $whole],
            'refusals' => ['type' => 'array', 'items' => ['type' => 'object', 'properties' => [
                'reason' => $text,
                'sentence' => $text,
                'times' => $whole,
                'lines' => ['type' => 'array', 'items' => $whole],
            ]]],
            'notes' => ['type' => 'array', 'items' => $text],
            'undo_until' => ['type' => ['integer', 'null']],
            'trouble' => ['type' => ['string', 'null']],
        ]];
    }
}
