<?php
// Owns the tests of a sequence of calls: what it holds, and what a trap does to it.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Core;
use Cartsignal\Core\CoreTrap;
use Cartsignal\Core\Json;
use Cartsignal\Core\Operation;
use Cartsignal\Core\Sequence;
use Cartsignal\Tests\Child;
use Cartsignal\Tests\Store;
use Cartsignal\Wasm\Trap;
use PHPUnit\Framework\TestCase;

final class SequenceTest extends TestCase
{
    public function test_what_is_loaded_stays_for_the_sequence_and_no_longer(): void
    {
        $core = Core::ready();
        $sequence = $core->sequence();
        $load = static fn (Sequence $in): int =>
            $in->call(Operation::Load, '{}', Store::live()->bytes())->ok()->program;
        self::assertSame([1, 2], [$load($sequence), $load($sequence)]);
        self::assertSame(1, $load($core->sequence()));
    }

    public function test_a_refusal_is_an_answer_and_the_sequence_goes_on(): void
    {
        $sequence = Core::ready()->sequence();
        self::assertStringContainsString('request.malformed', $sequence->call(Operation::Measure, '{')->json);
        self::assertStringContainsString('request.unknown_call', $sequence->exchange(255, "\0\0\0\0")[0]);
        self::assertStringContainsString('request.frame', $sequence->exchange(6, '')[0]);
        self::assertSame(1, $sequence->call(Operation::Measure, '{"text":"still here"}')->ok()->parts);
    }

    public function test_compiling_and_stepping_can_be_in_one_sequence(): void
    {
        $sequence = Core::ready()->sequence();
        $program = $sequence->call(Operation::Compile, Store::configuration())->part(1);
        self::assertSame(Store::live()->bytes(), $program);
        $handle = $sequence->call(Operation::Load, '{}', $program)->ok()->program;
        $request = Json::write(['program' => $handle] + Store::story()[0]);
        self::assertSame('new', $sequence->call(Operation::Step, $request)->ok()->folded);
    }

    public function test_a_trap_names_the_operation_and_loses_nothing(): void
    {
        $core = Core::ready();
        [$first, $second] = Store::story();
        $before = $core->load(Store::live())->step($first);
        $expected = $core->load(Store::live())->step($second, $before->shopper, $before->recipient);

        $sequence = $core->sequence();
        $handle = $sequence->call(Operation::Load, '{}', Store::live()->bytes())->ok()->program;
        self::ruin($sequence);
        $request = Json::write(['program' => $handle] + $second);
        $states = [$before->shopper, $before->recipient];
        try {
            $sequence->call(Operation::Step, $request, ...$states);
            self::fail('a ruined memory does not trap');
        } catch (CoreTrap $trap) {
            self::assertSame('step', $trap->operation);
            self::assertInstanceOf(Trap::class, $trap->getPrevious());
            $why = $trap->getPrevious()->getMessage();
            self::assertSame("the core trapped during `step`: $why", $trap->getMessage());
        }
        self::assertSame([$before->shopper, $before->recipient], $states);
        self::assertEquals($expected, $core->load(Store::live())->step($second, ...$states));
    }

    public function test_a_sequence_is_over_with_a_trap(): void
    {
        $sequence = Core::ready()->sequence();
        $sequence->call(Operation::Measure, '{"text":"a"}');
        self::ruin($sequence);
        try {
            $sequence->call(Operation::Measure, '{"text":"a"}');
        } catch (CoreTrap) {
            $this->expectException(\LogicException::class);
            $this->expectExceptionMessage('the core trapped in this sequence: begin a new one');
        }
        $sequence->call(Operation::Measure, '{"text":"a"}');
    }

    public function test_an_operation_without_a_name_is_named_by_its_number(): void
    {
        $sequence = Core::ready()->sequence();
        $sequence->exchange(255, "\0\0\0\0");
        self::ruin($sequence);
        $this->expectException(CoreTrap::class);
        $this->expectExceptionMessage('the core trapped during `255`');
        $sequence->exchange(255, "\0\0\0\0");
    }

    public function test_too_little_memory_is_a_trap_and_no_end_of_the_request(): void
    {
        $code = <<<'PHP'
            $core = Cartsignal\Core\Core::ready();
            $core->call(Cartsignal\Core\Operation::Measure, '{"text":"a"}');
            ini_set('memory_limit', (string) (memory_get_usage(true) + (24 << 20)));
            try {
                $core->call(Cartsignal\Core\Operation::Step, '{}', str_repeat('a', 4 << 20));
            } catch (Cartsignal\Core\CoreTrap $trap) {
                $said = [$trap->operation, $trap->getMessage()];
            }
            $measured = $core->call(Cartsignal\Core\Operation::Measure, '{"text":"a"}')->ok()->parts;
            echo json_encode([...$said, $measured]);
            PHP;
        $bytes = (4 << 20) + 4 * 3 + 2;
        $sentence = "the core trapped during `step`: there is no memory for `$bytes` bytes";
        self::assertSame(['step', $sentence, 1], Child::run($code));
    }

    /** Writes over all memory of a sequence's instances, as a fault in the core might. */
    private static function ruin(Sequence $sequence): void
    {
        $instances = (new \ReflectionProperty(Sequence::class, 'instances'))->getValue($sequence);
        self::assertNotSame([], $instances);
        foreach ($instances as $instance) {
            $instance->write(0, \str_repeat("\xff", $instance->size()));
        }
    }
}
