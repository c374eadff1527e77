<?php
// Owns when numbers of test texts are forgotten: with the runner's own minute, whoever looks.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Module;
use Cartsignal\Services;
use Cartsignal\Wake\Wake;

final class Trial implements Module
{
    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_action(Wake::TICK, fn () => $this->services->safely('trial', fn (): bool => (new TestNote($this->services))->forget()), 20);
    }
}
