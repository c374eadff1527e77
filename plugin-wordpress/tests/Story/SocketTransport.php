<?php
// Owns real HTTP for the stories: one request over a socket, told step by step, so that a process can be ended in each.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Host\Heard;
use Cartsignal\Host\Transport;

final class SocketTransport implements Transport
{
    /** @param int $mostMs No request takes longer, whatever the core allows: a test doesn't wait for half a minute. */
    public function __construct(private readonly int $mostMs = 700)
    {
    }

    public function perform(\stdClass $http, \Closure $point): Heard
    {
        $parts = \parse_url($http->url);
        $until = \microtime(true) + \min($this->mostMs, $http->timeout_ms) / 1_000;
        $address = "{$parts['host']}:{$parts['port']}";
        $socket = @\stream_socket_client("tcp://$address", $number, $text, $this->mostMs / 1_000);
        if ($socket === false) {
            return Heard::silent(false);
        }
        $point('connected');
        $path = ($parts['path'] ?? '/') . (isset($parts['query']) ? "?{$parts['query']}" : '');
        $lines = ["$http->method $path HTTP/1.1", "Host: $address", 'Connection: close'];
        foreach ([...$http->headers, ['Content-Length', (string) \strlen($http->body ?? '')]] as [$name, $value]) {
            $lines[] = "$name: $value";
        }
        \fwrite($socket, \implode("\r\n", $lines) . "\r\n\r\n" . ($http->body ?? ''));
        $point('request_written');
        \stream_set_blocking($socket, false);
        $answer = '';
        while (!\feof($socket) && \microtime(true) < $until && \strlen($answer) <= 2 * self::MOST_ANSWER_BYTES) {
            $read = [$socket];
            $none = null;
            if (\stream_select($read, $none, $none, 0, 50_000) > 0) {
                if ($answer === '') {
                    $point('answer_begun');
                }
                $answer .= (string) \fread($socket, 65_536);
            }
        }
        $whole = \feof($socket);
        \fclose($socket);
        return self::heard($answer, $whole);
    }

    private static function heard(string $answer, bool $whole): Heard
    {
        [$head, $body] = \explode("\r\n\r\n", $answer, 2) + ['', ''];
        $lines = \explode("\r\n", $head);
        if (\preg_match('~\AHTTP/1\.1 (\d{3})~', $lines[0], $found) !== 1) {
            return Heard::silent(true);
        }
        $headers = [];
        foreach (\array_slice($lines, 1) as $line) {
            [$name, $value] = \explode(':', $line, 2) + ['', ''];
            $headers[] = [$name, \trim($value)];
        }
        $length = \array_change_key_case(\array_column($headers, 1, 0))['content-length'] ?? null;
        if ($length !== null && \strlen($body) < (int) $length && \strlen($body) <= self::MOST_ANSWER_BYTES) {
            return Heard::silent(true);
        }
        return Heard::answered((int) $found[1], $headers, \substr($body, 0, self::MOST_ANSWER_BYTES + 1));
    }
}
