<?php
// Owns the tests that the core leaves nothing behind in the PHP that runs it, and finds no file it should not.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Tests\Child;
use PHPUnit\Framework\TestCase;

final class QuietTest extends TestCase
{
    /** Compares what PHP holds before and after the core compiled, loaded, decided and was refused. */
    private const TRACES = <<<'PHP'
        $settings = static fn () => array_column(ini_get_all(null), 'local_value');
        $held = static fn () => [
            'functions' => get_defined_functions()['user'],
            'variables' => array_keys($GLOBALS),
            'constants' => array_keys(get_defined_constants(true)['user'] ?? []),
            'settings' => ini_get_all(null, false),
            'error handler' => var_export(set_error_handler(null), true),
            'classes' => array_values(array_filter(
                get_declared_classes(),
                static fn (string $class) => !str_starts_with($class, 'Cartsignal\\')
            )),
            'autoloaders' => count(spl_autoload_functions()),
            'last error' => error_get_last(),
            'output buffers' => ob_get_level(),
        ];
        PHP;

    public function test_the_core_prints_nothing_and_leaves_no_names_behind(): void
    {
        $code = self::TRACES . <<<'PHP'
            $tests = $plugin . '/tests/Store.php';
            $core = $program = $before = $after = $printed = $loaded = null;
            require $tests;
            Cartsignal\Tests\Store::configuration();
            $before = $held();
            ob_start();
            $core = Cartsignal\Core\Core::ready();
            $program = $core->compile(Cartsignal\Tests\Store::configuration())->program;
            $core->load($program)->step(Cartsignal\Tests\Store::story()[3]);
            $core->lint('{');
            $core->call(Cartsignal\Core\Operation::Step, '{');
            $printed = ob_get_clean();
            $after = $held();
            echo json_encode([$printed, $before, $after]);
            PHP;
        [$printed, $before, $after] = Child::run($code);
        self::assertSame('', $printed);
        self::assertSame($before, $after);
    }

    public function test_the_plugin_declares_nothing_outside_of_its_namespace(): void
    {
        $files = new \RegexIterator(new \RecursiveIteratorIterator(
            new \RecursiveDirectoryIterator(\dirname(__DIR__, 2) . '/src', \FilesystemIterator::SKIP_DOTS)
        ), '/\.php\z/');
        $seen = 0;
        foreach ($files as $file) {
            $text = (string) \file_get_contents($file->getPathname());
            $name = $file->getPathname();
            self::assertStringStartsWith("<?php\n", $text, $name);
            self::assertMatchesRegularExpression('/^namespace Cartsignal(\\\\\w+)?;$/m', $text, $name);
            self::assertStringContainsString("\ndeclare(strict_types=1);\n", $text, $name);
            self::assertStringNotContainsString('?>', $text, $name);
            // Between `namespace` and the class there is nothing that runs, but for the autoloader's one call. Lines of a
            // heredoc are no code.
            $code = (string) \preg_replace('/<<<([\'"]?)(\w+)\1\n.*?\n\s*\2\b/s', '""', $text);
            self::assertDoesNotMatchRegularExpression('/^(function|define|global|echo|print|\$)/m', $code, $name);
            $seen++;
        }
        self::assertGreaterThan(20, $seen);
    }

    /** @dataProvider tricks */
    public function test_a_class_name_leads_to_no_file_outside(string $class): void
    {
        $names = \var_export($class, true);
        self::assertSame([false, []], Child::run(
            "\$before = get_included_files(); \$found = class_exists($names);"
            . ' echo json_encode([$found, array_values(array_diff(get_included_files(), $before))]);'
        ));
    }

    public function test_a_package_that_is_not_there_is_nobody_s_business(): void
    {
        self::assertFalse(Child::run('echo json_encode(class_exists("Cartsignal\\Generated\\Cold\\Module"));'));
    }

    /** @return iterable<string, array{string}> */
    public function tricks(): iterable
    {
        yield 'a folder above' => ['Cartsignal\\..\\tests\\Store'];
        yield 'slashes' => ['Cartsignal\\../tests/Store'];
        yield 'an absolute path' => ['Cartsignal\\/etc/passwd'];
        yield 'a NUL' => ["Cartsignal\\Core\\Core\0"];
        yield 'a stream' => ['Cartsignal\\php://stdin'];
        yield 'an end of line' => ["Cartsignal\\Core\\Core\n"];
        yield 'no name at all' => ['Cartsignal\\'];
        yield 'nothing before the name' => ['Cartsignal\\Generated\\\\Hot'];
        yield 'another plugin' => ['Cartsignal2\\Core\\Core'];
        yield 'a class that is not there' => ['Cartsignal\\Core\\Nobody'];
    }
}
