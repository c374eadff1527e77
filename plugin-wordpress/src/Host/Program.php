<?php
// Owns the program in force: compiled from the owner's configuration, kept in the database, read from there by pieces.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\BrokenProgram;
use Cartsignal\Core\Core;
use Cartsignal\Core\Json;
use Cartsignal\Core\LoadedProgram;
use Cartsignal\Core\Stepped;
use Cartsignal\Core\StoredProgram;

/** The bytes of a row never change, so that one who reads it by pieces never mixes two programs. */
final class Program
{
    /** How long a program that is no longer in force is kept: for those that read it still. Chosen: above any drain. */
    private const KEPT_MS = 86_400_000;

    private const IN_FORCE = 'SELECT program, hash, link_origin, currency FROM {programs} WHERE in_force = 1
        ORDER BY program DESC LIMIT 1';

    /** @var array{program: int, hash: string, link_origin: string, currency: string}|null */
    private ?array $row = null;

    private ?StoredProgram $stored = null;

    private ?LoadedProgram $loaded = null;

    /** @param \Closure(): Core $core Made when it is first needed. */
    public function __construct(private readonly Database $database, private readonly \Closure $core)
    {
    }

    /**
     * Compiles a configuration and puts it in force. One that is refused changes nothing: the old one stays.
     *
     * @param array<string, mixed>|\stdClass $configuration As the contract's `Config`.
     * @return array{hash: string, warnings: list<\stdClass>, disabled: list<string>, sweep: string}
     * @throws \Cartsignal\Core\Refused with all that is wrong in `errors`
     */
    public function configure(array|\stdClass $configuration, int $now): array
    {
        $json = Json::write($configuration);
        $compiled = ($this->core)()->compile($json, $this->previous());
        $shop = Json::read($json)->shop;
        $bytes = $compiled->program->toBytes();
        $this->database->transaction(function () use ($compiled, $bytes, $json, $shop, $now): void {
            $this->database->run('UPDATE {programs} SET in_force = 0 WHERE in_force = 1');
            $sql = 'INSERT INTO {programs} (hash, bytes, configuration, link_origin, currency, at, in_force)
                VALUES (?, ?, ?, ?, ?, ?, 1)';
            $values = [$compiled->program->hash, $bytes, $json, $shop->link_origin, $shop->currency, $now];
            $this->database->run($sql, ...$values);
            $this->database->run('DELETE FROM {programs} WHERE in_force = 0 AND at < ?', $now - self::KEPT_MS);
        });
        $this->use($this->database->get(self::IN_FORCE) ?? throw new NoProgram());
        $answer = $compiled->answer;
        return [
            'hash' => $answer->hash,
            'warnings' => $answer->warnings,
            'disabled' => $answer->disabled,
            'sweep' => $answer->sweep,
        ];
    }

    /**
     * Returns whether the program in force was made of this very configuration.
     *
     * @param array<string, mixed>|\stdClass $configuration
     */
    public function isOf(array|\stdClass $configuration): bool
    {
        return $this->configuration() === Json::write($configuration);
    }

    /**
     * Opens the program in force: another process may have changed it. One that another release of the core compiled is
     * compiled again.
     *
     * @throws NoProgram
     * @throws \Cartsignal\Core\Refused when this release refuses the configuration
     */
    public function refresh(int $now): void
    {
        $row = $this->database->get(self::IN_FORCE) ?? throw new NoProgram();
        if ($row['program'] === ($this->row['program'] ?? null)) {
            return;
        }
        if ($this->opened($row) === null) {
            $this->configure(Json::read((string) $this->configuration()), $now);
            return;
        }
        $this->use($row);
    }

    /** Returns the hash of the program that decides. */
    public function hash(): string
    {
        return $this->row()['hash'];
    }

    /** Returns where the short links of texts live. */
    public function linkOrigin(): string
    {
        return $this->row()['link_origin'];
    }

    /** Returns the store's currency. */
    public function currency(): string
    {
        return $this->row()['currency'];
    }

    /**
     * Decides what follows from an input.
     *
     * @param array<string, mixed> $call `StepRequest` of the contract, without the program.
     */
    public function step(array $call, ?string $shopper, ?string $recipient): Stepped
    {
        return $this->loaded()->step($call, $shopper ?? '', $recipient ?? '');
    }

    /**
     * Makes two shoppers one.
     *
     * @param array<string, mixed> $call `MergeRequest` of the contract, without the program.
     */
    public function merge(array $call, ?string $a, ?string $b, ?string $recipient): Stepped
    {
        return $this->loaded()->merge($call, $a ?? '', $b ?? '', $recipient ?? '');
    }

    /**
     * Asks whether a text may go now.
     *
     * @param array<string, mixed> $call `AdmitRequest` of the contract, without the program.
     * @return array{\stdClass|string, string, int|null} The admission, the counters after it, and what a text that goes
     *     is counted with, in micros.
     */
    public function admit(array $call, ?string $counters): array
    {
        [$answer, $after] = $this->loaded()->admit($call, $counters ?? '');
        return [$answer->admission, $after, $answer->cost_micros ?? null];
    }

    /**
     * Puts what a text cost in the place of the estimate; returns the counters after.
     *
     * @param array<string, mixed> $paid `ChargeRequest` of the contract, without the program.
     */
    public function charge(array $paid, ?string $counters): string
    {
        return $this->loaded()->charge($paid, $counters ?? '');
    }

    /**
     * Returns what was spent of the budget by a moment.
     *
     * @return \stdClass `Spending` of the contract.
     */
    public function spending(int $moment, ?string $counters): \stdClass
    {
        return $this->loaded()->spending(['moment' => $moment], $counters ?? '');
    }

    /** Lets the core's instance go: after a trap the next call has a fresh one. */
    public function renew(): void
    {
        $this->loaded = null;
    }

    private function loaded(): LoadedProgram
    {
        $this->row();
        return $this->loaded ??= ($this->core)()->load($this->stored ?? throw new NoProgram());
    }

    /** @return array{program: int, hash: string, link_origin: string, currency: string} */
    private function row(): array
    {
        return $this->row ?? throw new NoProgram();
    }

    private function configuration(): ?string
    {
        $sql = 'SELECT configuration FROM {programs} WHERE in_force = 1 ORDER BY program DESC LIMIT 1';
        return $this->database->get($sql)['configuration'] ?? null;
    }

    private function previous(): ?StoredProgram
    {
        $row = $this->database->get(self::IN_FORCE);
        try {
            return $row === null ? null : $this->stored($row['program']);
        } catch (BrokenProgram) {
            return null;
        }
    }

    /** @param array{program: int, hash: string, link_origin: string, currency: string} $row */
    private function use(array $row): void
    {
        $stored = $this->opened($row) ?? throw new BrokenProgram('the program in force is not of this release');
        [$this->row, $this->stored, $this->loaded] = [$row, $stored, null];
    }

    /** Returns a program, or null where it can't be read or was compiled by another core than the one that is here. */
    private function opened(array $row): ?StoredProgram
    {
        try {
            $stored = $this->stored($row['program']);
        } catch (BrokenProgram) {
            return null;
        }
        return ($this->core)()->compiled($stored) ? $stored : null;
    }

    private function stored(int $program): StoredProgram
    {
        $sql = 'SELECT SUBSTRING(bytes, ?, ?) AS piece FROM {programs} WHERE program = ?';
        return StoredProgram::open(fn (int $offset, int $length): string =>
            $this->database->get($sql, $offset + 1, $length, $program)['piece'] ?? '');
    }
}
