<?php
// Owns where imports are kept: what is known of each in the database, its rows in sealed files.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Host\Notes;
use Cartsignal\Services;

final class ImportShelf
{
    private const NOTE = 'moving_import_';

    /** Imports that are remembered. */
    private const MOST = 20;

    /** An import that nobody goes on with is thrown away, and what it brought with it. Chosen. */
    private const WAITS_MS = 86_400_000;

    private readonly Notes $notes;

    public function __construct(private readonly Services $services)
    {
        $this->notes = new Notes($services->database());
    }

    public function find(string $id): ?Import
    {
        if (\preg_match('/\Am[0-9a-f]{16}\z/', $id) !== 1) {
            return null;
        }
        $kept = $this->notes->read(self::NOTE . $id);
        return $kept === null ? null : Import::of(\json_decode($kept, false, 32, JSON_THROW_ON_ERROR));
    }

    /** @return list<Import> Newest first. */
    public function all(): array
    {
        $read = static fn (string $kept): Import => Import::of(\json_decode($kept, false, 32, JSON_THROW_ON_ERROR));
        $all = \array_map($read, \array_values($this->notes->under(self::NOTE)));
        \usort($all, static fn (Import $a, Import $b): int => [$b->at, $b->id] <=> [$a->at, $a->id]);
        return $all;
    }

    /** Keeps an import; with it goes the file where its rows are no longer needed. */
    public function keep(Import $import): void
    {
        $this->notes->write(self::NOTE . $import->id, (string) \json_encode($import, JSON_THROW_ON_ERROR));
        if (!$import->needsFile()) {
            $this->raw($import)->delete();
            $this->rows($import)->delete();
        }
    }

    /** Returns the file as it was sent. */
    public function raw(Import $import): SealedFile
    {
        return new SealedFile($this->services->vault(), "$import->id-raw");
    }

    /** Returns its rows, in pieces of JSON: `[[line, [cell, …]], …]`. */
    public function rows(Import $import): SealedFile
    {
        return new SealedFile($this->services->vault(), "$import->id-rows");
    }

    /** Throws away what nobody goes on with, files that no import owns, and the oldest of what ended. */
    public function tidy(int $now): void
    {
        $files = [];
        foreach ($this->all() as $place => $import) {
            $isStale = $import->needsFile() && $import->state !== 'applying' && $now - $import->at > self::WAITS_MS;
            if ($isStale) {
                $import->fail(\__('It was not gone on with for a day, so the file was deleted.', 'cartsignal'));
                $this->keep($import);
            }
            if ($place >= self::MOST && \in_array($import->state, Import::ENDED, true)) {
                $this->notes->drop(self::NOTE . $import->id);
            } elseif ($import->needsFile()) {
                $files = [...$files, "$import->id-raw", "$import->id-rows"];
            }
        }
        SealedFile::sweep($files);
    }

    /** Returns how often a file was taken in and taken back. */
    public function undone(string $hash): int
    {
        $isIt = static fn (Import $import): bool => $import->state === 'undone' && \str_starts_with($import->key, $hash);
        return \count(\array_filter($this->all(), $isIt));
    }
}
