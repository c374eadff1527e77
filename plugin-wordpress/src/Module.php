<?php
// Owns what every part of the plugin that WordPress calls has in common.
declare(strict_types=1);

namespace Cartsignal;

interface Module
{
    public function __construct(Services $services);

    /**
     * Adds the module's hooks. It runs on every request: no query, no option but the one that is autoloaded, and no class
     * that only a hook needs.
     */
    public function register(): void;
}
