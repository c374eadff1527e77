<?php
// Owns how a test runs a script in a PHP of its own, with settings of its own, and reads the JSON it prints.
declare(strict_types=1);

namespace Cartsignal\Tests;

final class Child
{
    /**
     * Runs PHP code and returns what it printed, decoded; all else that it prints is a failure.
     *
     * @param list<string> $settings as `opcache.jit=tracing`
     */
    public static function run(string $code, array $settings = [], string $plugin = __DIR__ . '/..'): mixed
    {
        // A php.ini of this machine must not decide what is tested.
        $command = [\PHP_BINARY, '-d', 'display_errors=stderr', '-d', 'error_reporting=-1'];
        foreach ($settings as $setting) {
            \array_push($command, '-d', $setting);
        }
        $autoload = \var_export("$plugin/src/autoload.php", true);
        \array_push($command, '-r', "require $autoload;\n$code");
        $process = \proc_open($command, [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
        $printed = \stream_get_contents($pipes[1]);
        $status = \proc_close($process);
        $answer = \json_decode($printed, true);
        if ($status !== 0 || $answer === null) {
            throw new \RuntimeException("the child ended with $status: $printed");
        }
        return $answer;
    }
}
