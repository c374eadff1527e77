<?php
// Owns what opcache says of itself: whether it is on, and how much memory the scripts below a folder take.
declare(strict_types=1);

namespace Cartsignal\Bench;

(static function (): void {
    ['folder' => $folder] = json_decode((string) file_get_contents('php://input'), true);
    $status = function_exists('opcache_get_status') ? opcache_get_status(true) : false;
    $ours = array_filter(
        $status['scripts'] ?? [],
        static fn (string $path): bool => str_starts_with($path, $folder),
        ARRAY_FILTER_USE_KEY
    );
    header('Content-Type: application/json');
    echo json_encode([
        'php' => PHP_VERSION,
        'opcache' => $status !== false && $status['opcache_enabled'],
        'jit' => $status['jit']['on'] ?? false,
        'files' => count($ours),
        'bytes' => array_sum(array_column($ours, 'memory_consumption')),
        'strings' => $status['interned_strings_usage']['used_memory'] ?? 0,
    ], JSON_THROW_ON_ERROR);
})();
