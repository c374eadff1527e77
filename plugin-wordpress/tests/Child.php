<?php
// Owns how a test runs code in a PHP of its own, with settings of its own, and reads the JSON it prints.
declare(strict_types=1);

namespace Cartsignal\Tests;

final class Child
{
    /**
     * Runs PHP code and returns what it printed, decoded. Anything else that is printed is a failure.
     *
     * @param string $code It finds the plugin's folder in `$plugin`, and its classes.
     * @param list<string> $settings as `opcache.jit=tracing`
     * @param string $plugin By default this one.
     */
    public static function run(string $code, array $settings = [], string $plugin = ''): mixed
    {
        $plugin = $plugin === '' ? \dirname(__DIR__) : $plugin;
        $command = [\PHP_BINARY];
        foreach (['display_errors=stderr', 'error_reporting=-1', ...$settings] as $setting) {
            \array_push($command, '-d', $setting);
        }
        $quoted = \var_export($plugin, true);
        \array_push($command, '-r', "\$plugin = $quoted; require \$plugin . '/src/autoload.php'; $code");
        $process = \proc_open($command, [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
        $printed = (string) \stream_get_contents($pipes[1]);
        $status = \proc_close($process);
        $answer = \json_decode($printed, true);
        if ($status !== 0 || $answer === null) {
            throw new \RuntimeException("the child ended with $status: $printed");
        }
        return $answer;
    }
}
