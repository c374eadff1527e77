<?php
// Owns the way of an import: sent in pieces, read, answered, tried without effect, applied, and for a day taken back.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Fault;
use Cartsignal\Host\SealBroken;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Settings\Unfit;

/** One process works at an import at a time; each call does a few seconds of it, and the cron goes on. */
final class Imports
{
    public const MOST_BYTES = 20_971_520;

    public const PIECE_BYTES = 262_144;

    private const LOCK = 'moving';

    private const ROWS_OF_A_PIECE = 100;

    /** For cutting the largest file. Chosen: several times what it takes. */
    private const CUT_SECONDS = 180;

    /** Rows that columns are guessed by. */
    private const SAMPLE = 200;

    private readonly ImportShelf $shelf;

    public function __construct(private readonly Services $services)
    {
        $this->shelf = new ImportShelf($services);
    }

    /** @return list<Import> Newest first. */
    public function all(): array
    {
        return $this->shelf->all();
    }

    /** @throws RestFault There is none of that name. */
    public function find(string $id): Import
    {
        return $this->shelf->find($id) ?? throw new RestFault('import_not_found', \__('There is no such import.', 'cartsignal'), 404);
    }

    /** @param 'opt_outs'|'consents' $kind */
    public function begin(string $kind, string $name, int $bytes): Import
    {
        if ($bytes < 1 || $bytes > self::MOST_BYTES) {
            /* translators: %s: a size, as 20 MB. */
            $text = \__('The file is empty or larger than %s. Cut it into several files.', 'cartsignal');
            throw new RestFault('import_size', \sprintf($text, \size_format(self::MOST_BYTES)), 413);
        }
        $name = \mb_substr((string) \preg_replace('/[\x00-\x1f\x7f]|\d{7,}|\S+@\S+/', '…', $name), 0, 80);
        $import = new Import('m' . \bin2hex(\random_bytes(8)), $kind, $name, $bytes, $this->services->now());
        $this->shelf->keep($import);
        return $import;
    }

