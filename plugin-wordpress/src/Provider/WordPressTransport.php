<?php
// Owns performing a provider's request by WordPress's HTTP: its proxy and certificates count, other plugins do not.
declare(strict_types=1);

namespace Cartsignal\Provider;

use Cartsignal\Host\Heard;
use Cartsignal\Host\Transport;

/**
 * Other plugins may change requests by filters. What keeps a text from going twice, or from being read by others, is
 * set after theirs.
 *
 * The trap: where an answer claims an encoding that it doesn't have, WordPress performs the request a second time, and
 * the text goes twice. So no encoding is asked for, and none is undone.
 */
final class WordPressTransport implements Transport
{
    /** Errors of cURL before a byte of the request is written: proxy's name, name, connection, TLS and its files. */
    private const BEFORE = [5, 6, 7, 35, 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91];

    private const TIMEOUT = 28;

    /** WordPress itself did not begin: outgoing calls are blocked, the address is none, no transport fits. */
    private const NOT_BEGUN = ['http_request_not_executed', 'http_failure'];

    private const LAST = PHP_INT_MAX;

    private ?\CurlHandle $handle = null;

    public function perform(\stdClass $http, \Closure $point): Heard
    {
        $force = static fn (array $arguments): array => self::forced($http) + $arguments;
        $verify = static fn (): bool => true;
        $watch = function (mixed $handle) use ($point): void {
            $this->watch($handle, $point);
        };
        $this->handle = null;
        \add_filter('http_request_args', $force, self::LAST);
        \add_filter('https_ssl_verify', $verify, self::LAST);
        \add_action('http_api_curl', $watch, self::LAST);
        try {
            $answer = \wp_remote_request($http->url, self::forced($http));
            return $this->heard($answer, \str_starts_with($http->url, 'https:'));
        } catch (\Throwable) {
            return Heard::silent(true);
        } finally {
            \remove_filter('http_request_args', $force, self::LAST);
            \remove_filter('https_ssl_verify', $verify, self::LAST);
            \remove_action('http_api_curl', $watch, self::LAST);
            $this->handle = null;
        }
    }

    /** @return array<string, mixed> */
    private static function forced(\stdClass $http): array
    {
        return [
            'method' => $http->method,
            'headers' => \array_column($http->headers, 1, 0),
            'body' => $http->body,
            'timeout' => $http->timeout_ms / 1_000,
            'redirection' => 0,
            'httpversion' => '1.1',
            'user-agent' => 'Cartsignal',
            'blocking' => true,
            'cookies' => [],
            'compress' => false,
            'decompress' => false,
            'sslverify' => true,
            'stream' => false,
            'filename' => null,
            // The core itself says which addresses are none: a provider's, or on this machine.
            'reject_unsafe_urls' => false,
            'limit_response_size' => self::MOST_ANSWER_BYTES + 1,
        ];
    }

    private function watch(mixed $handle, \Closure $point): void
    {
        if ($handle instanceof \CurlHandle) {
            \curl_setopt($handle, \CURLOPT_ENCODING, null);
            \curl_setopt($handle, \CURLOPT_HTTP_CONTENT_DECODING, false);
            $this->handle = $handle;
        }
        $point('connecting');
    }

    /** @param array<string, mixed>|\WP_Error $answer */
    private function heard(array|\WP_Error $answer, bool $secure): Heard
    {
        if (\is_wp_error($answer)) {
            return Heard::silent($this->mayHaveLeft($answer, $secure));
        }
        $status = (int) \wp_remote_retrieve_response_code($answer);
        // A plugin that answers in the provider's place leaves no status at times.
        if ($status === 0) {
            return Heard::silent(true);
        }
        $headers = self::pairs(\wp_remote_retrieve_headers($answer));
        return Heard::answered($status, $headers, \wp_remote_retrieve_body($answer));
    }

    /** Returns false only where it is certain that nothing left. */
    private function mayHaveLeft(\WP_Error $error, bool $secure): bool
    {
        if ($this->handle === null) {
            return !\in_array($error->get_error_code(), self::NOT_BEGUN, true);
        }
        if (\curl_getinfo($this->handle, \CURLINFO_REQUEST_SIZE) !== 0) {
            return true;
        }
        $number = \curl_errno($this->handle);
        if ($number !== self::TIMEOUT) {
            return !\in_array($number, self::BEFORE, true);
        }
        $ready = $secure ? \CURLINFO_APPCONNECT_TIME : \CURLINFO_CONNECT_TIME;
        return \curl_getinfo($this->handle, $ready) > 0.0;
    }

    /**
     * @param iterable<string, string|list<string>> $headers
     * @return list<array{string, string}>
     */
    private static function pairs(iterable $headers): array
    {
        $pairs = [];
        foreach ($headers as $name => $values) {
            foreach ((array) $values as $value) {
                $pairs[] = [(string) $name, (string) $value];
            }
        }
        return $pairs;
    }
}
