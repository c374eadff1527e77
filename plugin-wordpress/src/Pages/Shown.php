<?php
// Owns which page a visit ends on, and what its form says.
declare(strict_types=1);

namespace Cartsignal\Pages;

final class Shown
{
    /**
     * @param string $page A page of wording.json.
     * @param list<string> $acts Its buttons: `yes`, `stop`, `start`.
     * @param array<string, string> $hidden Fields that travel with any button.
     */
    public function __construct(
        public readonly string $page,
        public readonly array $acts = [],
        public readonly array $hidden = [],
        public readonly int $status = 200
    ) {
    }

    /** Returns the page for a press that does not count. */
    public static function stale(): self
    {
        return new self('stale_form', status: 400);
    }
}
