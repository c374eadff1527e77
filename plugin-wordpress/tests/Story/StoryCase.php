<?php
// Owns what all stories have in common: each has a stage, which is cleared when it ends.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Tests\Host\MariaDb;
use PHPUnit\Framework\TestCase;

abstract class StoryCase extends TestCase
{
    /** @var list<Stage> */
    private array $stages = [];

    /** @param array<string, mixed> $more Options of the host beyond the usual ones. */
    protected function stage(array $more = [], ?\stdClass $program = null): Stage
    {
        $server = MariaDb::running();
        if ($server === null) {
            self::markTestSkipped('there is no MariaDB on this machine: stories need a real database');
        }
        return $this->stages[] = new Stage($server, $more, $program);
    }

    protected function tearDown(): void
    {
        foreach ($this->stages as $stage) {
            $stage->close();
        }
        $this->stages = [];
    }
}
