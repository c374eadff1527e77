<?php
// Owns what the scripts of the benchmark measure about themselves.
declare(strict_types=1);

namespace Cartsignal\Bench;

final class Timer
{
    private readonly int $began;
    private readonly float $cpu;
    private int $last;
    /** @var array<string, float> Milliseconds by phase. */
    private array $phases = [];

    public function __construct()
    {
        $this->cpu = self::cpu();
        $this->began = $this->last = hrtime(true);
    }

    /** Notes that a phase is over. */
    public function phase(string $name): void
    {
        $now = hrtime(true);
        $this->phases[$name] = ($now - $this->last) / 1e6;
        $this->last = $now;
    }

    /**
     * Writes the answer: what is handed in, with times in milliseconds and bytes of memory.
     *
     * @param array<string, mixed> $found
     */
    public function answer(array $found): void
    {
        $cpu = self::cpu() - $this->cpu;
        $memory = ['peak' => memory_get_peak_usage(), 'peak_real' => memory_get_peak_usage(true)];
        $total = ($this->last - $this->began) / 1e6;
        header('Content-Type: application/json');
        echo json_encode(
            $found + ['total' => $total, 'cpu' => $cpu, 'phases' => $this->phases, 'memory' => $memory],
            JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE
        );
    }

    /** Returns the milliseconds of processor time that this process has used. */
    private static function cpu(): float
    {
        $used = getrusage();
        $of = static fn (string $kind): float => $used["ru_$kind.tv_sec"] * 1e3 + $used["ru_$kind.tv_usec"] / 1e3;
        return $of('utime') + $of('stime');
    }
}