    /** Takes the next piece; one that is here already changes nothing. */
    public function take(string $id, int $place, #[\SensitiveParameter] string $bytes): Import
    {
        return $this->locked(function () use ($id, $place, $bytes): Import {
            $import = $this->inState($id, 'uploading');
            if ($place < $import->pieces) {
                return $import;
            }
            $isTooMuch = \strlen($bytes) > self::PIECE_BYTES || $import->received + \strlen($bytes) > $import->bytes;
            if ($place > $import->pieces || $isTooMuch) {
                throw new RestFault('import_piece', \__('The file did not arrive whole. Choose it again.', 'cartsignal'), 409);
            }
            // A process that ended between file and note left a piece too many: it is sent again, under a new import.
            $this->shelf->raw($import)->append($place, $bytes);
            $import->pieces += 1;
            $import->received += \strlen($bytes);
            $this->shelf->keep($import);
            return $import;
        });
    }

    /** Cuts the file into rows and guesses its columns. */
    public function read(string $id): Import
    {
        return $this->locked(function () use ($id): Import {
            $import = $this->inState($id, 'uploading');
            if ($import->received !== $import->bytes) {
                throw new RestFault('import_piece', \__('The file did not arrive whole. Choose it again.', 'cartsignal'), 409);
            }
            try {
                $this->cut($import);
            } catch (Unreadable $fault) {
                $import->fail($fault->getMessage());
            } catch (SealBroken) {
                $import->fail(\__('The file did not arrive whole. Choose it again.', 'cartsignal'));
            }
            $this->shelf->keep($import);
            return $import;
        });
    }

    /**
     * Tries it without effect; with answers from the beginning, without where it was left.
     *
     * @param array<string, int>|null $mapping
     * @param array<string, mixed>|null $choices
     * @throws Unfit An answer is missing.
     */
    public function check(string $id, ?array $mapping, ?array $choices, int $budgetMs): Import
    {
        return $this->locked(function () use ($id, $mapping, $choices, $budgetMs): Import {
            $import = $this->inState($id, 'read', 'checking', 'checked');
            if ($mapping !== null || $choices !== null || $import->state === 'read') {
                (new Answers($this->services))->take($import, $mapping ?? $import->mapping, $choices ?? $import->choices);
                $import->walk('checking');
            }
            $this->work($import, $budgetMs);
            return $import;
        });
    }

    public function apply(string $id, int $budgetMs): Import
    {
        return $this->locked(function () use ($id, $budgetMs): Import {
            $import = $this->inState($id, 'checked', 'applying', 'applied');
            if ($import->state === 'checked') {
                $import->walk('applying');
                $this->shelf->keep($import);
            }
            $this->work($import, $budgetMs);
            return $import;
        });
    }

    public function cancel(string $id): Import
    {
        return $this->locked(function () use ($id): Import {
            $import = $this->inState($id, 'uploading', 'read', 'checking', 'checked', 'applying');
            // What was taken in of permissions may still be taken back.
            $import->undoUntil = ($import->counts['consents'] ?? 0) > 0 && $import->state === 'applying'
                ? $this->services->now() + Applying::UNDO_MS : null;
            $import->state = $import->undoUntil === null ? 'cancelled' : 'applied';
            $this->shelf->keep($import);
            return $import;
        });
    }

    public function undo(string $id, int $budgetMs): Import
    {
        return $this->locked(function () use ($id, $budgetMs): Import {
            $import = $this->inState($id, 'applied', 'undoing');
            if ($import->state === 'applied') {
                if ($import->undoUntil === null || $this->services->now() > $import->undoUntil) {
                    throw new RestFault('import_too_late', \__('An import can be taken back for a day. Permissions end by an opt-out now.', 'cartsignal'), 409);
                }
                [$import->state, $import->cursor] = ['undoing', ''];
            }
            $this->work($import, $budgetMs);
            return $import;
        });
    }

    /** Goes on with whatever is under way; returns whether anything is left. For the cron. */
    public function goOn(int $budgetMs): bool
    {
        $under = \array_filter($this->shelf->all(), fn (Import $import): bool => $this->isUnderWay($import));
        if ($under === [] || !$this->services->database()->tryLock(self::LOCK)) {
            return $under !== [];
        }
        try {
            $until = \hrtime(true) + $budgetMs * 1_000_000;
            foreach ($under as $listed) {
                $import = $this->shelf->find($listed->id);
                if ($import !== null && $this->isUnderWay($import) && \hrtime(true) < $until) {
                    $this->work($import, \intdiv($until - \hrtime(true), 1_000_000));
                }
            }
        } finally {
            $this->services->database()->unlock(self::LOCK);
        }
        return true;
    }

    private function isUnderWay(Import $import): bool
    {
        $mayNoMore = $import->undoUntil !== null && $this->services->now() > $import->undoUntil;
        return ($import->state === 'applied' && $mayNoMore) || \in_array($import->state, ['applying', 'undoing'], true);
    }

    private function work(Import $import, int $budgetMs): void
    {
        $until = \hrtime(true) + $budgetMs * 1_000_000;
        try {
            match ($import->state) {
                'checking', 'applying' => (new Applying($this->services, $this->shelf))->work($import, $until),
                'undoing' => (new Undoing($this->services))->undo($import, $until),
                'applied' => (new Undoing($this->services))->settle($import, $until),
                default => null,
            };
        } catch (SealBroken | Unreadable $fault) {
            Fault::note($fault, 'moving.import');
            $import->fail(\__('The file that waited cannot be read any more. Send it again: nothing is counted twice.', 'cartsignal'));
        }
        $this->shelf->keep($import);
    }

    /** @throws Unreadable */
    private function cut(Import $import): void
    {
        $raw = $this->shelf->raw($import);
        $rows = $this->shelf->rows($import);
        $rows->delete();
        if (\function_exists('set_time_limit')) {
            @\set_time_limit(self::CUT_SECONDS);
        }
        $hash = \hash_init('sha256');
        foreach ($raw->read() as $piece) {
            \hash_update($hash, $piece);
        }
        $hash = \substr(\hash_final($hash), 0, 16);
        $import->key = "$hash." . $this->shelf->undone($hash);
        [$first, $sample, $waiting, $place] = [null, [], [], 0];
        foreach ((new Records())->of(Decoder::for($raw->read())->read($raw->read())) as $line => $cells) {
            $first ??= $cells;
            if ($import->of > 0 && \count($sample) < self::SAMPLE) {
                $sample[] = $cells;
            }
            $import->of += 1;
            $waiting[] = [$line, $cells];
            if (\count($waiting) === self::ROWS_OF_A_PIECE) {
                $rows->append($place, self::json($waiting));
                $place += 1;
                $waiting = [];
            }
        }
        if ($first === null) {
            throw new Unreadable(\__('There is nothing in the file.', 'cartsignal'));
        }
        if ($waiting !== []) {
            $rows->append($place, self::json($waiting));
        }
        $guess = Columns::guess($first, $sample);
        [$import->hasTitles, $import->columns, $import->mapping] = [$guess['has_titles'], $guess['columns'], $guess['mapping']];
        $dates = \array_column($sample, $import->mapping['date'] ?? -1);
        $import->choices = \array_filter(['date_order' => MomentReading::order($dates), 'country' => self::baseCountry()]);
        $import->of -= $import->hasTitles ? 1 : 0;
        $import->state = 'read';
        $raw->delete();
    }

    /** @param list<array{int, list<string>}> $rows */
    private static function json(array $rows): string
    {
        return (string) \json_encode($rows, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE);
    }

    private static function baseCountry(): ?string
    {
        $country = \function_exists('wc_get_base_location') ? (string) (\wc_get_base_location()['country'] ?? '') : '';
        return \preg_match('/\A[A-Z]{2}\z/', $country) === 1 ? $country : null;
    }

    private function inState(string $id, string ...$states): Import
    {
        $import = $this->find($id);
        if (!\in_array($import->state, $states, true)) {
            throw new RestFault('import_state', \__('That step is over, or not yet possible. Load the page anew to see how far the import is.', 'cartsignal'), 409);
        }
        return $import;
    }

    /**
     * @template T
     * @param \Closure(): T $work
     * @return T
     */
    private function locked(\Closure $work): mixed
    {
        $database = $this->services->database();
        if (!$database->tryLock(self::LOCK, 8)) {
            throw new RestFault('import_busy', \__('An import is just being worked at. Try again in a moment.', 'cartsignal'), 409);
        }
        try {
            return $work();
        } finally {
            $database->unlock(self::LOCK);
        }
    }
}
