<?php
// Owns writing a program as the plugin stores it: `php row.php PROGRAM HASH HEAD_BYTES ROW`.
declare(strict_types=1);

namespace Cartsignal\Bench;

use Cartsignal\Core\Build;
use Cartsignal\Core\Platform;
use Cartsignal\Core\StoredProgram;

require dirname(__DIR__, 3) . '/plugin-wordpress/src/autoload.php';

[, $file, $hash, $headBytes, $row] = $argv;
$platform = Platform::ready();
$made = [Build::whole($platform)->wasmSha256(), Build::hot($platform)->wasmSha256()];
$program = StoredProgram::compiled((string) file_get_contents($file), $hash, (int) $headBytes, ...$made);
file_put_contents($row, $program->toBytes());
