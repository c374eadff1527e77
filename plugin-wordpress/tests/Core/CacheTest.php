<?php
// Owns the tests of the core beside opcache: the same bytes under every JIT, and nothing of it traced.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Jit;
use Cartsignal\Tests\Child;
use PHPUnit\Framework\TestCase;

final class CacheTest extends TestCase
{
    private const ON = ['opcache.enable=1', 'opcache.enable_cli=1', 'opcache.memory_consumption=256'];

    private const TRACING = [...self::ON, 'opcache.jit_buffer_size=64M', 'opcache.jit=tracing'];

    /** Compiles the classes as those do who warm opcache. */
    private const WARMED = <<<'PHP'
        array_map(opcache_compile_file(...), [...glob("$plugin/core/Hot/*.php"), ...glob("$plugin/src/Wasm/*.php")]);
        PHP;

    /** Counts texts until what can be traced is, and answers with what was said and what the JIT took of its buffer. */
    private const WORK = <<<'PHP'
        $core = Cartsignal\Core\Core::ready();
        $free = static fn () => opcache_get_status(false)['jit']['buffer_free'] ?? null;
        $core->call(Cartsignal\Core\Operation::Measure, '{"text":"first"}');
        $before = $free();
        $hash = hash_init('sha256');
        for ($turn = 0; $turn < 400; $turn++) {
            $text = json_encode(['text' => str_repeat("Gruß $turn \u{1F61C} ", $turn % 40)]);
            hash_update($hash, $core->call(Cartsignal\Core\Operation::Measure, $text)->json);
        }
        echo json_encode([$core->platform()->jit(), hash_final($hash), $before - $free()]);
        PHP;

    protected function setUp(): void
    {
        if (!\extension_loaded('Zend OPcache')) {
            self::markTestSkipped('this PHP has no opcache');
        }
    }

    public function test_the_core_says_the_same_under_every_jit(): void
    {
        [$jit, $said] = Child::run(self::WORK);
        self::assertSame(Jit::NONE, $jit);
        self::assertSame([Jit::NONE, $said, 0], Child::run(self::WORK, self::ON));
        self::assertUntraced($said, Child::run(self::WORK, self::TRACING));
        $functions = Child::run(self::WORK, [...self::ON, 'opcache.jit_buffer_size=64M', 'opcache.jit=function']);
        self::assertSame([Jit::FUNCTIONS, $said], \array_slice($functions, 0, 2));
    }

    public function test_classes_that_something_else_had_traced_are_compiled_anew(): void
    {
        [, $said] = Child::run(self::WORK);
        self::assertUntraced($said, Child::run(self::WARMED . "\n" . self::WORK, self::TRACING));
    }

    public function test_classes_are_compiled_anew_once(): void
    {
        $code = <<<'PHP'
            Cartsignal\Core\Core::ready()->call(Cartsignal\Core\Operation::Measure, '{"text":""}');
            $held = static fn () => array_filter(
                opcache_get_status()['scripts'],
                static fn (array $script) => str_contains($script['full_path'], '/core/Hot/')
            );
            $wasted = static fn () => opcache_get_status(false)['memory_usage']['wasted_memory'];
            $first = [count($held()), $wasted()];
            (new Cartsignal\Core\Cache($plugin . '/core/Hot'))->untraced();
            echo json_encode([$first, [count($held()), $wasted()], count(glob($plugin . '/core/Hot/*'))]);
            PHP;
        [$first, $again, $files] = Child::run($code, self::TRACING);
        self::assertSame([$files, 0], $first);
        self::assertSame($first, $again);
    }

    public function test_a_warm_cache_holds_all_a_decision_may_need(): void
    {
        $code = <<<'PHP'
            Cartsignal\Core\Core::ready()->warm();
            $files = glob($plugin . '/core/Hot/*.php');
            $scripts = opcache_get_status()['scripts'];
            echo json_encode([count($files), count(array_intersect_key($scripts, array_flip($files)))]);
            PHP;
        [$files, $held] = Child::run($code, self::ON);
        self::assertGreaterThan(2, $files);
        self::assertSame($files, $held);
    }

    public function test_without_opcache_there_is_nothing_to_warm(): void
    {
        self::assertTrue(Child::run('Cartsignal\Core\Core::ready()->warm(); echo "true";'));
        $forbidden = [...self::ON, 'opcache.restrict_api=/nowhere'];
        self::assertTrue(Child::run('Cartsignal\Core\Core::ready()->warm(); echo "true";', $forbidden));
    }

    /** The few lines that run before the guard are ordinary ones, and traced; the core's would take 300 KB and more. */
    private static function assertUntraced(string $said, array $found): void
    {
        self::assertSame([Jit::SWITCHED_OFF, $said], \array_slice($found, 0, 2));
        self::assertLessThan(20_000, $found[2]);
    }
}
