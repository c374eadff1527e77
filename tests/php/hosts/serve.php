<?php
// Owns a PHP that answers calls for others to compare: messages from standard input, answers to standard output, in order.
// Both are frames behind their length, as src/contract/frame.rs has them. A message is a word and what it takes:
//
// - `program`, configuration: compiles and stores it; answers the core's answer and the program;
// - `here`, program, operation, frame: a call in the one long sequence of that program; answers all parts;
// - `fresh`, the same: in a new sequence, as a request of the plugin has one;
// - `plugin`, the same: through `LoadedProgram`, with states and JSON as objects; for step, merge, admit and explain.
declare(strict_types=1);

namespace Cartsignal\Tests\Hosts;

use Cartsignal\Core\Core;
use Cartsignal\Core\Frame;

require __DIR__ . '/../../../plugin-wordpress/src/autoload.php';
require __DIR__ . '/Server.php';

(static function (): void {
    $server = new Server(Core::ready());
    while (($head = stream_get_contents(STDIN, 4)) !== '') {
        $message = stream_get_contents(STDIN, Frame::number($head, 0));
        $answer = Frame::encode($server->answer(...Frame::decode($message)));
        fwrite(STDOUT, pack('V', strlen($answer)) . $answer);
    }
})();
