<?php
// Owns one sequence of calls under a stored program, of which only those pieces are in memory that the calls need.
declare(strict_types=1);

namespace Cartsignal\Core;

/**
 * The first piece is the head, with which ordinary steps can do. Where the core misses another, its refusal names it and
 * has changed nothing: the call is made again with that piece. What is at hand stays at hand for the next call.
 */
final class LoadedProgram
{
    private const MISSING = 'program.part_missing';

    /** @var array<int, int> Lengths of the pieces in the core's memory, by offset. */
    private array $pieces = [];

    /** @var array<int, int> Lengths of those to be added before the next call, by offset. */
    private array $wanted;

    /** The handle under which all of them are loaded. */
    private ?int $handle = null;

    public function __construct(private readonly StoredProgram $program, private readonly Sequence $sequence)
    {
        $this->wanted = [0 => $program->headBytes];
    }

    /**
     * Decides what follows from one input. The request is a `StepRequest` of the contract, without `program`.
     *
     * @param array<string, mixed> $request
     * @param string $shopper Opaque; empty for somebody never seen before, as all states.
     * @throws Refused
     * @throws CoreTrap
     */
    public function step(array $request, string $shopper = '', string $recipient = ''): Stepped
    {
        return Stepped::of($this->ask(Operation::Step, $request, $shopper, $recipient));
    }

    /**
     * Makes two shoppers one. The request is a `MergeRequest` of the contract, without `program`.
     *
     * @param array<string, mixed> $request
     * @throws Refused
     * @throws CoreTrap
     */
    public function merge(array $request, string $a, string $b, string $recipient = ''): Stepped
    {
        return Stepped::of($this->ask(Operation::Merge, $request, $a, $b, $recipient));
    }

    /**
     * Tells whether a decision may be executed now. The request is an `AdmitRequest` of the contract without `program`.
     *
     * @param array<string, mixed> $request
     * @param string $counters One row per store, as the last call answered it.
     * @return array{\stdClass, string} The answer, and the counters after it.
     * @throws Refused
     * @throws CoreTrap
     */
    public function admit(array $request, string $counters = ''): array
    {
        $answer = $this->ask(Operation::Admit, $request, $counters);
        return [$answer->ok(), $answer->part(1)];
    }

    /**
     * Replaces what `admit` estimated for a text by what its receipt says, and returns the counters. The request is a
     * `ChargeRequest` of the contract without `program`.
     *
     * @param array<string, mixed> $request
     * @throws Refused
     * @throws CoreTrap
     */
    public function charge(array $request, string $counters): string
    {
        $answer = $this->ask(Operation::Charge, $request, $counters);
        $answer->ok();
        return $answer->part(1);
    }

    /**
     * Answers what was spent of the budget. The request is a `SpendingRequest` of the contract, without `program`.
     *
     * @param array<string, mixed> $request
     * @return \stdClass `Spending` of the contract.
     * @throws Refused
     * @throws CoreTrap
     */
    public function spending(array $request, string $counters): \stdClass
    {
        return $this->ask(Operation::Spending, $request, $counters)->ok();
    }

    /**
     * Tells where a shopper stands, and why. The request is an `ExplainRequest` of the contract, without `program`.
     *
     * @param array<string, mixed> $request
     * @throws Refused
     * @throws CoreTrap
     */
    public function explain(array $request, string $shopper, string $recipient = ''): \stdClass
    {
        return $this->ask(Operation::Explain, $request, $shopper, $recipient)->ok();
    }

    /** Makes a call, again for each piece that it turns out to need. */
    private function ask(Operation $operation, array $request, string ...$parts): Answer
    {
        while (true) {
            $json = Json::write(['program' => $this->handle()] + $request);
            $answer = $this->sequence->call($operation, $json, ...$parts);
            // Only a refusal of this kind is worth reading here; the caller reads the answer anyway.
            if (!\str_contains($answer->json, self::MISSING)) {
                return $answer;
            }
            $range = $this->missing($answer);
            if ($range === null || !$this->add(...$range)) {
                return $answer;
            }
        }
    }

    /** @return array{offset: int, length: int}|null */
    private function missing(Answer $answer): ?array
    {
        try {
            $answer->ok();
            return null;
        } catch (Refused $refused) {
            return $refused->range;
        }
    }

    /** Wants a piece; returns whether it is not at hand. */
    private function add(int $offset, int $length): bool
    {
        foreach ($this->pieces as $start => $size) {
            if ($start <= $offset && $offset + $length <= $start + $size) {
                return false;
            }
        }
        $this->wanted[$offset] = $length;
        return true;
    }

    /** Returns the handle, once what is wanted is loaded: the first time by itself, then beside what is there. */
    private function handle(): int
    {
        if ($this->wanted !== []) {
            $request = ['pieces' => \array_keys($this->wanted)];
            if ($this->handle !== null) {
                $request['program'] = $this->handle;
            }
            $bytes = \array_map($this->program->piece(...), \array_keys($this->wanted), $this->wanted);
            $loaded = $this->sequence->call(Operation::Load, Json::write($request), ...$bytes)->ok();
            $this->handle = $loaded->program;
            $this->pieces = $this->wanted + $this->pieces;
            $this->wanted = [];
        }
        return $this->handle;
    }
}
