<?php
// Owns the runner in PHP: `php tests/php/conformance.php [part of a path]`, on the core as the plugin runs it.
// With `--record FILE` it prints what the core answers to a vector, for review.
declare(strict_types=1);

namespace Cartsignal\Tests;

use Cartsignal\Core\Core;
use Cartsignal\Tests\Conformance\Library;
use Cartsignal\Tests\Conformance\Record;
use Cartsignal\Tests\Conformance\Timeline;

require __DIR__ . '/../../plugin-wordpress/src/autoload.php';
require __DIR__ . '/autoload.php';

// Numbers are written by `json_encode` here: those of vectors must not depend on a host's settings.
ini_set('serialize_precision', '-1');

exit((static function (array $words): int {
    if (($words[0] ?? '') === '--record') {
        Record::print($words[1] ?? throw new \InvalidArgumentException('expected the path of a vector'), Core::ready());
        return 0;
    }
    ['vectors' => $vectors, 'failures' => $failures, 'sha256' => $sha256] =
        Timeline::runAll(Library::read($words[0] ?? ''), Core::ready());
    foreach ($failures as $failure) {
        echo $failure, "\n";
    }
    echo "$vectors vectors, sha256 $sha256\n";
    return $failures === [] ? 0 : 1;
})(array_slice($argv, 1)));
