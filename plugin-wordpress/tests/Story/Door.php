<?php
// Owns the store's door in a story: a real HTTP listener on loopback, which hands calls to the host's hooks.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Host\Hooks;

final class Door
{
    /** Where the provider is told that the store is: signatures are about this. */
    public const ORIGIN = 'https://shop.example';

    public readonly string $url;

    /** @var resource */
    private $listener;

    public function __construct()
    {
        $this->listener = \stream_socket_server('tcp://127.0.0.1:0');
        $this->url = 'http://' . \stream_socket_get_name($this->listener, false);
    }

    public static function hookUrl(string $provider): string
    {
        return self::ORIGIN . "/wp-json/cartsignal/v1/hooks/$provider";
    }

    /** Answers a call that waits, if there is one. */
    public function serve(Hooks $hooks): void
    {
        $read = [$this->listener];
        $none = null;
        if (\stream_select($read, $none, $none, 0, 2_000) > 0) {
            $this->answer($hooks);
        }
    }

    private function answer(Hooks $hooks): void
    {
        $call = \stream_socket_accept($this->listener);
        [$method, $path] = \explode(' ', (string) \fgets($call));
        $headers = [];
        while (($line = \trim((string) \fgets($call))) !== '') {
            [$name, $value] = \explode(':', $line, 2);
            $headers[] = [$name, \trim($value)];
        }
        $length = (int) (\array_change_key_case(\array_column($headers, 1, 0))['content-length'] ?? 0);
        $body = $length === 0 ? '' : (string) \stream_get_contents($call, $length);
        $reply = $hooks->answer('twilio', $method, self::ORIGIN . $path, $headers, $body);
        \fwrite($call, "HTTP/1.1 {$reply['status']} So\r\nConnection: close\r\n");
        foreach ($reply['headers'] as [$name, $value]) {
            \fwrite($call, "$name: $value\r\n");
        }
        \fwrite($call, "\r\n" . $reply['body']);
        \fclose($call);
    }
}
