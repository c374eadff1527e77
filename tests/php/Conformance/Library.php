<?php
// Owns reading the vectors from disk: the files in order of their paths' bytes, the programs, the shared contacts.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

use Cartsignal\Core\Json as Reader;

final class Library
{
    private const FOLDER = __DIR__ . '/../../vectors';

    private const NO_AREAS = ['.', '..', 'programs', 'runner'];

    /**
     * @param array<string, string> $vectors Texts by path, in order.
     * @param array<string, \stdClass> $programs Configurations by name.
     */
    private function __construct(
        public readonly array $vectors,
        public readonly array $programs,
        public readonly \stdClass $contacts
    ) {
    }

    /** Returns the library; with `$part`, only the vectors whose path contains it. */
    public static function read(string $part = ''): self
    {
        $paths = [];
        foreach (array_diff(scandir(self::FOLDER), self::NO_AREAS) as $area) {
            if (is_dir(self::FOLDER . "/$area")) {
                array_push($paths, ...self::files($area));
            }
        }
        $paths = array_filter($paths, static fn (string $path): bool => $part === '' || str_contains($path, $part));
        sort($paths, SORT_STRING);
        $programs = [];
        foreach (self::files('programs') as $path) {
            $programs[basename($path, '.json')] = Reader::read(self::text($path));
        }
        $texts = array_map(self::text(...), $paths);
        return new self(array_combine($paths, $texts), $programs, Reader::read(self::text('contacts.json')));
    }

    /** @return list<string> */
    private static function files(string $area): array
    {
        $known = static fn (string $name): bool => str_ends_with($name, '.json');
        $names = array_values(array_filter(scandir(self::FOLDER . "/$area"), $known));
        return array_map(static fn (string $name): string => "$area/$name", $names);
    }

    private static function text(string $path): string
    {
        return file_get_contents(self::FOLDER . "/$path");
    }
}
