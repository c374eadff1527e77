<?php
// Owns the texts at hand: ours (core/texts.json, copied from the core's) with the owner's own over them.
declare(strict_types=1);

namespace Cartsignal\Journeys;

use Cartsignal\Services;

final class Texts
{
    /** @var array<string, mixed>|null */
    private ?array $library = null;

    public function __construct(private readonly Services $services)
    {
    }

    public function ours(string $name, string $language): string
    {
        return $this->library()['texts'][$name][$language] ?? '';
    }

    /** Returns the owner's own body, or null where ours is used. */
    public function own(string $name, string $language): ?string
    {
        return $this->services->settings()->texts()[$name][$language] ?? null;
    }

    /** Returns the line that follows a body, by the sender's way out. */
    public function wayOut(string $wayOut, string $language): string
    {
        return $this->library()['way_out'][$wayOut][$language] ?? '';
    }

    /** @return array<string, mixed> */
    private function library(): array
    {
        $file = $this->services->folder() . '/core/texts.json';
        return $this->library ??= \json_decode((string) \file_get_contents($file), true, 8, JSON_THROW_ON_ERROR);
    }
}
