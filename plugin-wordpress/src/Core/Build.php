<?php
// Owns one package of generated classes: that all its files are of the same build.
declare(strict_types=1);

namespace Cartsignal\Core;

use Cartsignal\Wasm\Instance;

/**
 * Two checks. Each class is compared with its module when it is loaded, which costs a constant: no request runs parts
 * of two builds, whatever an update or a cache left lying about. `verify` reads every file and compares it with the
 * manifest; it is for the moment after an update, for the page on the site's health, and for tests.
 */
final class Build
{
    private const PREFIX = 'Cartsignal\\Generated\\';

    private const MANIFEST_FORMAT = 1;

    /**
     * @param string $name `Hot` or `Whole`: a folder of `core/` and a namespace below `Cartsignal\Generated`
     * @param bool $traced Whether the tracing JIT ran before the guard switched it off.
     */
    private function __construct(public readonly string $name, private readonly bool $traced)
    {
    }

    /** Returns the module for all that a request does: everything but `compile` and `lint`. */
    public static function hot(Platform $platform): self
    {
        return new self('Hot', $platform->jit() === Jit::SWITCHED_OFF);
    }

    /** Returns the module that has everything. */
    public static function whole(Platform $platform): self
    {
        return new self('Whole', $platform->jit() === Jit::SWITCHED_OFF);
    }

    /**
     * Returns a fresh instance of the module.
     *
     * @throws BuildMismatch when it is not there
     */
    public function instance(): Instance
    {
        $module = $this->module();
        return new $module();
    }

    /**
     * Returns the sha256 of the Wasm module that the classes were made from.
     *
     * @throws BuildMismatch
     */
    public function wasmSha256(): string
    {
        return $this->module()::WASM_SHA256;
    }

    /**
     * Checks every file of the package.
     *
     * @throws BuildMismatch at the first file that is missing, changed or of another build
     */
    public function verify(): void
    {
        $manifest = $this->manifest();
        if ($manifest['wasm_sha256'] !== $this->wasmSha256()) {
            throw new BuildMismatch("`{$this->label('Module.php')}` is of another build than its manifest");
        }
        foreach ($manifest['files'] as $file) {
            $name = $file['name'];
            $path = $this->folder() . "/$name";
            // A name that leads out of the folder is none of ours.
            if (\basename($name) !== $name || !\is_file($path)) {
                throw new BuildMismatch("`{$this->label($name)}` is missing");
            }
            if (\hash_file('sha256', $path) !== $file['sha256']) {
                throw new BuildMismatch("`{$this->label($name)}` is not as it was built");
            }
        }
    }

    /** Compiles what opcache does not hold of the package. */
    public function warm(): void
    {
        $this->cache()->warm();
    }

    /**
     * Compares a class of a package with its module; called by src/autoload.php behind each class it looked for.
     *
     * @throws BuildMismatch when the module is at work and the class is missing or of another build
     */
    public static function agreed(string $class): void
    {
        $module = \substr($class, 0, (int) \strrpos($class, '\\')) . '\\Module';
        // A class named out of the blue, with no module at work, is nobody's business.
        if (!\class_exists($module, false)) {
            return;
        }
        $file = 'core/' . \strtr(\substr($class, \strlen(self::PREFIX)), '\\', '/') . '.php';
        if (!\class_exists($class, false)) {
            throw new BuildMismatch("`$file` is missing");
        }
        if ($class::WASM_SHA256 !== $module::WASM_SHA256) {
            throw new BuildMismatch("`$file` is of another build than its module");
        }
    }

    /** @return class-string<Instance> */
    private function module(): string
    {
        $module = self::PREFIX . $this->name . '\\Module';
        if ($this->traced && !\class_exists($module, false)) {
            $this->cache()->untraced();
        }
        return \class_exists($module) ? $module : throw new BuildMismatch("`{$this->label('Module.php')}` is missing");
    }

    private function cache(): Cache
    {
        return new Cache($this->folder());
    }

    /** @return array{wasm_sha256: string, files: list<array{name: string, sha256: string}>} */
    private function manifest(): array
    {
        $path = $this->folder() . '/manifest.json';
        $manifest = \is_file($path) ? \json_decode((string) \file_get_contents($path), true) : null;
        if (!\is_array($manifest) || ($manifest['format'] ?? null) !== self::MANIFEST_FORMAT) {
            throw new BuildMismatch("`{$this->label('manifest.json')}` is missing or cannot be read");
        }
        return $manifest;
    }

    private function folder(): string
    {
        return \dirname(__DIR__, 2) . "/core/$this->name";
    }

    /** Returns a file's path as people read it. */
    private function label(string $file): string
    {
        return "core/$this->name/$file";
    }
}
