<?php
// Owns the tests of the guard against the tracing JIT, in children that have it.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Jit;
use Cartsignal\Tests\Child;
use PHPUnit\Framework\TestCase;

final class JitTest extends TestCase
{
    private const ON = ['opcache.enable=1', 'opcache.enable_cli=1', 'opcache.jit_buffer_size=16M'];

    private const GUARD = <<<'PHP'
        try {
            $answer = Cartsignal\Core\Platform::ready()->jit();
        } catch (Cartsignal\Core\Unsupported $refused) {
            $answer = $refused->getMessage();
        }
        $status = function_exists('opcache_get_status') ? @opcache_get_status(false) : false;
        echo json_encode([$answer, $status['jit']['on'] ?? null]);
        PHP;

    protected function setUp(): void
    {
        if (!\extension_loaded('Zend OPcache')) {
            self::markTestSkipped('this PHP has no opcache');
        }
    }

    /** @dataProvider settings */
    public function test_a_setting_is_read_as_php_reads_it(string $setting, string $buffer, string $mode): void
    {
        self::assertSame($mode, Jit::mode($setting, $buffer));
    }

    /** @return iterable<array{string, string, string}> */
    public function settings(): iterable
    {
        foreach (['', '0', 'off', 'OFF', 'no', 'false', 'disable'] as $none) {
            yield "off by `$none`" => [$none, '64M', Jit::NONE];
        }
        $words = ['tracing', 'Tracing', 'on', '1', 'yes', 'true', '1254', '1255', '254', '50', 'new word'];
        foreach ($words as $tracing) {
            yield "tracing by `$tracing`" => [$tracing, '64M', Jit::TRACING];
        }
        foreach (['function', 'Function', '1205', '1235', '205', '5'] as $functions) {
            yield "functions by `$functions`" => [$functions, '64M', Jit::FUNCTIONS];
        }
        foreach (['', '0', '0M', '0k'] as $nothing) {
            yield "no buffer by `$nothing`" => ['tracing', $nothing, Jit::NONE];
        }
        foreach (['1', '100M', '0x100', '1G'] as $something) {
            yield "a buffer of `$something`" => ['tracing', $something, Jit::TRACING];
        }
    }

    /** @dataProvider tracing */
    public function test_the_tracing_jit_is_switched_off(string ...$settings): void
    {
        self::assertSame([Jit::SWITCHED_OFF, false], Child::run(self::GUARD, [...self::ON, ...$settings]));
    }

    /** @return iterable<array{string}> */
    public function tracing(): iterable
    {
        foreach (['tracing', 'on', '1', 'yes', 'true', '1254', '1255', '254'] as $word) {
            yield $word => ["opcache.jit=$word"];
        }
    }

    public function test_it_is_switched_off_where_its_state_may_not_be_read(): void
    {
        $settings = [...self::ON, 'opcache.jit=tracing', 'opcache.restrict_api=/nowhere'];
        self::assertSame([Jit::SWITCHED_OFF, null], Child::run(self::GUARD, $settings));
        $settings = [...self::ON, 'opcache.jit=tracing', 'disable_functions=opcache_get_status'];
        self::assertSame([Jit::SWITCHED_OFF, null], Child::run(self::GUARD, $settings));
    }

    public function test_the_function_jit_stays_on(): void
    {
        self::assertSame([Jit::FUNCTIONS, true], Child::run(self::GUARD, [...self::ON, 'opcache.jit=function']));
        self::assertSame([Jit::FUNCTIONS, true], Child::run(self::GUARD, [...self::ON, 'opcache.jit=1205']));
    }

    /** @dataProvider idle */
    public function test_a_tracing_jit_that_does_not_run_is_left_alone(string ...$settings): void
    {
        [$jit, $on] = Child::run(self::GUARD, ['opcache.jit=tracing', ...$settings]);
        self::assertSame(Jit::NONE, $jit);
        self::assertNotTrue($on);
    }

    /** @return iterable<string, list<string>> */
    public function idle(): iterable
    {
        $off = ['opcache.enable=1', 'opcache.enable_cli=0', 'opcache.jit_buffer_size=16M'];
        yield 'opcache is off on the command line' => $off;
        yield 'it has no buffer' => [...\array_slice(self::ON, 0, 2), 'opcache.jit_buffer_size=0'];
        yield 'opcache is off, and nothing may be set' => [...$off, 'disable_functions=ini_set'];
        yield 'JIT is off for good' => [...self::ON, 'opcache.jit=disable'];
    }

    public function test_one_that_cannot_be_switched_off_is_refused_in_a_sentence(): void
    {
        $settings = [...self::ON, 'opcache.jit=tracing', 'disable_functions=ini_set'];
        [$answer, $on] = Child::run(self::GUARD, $settings);
        self::assertTrue($on);
        self::assertSame(
            'the tracing JIT of PHP is on and cannot be switched off here: it breaks the core, so ask the host to set'
            . ' `opcache.jit` to `function` or `off`',
            $answer
        );
    }
}
