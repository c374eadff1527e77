<?php
// Owns processes of a test that work at once: forked, each with connections of its own, and what each of them answers.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

final class Processes
{
    /**
     * Runs `$work` in as many processes at once, and returns what each answered.
     *
     * @param \Closure(int): mixed $work What it answers is handed on as JSON. It opens its own connections.
     * @return list<mixed>
     */
    public static function each(int $count, \Closure $work): array
    {
        $files = [];
        $children = [];
        $start = \microtime(true) + 0.05;
        for ($n = 0; $n < $count; $n += 1) {
            $files[$n] = \tempnam(\sys_get_temp_dir(), 'cartsignal');
            $child = \pcntl_fork();
            if ($child === 0) {
                \usleep((int) \max(0, ($start - \microtime(true)) * 1e6));
                self::answer($files[$n], static fn (): mixed => $work($n));
            }
            $children[$n] = $child;
        }
        $answers = [];
        foreach ($children as $n => $child) {
            \pcntl_waitpid($child, $status);
            $said = \json_decode((string) \file_get_contents($files[$n]), true);
            \unlink($files[$n]);
            $answers[] = \is_array($said) && \array_key_exists('answer', $said)
                ? $said['answer']
                : throw new \RuntimeException("process $n failed: " . ($said['error'] ?? 'it was killed'));
        }
        return $answers;
    }

    /**
     * Runs `$work` in a process that may kill itself, and returns whether it did.
     *
     * @param \Closure(): void $work
     */
    public static function diesIn(\Closure $work): bool
    {
        try {
            self::each(1, static fn () => $work());
            return false;
        } catch (\RuntimeException $error) {
            return \str_ends_with($error->getMessage(), 'it was killed') ? true : throw $error;
        }
    }

    /** Ends this process as a crash does: nothing is cleaned up, no connection of the parent's is closed. */
    public static function die(): never
    {
        \posix_kill((int) \getmypid(), SIGKILL);
        exit(1);
    }

    private static function answer(string $file, \Closure $work): never
    {
        try {
            $said = ['answer' => $work()];
        } catch (\Throwable $error) {
            $said = ['error' => $error::class . ': ' . $error->getMessage() . ' at ' . $error->getTraceAsString()];
        }
        \file_put_contents($file, \json_encode($said));
        self::die();
    }
}
