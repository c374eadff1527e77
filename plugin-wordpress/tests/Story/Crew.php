<?php
// Owns processes beside a test's own: each ends by a signal, so that nothing of the test's is cleared twice.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

final class Crew
{
    /** How a process says that it came to the end of its work. */
    private const DONE = SIGTERM;

    /**
     * Runs work in as many processes at once; returns how many came to its end.
     *
     * @param \Closure(int): void $work Told which one it is, from 0.
     */
    public static function together(int $processes, \Closure $work): int
    {
        $children = \array_map(static fn (int $number): int => self::fork($number, $work), \range(0, $processes - 1));
        return \count(\array_filter(\array_map(self::ended(...), $children)));
    }

    /** Runs work in one process; returns whether it came to its end. False: it was killed. */
    public static function alone(\Closure $work): bool
    {
        return self::together(1, $work) === 1;
    }

    private static function fork(int $number, \Closure $work): int
    {
        $child = \pcntl_fork();
        if ($child !== 0) {
            return $child;
        }
        try {
            $work($number);
            \posix_kill(\getmypid(), self::DONE);
        } catch (\Throwable $fault) {
            \fwrite(STDERR, "\n$fault\n");
        }
        \posix_kill(\getmypid(), SIGABRT);
        exit(1);
    }

    private static function ended(int $child): bool
    {
        \pcntl_waitpid($child, $status);
        $signal = \pcntl_wifsignaled($status) ? \pcntl_wtermsig($status) : 0;
        if (!\in_array($signal, [self::DONE, SIGKILL], true)) {
            throw new \RuntimeException('a process failed, see above');
        }
        return $signal === self::DONE;
    }
}
