<?php
// Owns the fake provider of a story: a process of its own on real HTTP, in the story's time, with its journal.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

final class FakeProvider
{
    private const TOKEN = 'fake-token';

    private const SECONDS = 20;

    public readonly string $url;

    private readonly string $journal;

    private readonly string $clock;

    /** @var resource|null */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param string $door Where its calls go, whatever host they name. */
    public function __construct(string $door, string $smsUrl, int $now)
    {
        $this->journal = (string) \tempnam(\sys_get_temp_dir(), 'cartsignal-journal-');
        $this->clock = (string) \tempnam(\sys_get_temp_dir(), 'cartsignal-clock-');
        $this->at($now);
        $asked = ['port' => 0, 'clock' => $this->clock, 'accountSid' => self::account(), 'authToken' => self::TOKEN];
        $asked += ['journal' => $this->journal, 'callbackBase' => $door, 'smsUrl' => $smsUrl];
        $command = ['node', __DIR__ . '/provider.mjs', \json_encode($asked)];
        $process = \proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $this->pipes);
        if ($process === false) {
            throw new \RuntimeException('node does not start');
        }
        $this->process = $process;
        $this->url = $this->heard(static fn () => null)->url;
    }

    /** Sets its time, in ms since epoch. */
    public function at(int $now): void
    {
        \file_put_contents("$this->clock.next", (string) $now);
        \rename("$this->clock.next", $this->clock);
    }

    /** @return array{name: string, settings: array<string, string>} */
    public function provider(): array
    {
        $settings = ['account_sid' => self::account(), 'auth_token' => self::TOKEN, 'base' => $this->url];
        return ['name' => 'twilio', 'settings' => $settings];
    }

    /** @return list<\stdClass> Texts that it was given, oldest first: `sid`, `to`, `from`, `body`, `statusCallback`. */
    public function texts(): array
    {
        $lines = \explode("\n", (string) \file_get_contents($this->journal));
        return \array_map(static fn (string $line): \stdClass => \json_decode($line), \array_slice($lines, 0, -1));
    }

    /**
     * Has it do something, and returns what came of it.
     *
     * @param array<string, mixed> $word `tick` or `inbound`
     * @param \Closure(): void $meanwhile Answers the calls that it makes for that.
     */
    public function does(array $word, \Closure $meanwhile): \stdClass
    {
        if ($this->process === null) {
            return (object) ['posted' => 0, 'next' => null];
        }
        \fwrite($this->pipes[0], \json_encode($word) . "\n");
        return $this->heard($meanwhile);
    }

    public function close(): void
    {
        if ($this->process === null) {
            return;
        }
        \proc_terminate($this->process, 9);
        \proc_close($this->process);
        $this->process = null;
        \unlink($this->clock);
    }

    public function __destruct()
    {
        @\unlink($this->journal);
        @\unlink($this->clock);
    }

    private static function account(): string
    {
        return 'AC' . \str_repeat('0', 32);
    }

    private function heard(\Closure $meanwhile): \stdClass
    {
        for ($until = \microtime(true) + self::SECONDS; \microtime(true) < $until;) {
            $read = [$this->pipes[1]];
            $none = null;
            if (\stream_select($read, $none, $none, 0, 2_000) > 0) {
                $said = \json_decode((string) \fgets($this->pipes[1]));
                return $said ?? throw new \RuntimeException('the fake provider ended');
            }
            $meanwhile();
        }
        throw new \RuntimeException('the fake provider says nothing');
    }
}
