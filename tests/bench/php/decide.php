<?php
// Owns one decision by the core as one request of a store makes it: classes, the program from its row, states in and
// out. It answers how long each phase took, what memory it took, and what was decided.
declare(strict_types=1);

namespace Cartsignal\Bench;

use Cartsignal\Core\Core;
use Cartsignal\Core\StoredProgram;

require __DIR__ . '/Timer.php';
$timer = new Timer();

(static function () use ($timer): void {
    $asked = json_decode((string) file_get_contents('php://input'), true);
    $timer->phase('request');
    require dirname(__DIR__, 3) . '/plugin-wordpress/src/autoload.php';
    $core = Core::ready();
    $timer->phase('classes');
    $read = static fn (int $offset, int $length): string =>
        (string) file_get_contents($asked['row'], false, null, $offset, $length);
    $program = $core->load(StoredProgram::open($read));
    $timer->phase('program');
    $shopper = base64_decode($asked['shopper'], true);
    $stepped = $program->step($asked['request'], $shopper, base64_decode($asked['recipient'], true));
    $timer->phase('decision');
    $timer->answer([
        'answer' => $stepped->answer,
        'shopper' => base64_encode($stepped->shopper),
        'recipient' => base64_encode($stepped->recipient),
    ]);
})();
