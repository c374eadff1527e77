<?php
// Owns one import of opt-outs or permissions as it is kept between its steps: answers, progress and counts, and no row of it.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class Import
{
    /** Line numbers that are told of one reason. */
    public const MOST_LINES = 20;

    /** States in which there is nothing more to do. */
    public const ENDED = ['undone', 'cancelled', 'failed', 'kept'];

    public string $state = 'uploading';
    public int $pieces = 0;
    public int $received = 0;
    public int $done = 0;
    public int $of = 0;
    /** Where the work goes on: a place in the file of rows, or an evidence. */
    public string $cursor = '';
    /** `opt_outs` before `consents`: who opted out anywhere in the file is not let in by another row of it. */
    public string $pass = 'opt_outs';
    /** Names the file, and how often it was taken back: what is written of a row is known by it. */
    public string $key = '';
    public bool $hasTitles = true;
    /** @var list<array{place: int, title: string, looks_like: string, role: ?string}> */
    public array $columns = [];
    /** @var array<string, int> */
    public array $mapping = [];
    /** @var array<string, mixed> */
    public array $choices = [];
    /** @var array<string, int> */
    public array $counts = [];
    /** @var array<string, array{times: int, lines: list<int>}> */
    public array $refusals = [];
    public ?int $undoUntil = null;
    public ?string $trouble = null;

    /** @param 'opt_outs'|'consents' $kind */
    public function __construct(
        public readonly string $id,
        public readonly string $kind,
        public readonly string $name,
        public readonly int $bytes,
        public readonly int $at
    ) {
    }

    public static function of(\stdClass $kept): self
    {
        $import = new self($kept->id, $kept->kind, $kept->name, $kept->bytes, $kept->at);
        foreach (\json_decode((string) \json_encode($kept), true) as $name => $value) {
            if (!\in_array($name, ['id', 'kind', 'name', 'bytes', 'at'], true) && \property_exists($import, $name)) {
                $import->$name = $value;
            }
        }
        return $import;
    }

    /** Begins a walk through the rows. */
    public function walk(string $state): void
    {
        [$this->state, $this->cursor, $this->pass, $this->done] = [$state, '', 'opt_outs', 0];
        [$this->counts, $this->refusals] = [[], []];
    }

    public function count(string $what, int $times = 1): void
    {
        $this->counts[$what] = ($this->counts[$what] ?? 0) + $times;
    }

    public function refuse(string $reason, int $line): void
    {
        $refused = $this->refusals[$reason] ?? ['times' => 0, 'lines' => []];
        $refused['times'] += 1;
        if (\count($refused['lines']) < self::MOST_LINES) {
            $refused['lines'][] = $line;
        }
        $this->refusals[$reason] = $refused;
    }

    public function fail(string $sentence): void
    {
        [$this->state, $this->trouble] = ['failed', $sentence];
    }

    /** Returns whether rows of it still wait in a file. */
    public function needsFile(): bool
    {
        return \in_array($this->state, ['uploading', 'read', 'checking', 'checked', 'applying'], true);
    }
}
