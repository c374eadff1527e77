<?php
// Owns the tests that operations are those of the core, and that each goes to a module that has it.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Build;
use Cartsignal\Core\Operation;
use Cartsignal\Core\Platform;
use Cartsignal\Core\Sequence;
use PHPUnit\Framework\TestCase;

final class OperationTest extends TestCase
{
    public function test_names_and_numbers_are_those_of_the_core(): void
    {
        $source = (string) \file_get_contents(__DIR__ . '/../../../src/contract/session.rs');
        \preg_match_all('/^    ([A-Z][A-Za-z]+) = (\d+) "([a-z_]+)",$/m', $source, $found, \PREG_SET_ORDER);
        self::assertNotSame([], $found);
        $known = \array_map(
            static fn (Operation $each): array => [$each->name, (string) $each->value, $each->word()],
            Operation::cases()
        );
        self::assertSame(\array_map(static fn (array $each): array => \array_slice($each, 1), $found), $known);
    }

    public function test_what_the_hot_module_lacks_goes_to_the_whole_one(): void
    {
        $hot = Build::hot(Platform::ready());
        $elsewhere = [];
        foreach (Operation::cases() as $operation) {
            $answer = (new Sequence($hot, $hot))->call($operation, '{}')->json;
            if (\str_contains($answer, 'request.operation_elsewhere')) {
                $elsewhere[] = $operation;
            }
        }
        // `versions` is in both: see `needsWhole`.
        $needing = \array_filter(Operation::cases(), static fn (Operation $each): bool => $each->needsWhole());
        self::assertSame(\array_values($needing), [Operation::Versions, ...$elsewhere]);
        self::assertContains(Operation::Compile, $elsewhere);
    }
}
