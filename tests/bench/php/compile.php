<?php
// Owns compiling a configuration as saving the settings does, timed.
declare(strict_types=1);

namespace Cartsignal\Bench;

use Cartsignal\Core\Core;

require __DIR__ . '/Timer.php';
$timer = new Timer();

(static function () use ($timer): void {
    $configuration = (string) file_get_contents('php://input');
    require dirname(__DIR__, 3) . '/plugin-wordpress/src/autoload.php';
    $row = Core::ready()->compile($configuration)->program->toBytes();
    $timer->phase('compile');
    $timer->answer(['row_bytes' => strlen($row)]);
})();
