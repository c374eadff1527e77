<?php
// Owns the core as the plugin sees it: JSON and bytes in, JSON and bytes out.
declare(strict_types=1);

namespace Cartsignal\Core;

/**
 * Each sequence of calls has a fresh instance. Two exceptions belong to every call: `Refused`, the core's answer to a
 * wrong request, and `CoreTrap`, after which a fresh instance and the same bytes are as good as before.
 */
final class Core
{
    /** The version of operations, parts and JSON that is spoken here. Source: src/contract/session.rs. */
    private const CONTRACT_VERSION = 1;

    private function __construct(
        private readonly Platform $platform,
        private readonly Build $hot,
        private readonly Build $whole
    ) {
    }

    /**
     * Returns the core, once this PHP is found fit for it and made ready.
     *
     * @throws Unsupported
     */
    public static function ready(): self
    {
        $platform = Platform::ready();
        return new self($platform, Build::hot($platform), Build::whole($platform));
    }

    public function platform(): Platform
    {
        return $this->platform;
    }

    /** Returns a new sequence of calls, for those that make them by themselves. */
    public function sequence(): Sequence
    {
        return new Sequence($this->hot, $this->whole);
    }

    /**
     * Makes one call on a fresh instance. What the core refuses is an answer like any other: see `Answer::ok`.
     *
     * @throws CoreTrap
     */
    public function call(Operation $operation, string $json, string ...$parts): Answer
    {
        return $this->sequence()->call($operation, $json, ...$parts);
    }

    /**
     * Returns the release of the core, its contract and its table of time zones.
     *
     * @return \stdClass `Versions` of the contract.
     */
    public function versions(): \stdClass
    {
        return $this->call(Operation::Versions, '{}')->ok();
    }

    /**
     * Has opcache compile what a decision may need: for the moment after an update, so that no shopper waits for it. It
     * takes about a second, and 20 MB of memory.
     */
    public function warm(): void
    {
        $this->hot->warm();
    }

    /**
     * Checks that both modules are whole and speak what the plugin speaks: for the moment after an update, and for the
     * page on the site's health. It reads every file and takes its time.
     *
     * @throws BuildMismatch
     */
    public function verify(): void
    {
        $this->hot->verify();
        $this->whole->verify();
        $versions = $this->call(Operation::Versions, '{}');
        if ($versions->json !== (new Sequence($this->hot, $this->hot))->call(Operation::Versions, '{}')->json) {
            throw new BuildMismatch('`core/Hot` and `core/Whole` are of two releases');
        }
        $spoken = $versions->ok()->contract;
        if ($spoken !== self::CONTRACT_VERSION) {
            $both = [$spoken, self::CONTRACT_VERSION];
            throw new BuildMismatch(\vsprintf('the core speaks contract `%d`, this plugin `%d`', $both));
        }
    }

    /**
     * Compiles a configuration, given as JSON text.
     *
     * @param StoredProgram|null $previous The program in force.
     * @throws Refused with all that is wrong in `errors`
     */
    public function compile(string $configuration, ?StoredProgram $previous = null): Compiled
    {
        // All in the whole module: saving settings has no use for the other one beside it.
        $sequence = new Sequence($this->whole, $this->whole);
        $answer = $sequence->call(Operation::Compile, $configuration, $previous?->bytes() ?? '');
        $compiled = $answer->ok();
        $bytes = $answer->part(1);
        $head = $sequence->call(Operation::Load, '{}', $bytes)->ok()->head;
        $made = [$this->whole->wasmSha256(), $this->hot->wasmSha256()];
        return new Compiled(StoredProgram::compiled($bytes, $compiled->hash, $head->length, ...$made), $compiled);
    }

    /**
     * Returns all that is wrong or weak in a configuration, given as JSON text.
     *
     * @return list<\stdClass> each with `code`, `pointer` and `message`
     */
    public function lint(string $configuration): array
    {
        return $this->call(Operation::Lint, $configuration)->ok()->found;
    }

    /** Returns whether a program was compiled by the very core that is here; after an update it was not. */
    public function compiled(StoredProgram $program): bool
    {
        return $program->wholeSha256 === $this->whole->wasmSha256() && $this->runs($program);
    }

    /**
     * Returns a new sequence of calls under a program.
     *
     * @throws StaleProgram when it was compiled for another release
     */
    public function load(StoredProgram $program): LoadedProgram
    {
        if (!$this->runs($program)) {
            throw new StaleProgram('the program was compiled by another release: compile the settings again');
        }
        return new LoadedProgram($program, $this->sequence());
    }

    /**
     * Counts a text.
     *
     * @return \stdClass `Measure` of the contract.
     */
    public function measure(string $text): \stdClass
    {
        return $this->call(Operation::Measure, Json::write(['text' => $text]))->ok();
    }

    /**
     * Adds facts, as steps answer them, to the store's aggregate and returns it.
     *
     * @param list<\stdClass> $facts
     */
    public function observe(array $facts, string $aggregate = ''): string
    {
        return $this->bytes(Operation::Observe, ['facts' => $facts], $aggregate);
    }

    /**
     * Takes the facts of somebody erased out of the aggregate and returns it.
     *
     * @param list<\stdClass> $facts
     */
    public function erase(array $facts, string $aggregate): string
    {
        return $this->bytes(Operation::Erase, ['facts' => $facts], $aggregate);
    }

    /** Returns the aggregate of two aggregates of different facts. */
    public function combine(string $a, string $b): string
    {
        return $this->bytes(Operation::Combine, [], $a, $b);
    }

    /**
     * Learns within a budget of work; the progress is to be handed in again until there is a model.
     *
     * @return array{\stdClass|null, string} The model, and the progress while there is none.
     */
    public function learn(int $budget, string $aggregate, string $progress = ''): array
    {
        $answer = $this->call(Operation::Learn, Json::write(['budget' => $budget]), $aggregate, $progress);
        return [$answer->ok()->model ?? null, $answer->part(1)];
    }

    private function runs(StoredProgram $program): bool
    {
        return $program->hotSha256 === $this->hot->wasmSha256();
    }

    /** @param array<string, mixed> $request */
    private function bytes(Operation $operation, array $request, string ...$parts): string
    {
        $answer = $this->call($operation, Json::write($request), ...$parts);
        $answer->ok();
        return $answer->part(1);
    }
}
