<?php

/** Owns the reading of a script of assertions and their execution on translated modules, one line and answer each. */

declare(strict_types=1);

namespace Cartsignal\Wasm2php\Official;

use Cartsignal\Wasm\Instance;
use Cartsignal\Wasm\Trap;

final class Runner
{
    /** @var array<string, Instance> */
    private array $instances = [];

    /**
     * Answers a line: null if it holds, or what is wrong.
     *
     * Lines are `new MODULE`, `refuses-to-start MODULE = TRAP`, `get MODULE GLOBAL = NUMBER`,
     * `call MODULE FUNCTION NUMBER…`, `returns MODULE FUNCTION NUMBER… = NUMBER…` and
     * `traps MODULE FUNCTION NUMBER… = TRAP`; names and traps are percent-encoded.
     */
    public function answer(string $line): ?string
    {
        [$asked, $expected] = [...explode(' =', $line), ''];
        [$verb, $module, $name, $arguments] = [...explode(' ', $asked, 4), '', ''];
        $name = rawurldecode($name);
        $arguments = array_map(Value::read(...), self::words($arguments));
        try {
            $seen = match ($verb) {
                'new', 'refuses-to-start' => $this->start($module),
                'get' => [$this->instance($module)->global($name)],
                'call', 'returns', 'traps' => $this->instance($module)->invoke($name, ...$arguments),
            };
        } catch (Trap $trap) {
            $wanted = rawurldecode(trim($expected));
            $right = in_array($verb, ['traps', 'refuses-to-start'], true) && self::means($trap->getMessage(), $wanted);
            return $right ? null : "trap `{$trap->getMessage()}`";
        } catch (\Throwable $error) {
            return get_class($error) . ": {$error->getMessage()} at {$error->getFile()}:{$error->getLine()}";
        }
        return match ($verb) {
            'new', 'call' => null,
            'returns', 'get' => self::difference(self::words($expected), $seen),
            'traps', 'refuses-to-start' => 'no trap, ' . self::shown($seen),
        };
    }

    /** @return list<mixed> */
    private function start(string $module): array
    {
        $class = "Suite\\{$module}\\Module";
        $this->instances[$module] = new $class();
        return [];
    }

    private function instance(string $module): Instance
    {
        return $this->instances[$module] ?? throw new \LogicException("module {$module} did not start");
    }

    /**
     * Says whether a trap's sentence is the expected one; the suite adds the index to some, and calls an entry outside
     * the table by two names.
     */
    private static function means(string $seen, string $expected): bool
    {
        $one = ['undefined element' => 'out of bounds table access'];
        return str_starts_with("{$expected} ", "{$seen} ") || ($one[$seen] ?? $seen) === ($one[$expected] ?? $expected);
    }

    /**
     * @param list<string> $expected
     * @param list<mixed> $seen
     */
    private static function difference(array $expected, array $seen): ?string
    {
        $holds = count($expected) === count($seen) && array_is_list($seen);
        foreach ($expected as $index => $word) {
            $holds = $holds && Value::holds($word, $seen[$index]);
        }
        return $holds ? null : 'gave ' . self::shown($seen) . ' for ' . implode(', ', $expected);
    }

    /** @param list<mixed> $seen */
    private static function shown(array $seen): string
    {
        return '[' . implode(', ', array_map(Value::show(...), $seen)) . ']';
    }

    /** @return list<string> */
    private static function words(string $text): array
    {
        return array_values(array_filter(explode(' ', $text), fn (string $word): bool => $word !== ''));
    }
}
