<?php
// Owns the tests of a core whose files are not of one build.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Build;
use Cartsignal\Core\Core;
use Cartsignal\Core\Platform;
use Cartsignal\Tests\PluginCopy;
use PHPUnit\Framework\TestCase;

final class BuildTest extends TestCase
{
    /** Makes a call, and answers with the sentence of what went wrong. */
    private const CALL = <<<'PHP'
        try {
            $core = Cartsignal\Core\Core::ready();
            $answer = $core->call(Cartsignal\Core\Operation::Measure, '{"text":"a"}')->ok()->parts;
        } catch (Cartsignal\Core\BuildMismatch $wrong) {
            $answer = $wrong->getMessage();
        }
        echo json_encode($answer);
        PHP;

    private const VERIFY = <<<'PHP'
        try {
            Cartsignal\Core\Core::ready()->verify();
            $answer = 'all is well';
        } catch (Cartsignal\Core\BuildMismatch $wrong) {
            $answer = $wrong->getMessage();
        }
        echo json_encode($answer);
        PHP;

    public function test_the_core_as_it_was_built_is_verified(): void
    {
        $this->expectNotToPerformAssertions();
        Core::ready()->verify();
    }

    public function test_the_two_modules_are_two(): void
    {
        $platform = Platform::ready();
        self::assertMatchesRegularExpression('/\A[0-9a-f]{64}\z/', Build::hot($platform)->wasmSha256());
        self::assertNotSame(Build::hot($platform)->wasmSha256(), Build::whole($platform)->wasmSha256());
    }

    public function test_a_class_of_another_build_is_refused_when_it_is_loaded(): void
    {
        $copy = PluginCopy::make();
        self::assertSame(1, $copy->run(self::CALL));
        self::spoil($copy, 'Part');
        self::assertMatchesRegularExpression(
            '~\A`core/Hot/Part\d+\.php` is of another build than its module: upload the plugin again\z~',
            $copy->run(self::CALL)
        );
    }

    public function test_a_memory_of_another_build_is_refused_too(): void
    {
        $copy = PluginCopy::make();
        self::spoil($copy, 'Image');
        self::assertStringStartsWith('`core/Hot/Image.php` is of another build', $copy->run(self::CALL));
    }

    public function test_a_class_that_was_not_uploaded_is_named(): void
    {
        $copy = PluginCopy::make();
        foreach (\glob("$copy->folder/core/Hot/Part*.php") as $part) {
            $copy->remove('core/Hot/' . \basename($part));
        }
        self::assertMatchesRegularExpression(
            '~\A`core/Hot/Part\d+\.php` is missing: upload the plugin again\z~',
            $copy->run(self::CALL)
        );
        $copy->remove('core/Hot/Module.php');
        self::assertStringStartsWith('`core/Hot/Module.php` is missing', $copy->run(self::CALL));
    }

    /** @dataProvider spoiled */
    public function test_verifying_finds_what_is_wrong(\Closure $spoil, string $sentence): void
    {
        $copy = PluginCopy::make();
        $spoil($copy);
        self::assertSame("$sentence: upload the plugin again", $copy->run(self::VERIFY));
    }

    /** @return iterable<string, array{\Closure(PluginCopy): void, string}> */
    public function spoiled(): iterable
    {
        $changed = static fn (string $file, \Closure $change): \Closure =>
            static fn (PluginCopy $copy) => $copy->change($file, $change);
        yield 'a changed byte' => [
            $changed('core/Hot/Part000.php', static fn (string $text): string => $text . ' '),
            '`core/Hot/Part000.php` is not as it was built',
        ];
        yield 'a file cut short' => [
            $changed('core/Whole/Part001.php', static fn (string $text): string => \substr($text, 0, 1_000)),
            '`core/Whole/Part001.php` is not as it was built',
        ];
        yield 'a missing file' => [
            static fn (PluginCopy $copy) => $copy->remove('core/Whole/Part001.php'),
            '`core/Whole/Part001.php` is missing',
        ];
        yield 'a missing manifest' => [
            static fn (PluginCopy $copy) => $copy->remove('core/Hot/manifest.json'),
            '`core/Hot/manifest.json` is missing or cannot be read',
        ];
        yield 'a manifest cut short' => [
            $changed('core/Hot/manifest.json', static fn (string $text): string => \substr($text, 0, 200)),
            '`core/Hot/manifest.json` is missing or cannot be read',
        ];
        yield 'a module of another build' => [
            static fn (PluginCopy $copy) => self::spoil($copy, 'Module'),
            '`core/Hot/Module.php` is of another build than its manifest',
        ];
        yield 'a manifest that leads out of its folder' => [
            $changed('core/Hot/manifest.json', static fn (string $text): string =>
                \str_replace('"Part000.php"', '"../Hot/Part000.php"', $text)),
            '`core/Hot/../Hot/Part000.php` is missing',
        ];
    }

    /** Gives classes of the hot package the sha256 of another module. */
    private static function spoil(PluginCopy $copy, string $name): void
    {
        foreach (\glob("$copy->folder/core/Hot/$name*.php") as $file) {
            $other = static fn (string $text): string =>
                \preg_replace("/(WASM_SHA256 = ')[0-9a-f]{8}/", '${1}00000000', $text);
            $copy->change('core/Hot/' . \basename($file), $other);
        }
    }
}
