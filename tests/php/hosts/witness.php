<?php
// Owns what a PHP says of itself when a script ends, for `auto_prepend_file`: a line `witness {…}` on standard error, by
// which the tools check that a run had the version, the opcache and the JIT that it was meant to have.
declare(strict_types=1);

namespace Cartsignal\Tests\Hosts;

register_shutdown_function(static function (): void {
    $cache = function_exists('opcache_get_status') ? opcache_get_status(true) : false;
    $scripts = array_keys($cache === false ? [] : $cache['scripts'] ?? []);
    $jit = $cache === false ? [] : $cache['jit'] ?? [];
    $said = [
        'version' => PHP_VERSION,
        'core_scripts_in_opcache' => count(preg_grep('#/plugin-wordpress/core/.*\.php$#', $scripts)),
        'jit_setting' => ini_get('opcache.jit'),
        'jit_on' => $jit['on'] ?? false,
        'jit_bytes' => ($jit['buffer_size'] ?? 0) - ($jit['buffer_free'] ?? 0),
        'peak_bytes' => memory_get_peak_usage(true),
    ];
    fwrite(STDERR, 'witness ' . json_encode($said) . "\n");
});
