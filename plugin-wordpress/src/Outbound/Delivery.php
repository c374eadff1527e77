<?php
// Owns one request to the owner's receiver: its body, its signature, and what came of it.
declare(strict_types=1);

namespace Cartsignal\Outbound;

use Cartsignal\Host\People;

/** Signed as by Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and body. Only a status of 200 to 299 is a yes. */
final class Delivery
{
    private const SECONDS = 5;

    /** What is read of an answer: nobody looks at it. */
    private const MOST_BYTES = 4_096;

    private const SECRET = 'whsec_';

    private const SECRET_BYTES = 24;

    /** @param array{url: string, secret: string, events: list<string>, numbers: bool} $webhook */
    public function __construct(
        #[\SensitiveParameter]
        private readonly array $webhook,
        private readonly People $people
    ) {
    }

    /** Returns a fresh secret. */
    public static function secret(): string
    {
        return self::SECRET . \base64_encode(\random_bytes(self::SECRET_BYTES));
    }

    /**
     * Sends an event.
     *
     * @param array{id: string, event: string, at: int, recipient: ?string, told: string} $row
     * @param int $now When it is signed, in ms.
     * @return array{status: ?int, error: ?string} `error`: null where the receiver said yes, else `address`, `connection`,
     *     `timeout`, `redirect` or `status`.
     */
    public function send(array $row, int $now): array
    {
        $address = Address::of($this->webhook['url']);
        if ($address === null) {
            return ['status' => null, 'error' => 'address'];
        }
        $body = $this->body($row);
        $moment = (string) \intdiv($now, 1_000);
        $pin = static function (mixed $handle) use ($address): void {
            if ($handle instanceof \CurlHandle) {
                \curl_setopt($handle, \CURLOPT_RESOLVE, [$address->pinned()]);
            }
        };
        \add_action('http_api_curl', $pin, PHP_INT_MAX);
        try {
            return self::heard(\wp_remote_post($this->webhook['url'], [
                'headers' => [
                    'content-type' => 'application/json',
                    'webhook-id' => $row['id'],
                    'webhook-timestamp' => $moment,
                    'webhook-signature' => 'v1,' . $this->signature($row['id'], $moment, $body),
                ],
                'body' => $body,
                'timeout' => self::SECONDS,
                'redirection' => 0,
                'user-agent' => 'Cartsignal',
                'cookies' => [],
                'reject_unsafe_urls' => !Address::mayBeLocal(),
                'limit_response_size' => self::MOST_BYTES,
            ]));
        } finally {
            \remove_action('http_api_curl', $pin, PHP_INT_MAX);
        }
    }

    /** @param array<string, mixed> $row */
    private function body(array $row): string
    {
        $facts = \json_decode($row['told'], true) ?: [];
        if ($this->webhook['numbers'] && $row['recipient'] !== null) {
            // Gone once its owner was forgotten.
            $number = $this->people->contact('recipient', $row['recipient'])['e164'] ?? null;
            $facts += $number === null ? [] : ['number' => $number];
        }
        $seconds = \gmdate('Y-m-d\TH:i:s', \intdiv($row['at'], 1_000));
        $timestamp = \sprintf('%s.%03dZ', $seconds, $row['at'] % 1_000);
        return \json_encode(
            ['type' => $row['event'], 'timestamp' => $timestamp, 'data' => (object) $facts],
            JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
        );
    }

    private function signature(string $id, string $moment, string $body): string
    {
        $secret = $this->webhook['secret'];
        $key = \str_starts_with($secret, self::SECRET)
            ? (string) \base64_decode(\substr($secret, \strlen(self::SECRET)))
            : $secret;
        return \base64_encode(\hash_hmac('sha256', "$id.$moment.$body", $key, true));
    }

    /**
     * @param array<string, mixed>|\WP_Error $answer
     * @return array{status: ?int, error: ?string}
     */
    private static function heard(array|\WP_Error $answer): array
    {
        if (\is_wp_error($answer)) {
            $isSlow = \stripos($answer->get_error_message(), 'timed out') !== false;
            return ['status' => null, 'error' => $isSlow ? 'timeout' : 'connection'];
        }
        $status = (int) \wp_remote_retrieve_response_code($answer);
        return ['status' => $status, 'error' => match (true) {
            $status >= 200 && $status < 300 => null,
            $status >= 300 && $status < 400 => 'redirect',
            default => 'status',
        }];
    }
}
