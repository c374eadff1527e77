<?php
// Owns how one vector is told: compiles its program, makes its calls in order, compares every answer.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

use Cartsignal\Core\Core;
use Cartsignal\Core\Frame;
use Cartsignal\Core\Json as Reader;
use Cartsignal\Core\Operation;
use Cartsignal\Core\Sequence;

/**
 * Each vector has a sequence of its own, so what the hot module cannot answer goes to the whole one, as in the plugin.
 */
final class Timeline
{
    private const VECTOR = 'title why program patch contacts warnings always steps';

    private const STEP = 'a aggregate as ask b budget call config contact counters does expect facts facts_of hex id '
        . 'input moment occurred_at of op origin parts previous progress recipient request says shopper text times '
        . 'trust under';

    /**
     * @param \Closure(string): void $answered Gets every part of every answer.
     * @param (\Closure(\stdClass, string, \stdClass): void)|null $seen Gets every answer, before it is compared.
     */
    private function __construct(
        private readonly Shelf $shelf,
        private readonly Sequence $sequence,
        private readonly \Closure $answered,
        private readonly ?\Closure $seen,
        private readonly Compilations $compilations
    ) {
    }

    /**
     * Runs all vectors.
     *
     * @return array{vectors: int, failures: list<string>, sha256: string}
     */
    public static function runAll(Library $library, Core $core): array
    {
        $failures = [];
        $compilations = new Compilations();
        $spoken = hash_init('sha256');
        $answered = static function (string $part) use ($spoken): void {
            hash_update($spoken, pack('V', strlen($part)) . $part);
        };
        foreach ($library->vectors as $path => $text) {
            hash_update($spoken, "$path\n");
            try {
                self::runOne(Reader::read($text), $library, $core->sequence(), $answered, null, $compilations);
            } catch (\Exception $wrong) {
                $failures[] = "FAIL $path: {$wrong->getMessage()}";
            }
        }
        return ['vectors' => count($library->vectors), 'failures' => $failures, 'sha256' => hash_final($spoken)];
    }

    /**
     * Runs one vector.
     *
     * @throws \Exception where an expectation fails
     */
    public static function runOne(
        \stdClass $vector,
        Library $library,
        Sequence $sequence,
        \Closure $answered,
        ?\Closure $seen = null,
        Compilations $compilations = new Compilations()
    ): void {
        Json::only($vector, self::VECTOR, 'the vector');
        foreach (['title', 'why'] as $field) {
            if (!is_string($vector->{$field} ?? null)) {
                throw new Mismatch("needs the text `$field`");
            }
        }
        $contacts = Json::merge($library->contacts, $vector->contacts ?? new \stdClass());
        $shelf = new Shelf($library->programs, $contacts);
        $timeline = new self($shelf, $sequence, $answered, $seen, $compilations);
        $timeline->tell(self::compiling($vector), '0');
        foreach ($vector->steps as $place => $own) {
            $timeline->repeat((object) ((array) $own + (array) ($vector->always ?? [])), $place);
        }
    }

    /** Returns the step that every vector begins with. */
    private static function compiling(\stdClass $vector): \stdClass
    {
        $config = ['program' => $vector->program ?? null, 'patch' => $vector->patch ?? null];
        $warnings = array_map(static fn (string $code) => (object) ['code' => $code], $vector->warnings ?? []);
        $expect = (object) ['warnings' => $warnings];
        return (object) ['call' => 'compile', 'as' => 'given', 'config' => (object) $config, 'expect' => $expect];
    }

    private function repeat(\stdClass $step, int $place): void
    {
        $number = $place + 1;
        for ($time = 1; $time <= ($step->times ?? 1); $time++) {
            array_splice($this->shelf->decisions, $place);
            array_splice($this->shelf->facts, $place);
            $this->tell($step, $time === 1 ? "$number" : "$number-$time");
        }
    }

    private function tell(\stdClass $step, string $name): void
    {
        try {
            $this->compare($step, $name);
        } catch (\Exception $wrong) {
            $where = $name === '0' ? 'its program' : "step $name";
            throw new Mismatch("$where, {$wrong->getMessage()}", 0, $wrong);
        }
    }

    private function compare(\stdClass $step, string $name): void
    {
        Json::only($step, self::STEP, 'the step');
        $call = $step->call ?? 'step';
        $earlier = array_merge(...$this->shelf->decisions);
        [$answer, $parts] = $this->answer($call, $step, $name);
        if ($this->seen !== null) {
            ($this->seen)($step, $name, $answer);
        }
        $found = isset($answer->ok) ? Expect::stepped($call, $answer->ok) : null;
        if ($name !== '0') {
            $this->shelf->decisions[] = array_column($found->decisions ?? [], 'id');
            $this->shelf->facts[] = $found->facts ?? [];
        }
        $expected = $this->shelf->resolve($step->expect ?? new \stdClass());
        Expect::check($expected, $call, $answer, $earlier, $this->shelf->state(...), $parts);
    }

    /** @return array{\stdClass, list<string>} The answer, and the bytes that came with it. */
    private function answer(string $call, \stdClass $step, string $name): array
    {
        if ($call === 'state') {
            $this->shelf->change($step);
            return [(object) ['ok' => new \stdClass()], []];
        }
        $frame = $call === 'frame' ? Json::unhex($step->hex) : Frame::encode($this->shelf->parts($call, $step, $name));
        $operation = self::operation($step->op ?? $call);
        $answers = $operation === Operation::Compile->value
            ? $this->compilations->answers($frame, $this->sequence)
            : $this->sequence->exchange($operation, $frame);
        array_map($this->answered, $answers);
        $answer = Reader::read($answers[0]);
        if (isset($answer->ok)) {
            $this->keep($call, $step, $answer->ok, $answers);
        }
        return [$answer, array_slice($answers, 1)];
    }

    /** Keeps what a call answered in bytes under the names of its step. */
    private function keep(string $call, \stdClass $step, \stdClass $ok, array $answers): void
    {
        $state = static fn (int $place): string => $answers[$place] ?? '';
        if ($call === 'compile' && isset($step->as)) {
            $handle = $this->sequence->call(Operation::Load, '{}', $state(1))->ok()->program;
            $this->shelf->programs[$step->as] = ['bytes' => $state(1), 'handle' => $handle];
        } elseif ($call === 'step') {
            $this->shelf->keep($step->shopper ?? null, $state(1));
            $this->shelf->keep($step->recipient ?? null, $state(2));
        } elseif ($call === 'merge') {
            $this->shelf->keep($ok->alias, '');
            $this->shelf->keep($ok->survivor, $state(1));
            $this->shelf->keep($step->recipient ?? null, $state(2));
        } elseif ($call === 'admit' || $call === 'charge') {
            $this->shelf->keep($step->counters ?? null, $state(1));
        } elseif ($call === 'observe') {
            $this->shelf->keep($step->aggregate ?? null, $state(1));
        } elseif ($call === 'learn') {
            $this->shelf->keep($step->progress ?? null, $state(1));
        }
    }

    private static function operation(string|int $name): int
    {
        if (is_int($name)) {
            return $name;
        }
        foreach (Operation::cases() as $operation) {
            if ($operation->word() === $name) {
                return $operation->value;
            }
        }
        throw new Mismatch("there is no operation `$name`");
    }
}
