<?php
// Owns what is known of the runner's punctuality: when it last ran, how late it was, what stopped it.
declare(strict_types=1);

namespace Cartsignal\Wake;

use Cartsignal\Host\Database;
use Cartsignal\Host\Notes;

final class Heartbeat
{
    private const NAME = 'wake';

    /** How many latenesses are kept. */
    private const KEPT = 100;

    private readonly Notes $notes;

    public function __construct(Database $database)
    {
        $this->notes = new Notes($database);
    }

    /** @return array{ran_at: ?int, error: ?string, error_at: ?int, late: list<int>} Times in ms since epoch, latenesses in ms. */
    public function read(): array
    {
        $kept = \json_decode($this->notes->read(self::NAME) ?? '{}', true);
        return (\is_array($kept) ? $kept : []) + ['ran_at' => null, 'error' => null, 'error_at' => null, 'late' => []];
    }

    /**
     * Notes a run that came to its end.
     *
     * @param int|null $late How long after its time the first thing was done; null where nothing was due.
     */
    public function ran(int $now, ?int $late): void
    {
        $kept = $this->read();
        $latenesses = $late === null ? $kept['late'] : \array_slice([...$kept['late'], $late], -self::KEPT);
        $this->write(['ran_at' => $now, 'late' => $latenesses] + $kept);
    }

    /** Notes a run that failed: the name of the error and where it was thrown, never its words. */
    public function failed(int $now, \Throwable $error): void
    {
        $name = $error::class . ' at ' . \basename($error->getFile()) . ':' . $error->getLine();
        $this->write(['error' => $name, 'error_at' => $now] + $this->read());
    }

    /**
     * Returns which lateness 95 of 100 runs stay within, in ms; null before the first.
     *
     * @param list<int> $late
     */
    public static function p95(array $late): ?int
    {
        \sort($late);
        return $late === [] ? null : $late[\intdiv(\count($late) * 95 + 99, 100) - 1];
    }

    /** @param array<string, mixed> $value */
    private function write(array $value): void
    {
        $this->notes->write(self::NAME, \json_encode($value, JSON_THROW_ON_ERROR));
    }
}
