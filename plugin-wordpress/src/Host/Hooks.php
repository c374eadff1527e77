<?php
// Owns the door for providers: a call is proved, written to the inbox, and only then answered.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\Sending;

final class Hooks
{
    /** The most of a call that is read. Source: src/gateway, MOST_HOOK_BYTES. */
    public const MOST_BYTES = 65_536;

    private const DAY_MS = 86_400_000;

    /** What is answered to a call that is not believed, by why. */
    private const STATUS = [
        'unsigned' => 403,
        'forged' => 403,
        'stale' => 403,
        'malformed' => 400,
        'unsupported' => 404,
    ];

    /** The longest key of a call that is kept as it is; of a longer one, its hash. */
    private const KEY_BYTES = 160;

    /** Old keys that a call takes away with it: bounded, so that no call is slow. */
    private const SWEPT = 100;

    /**
     * @param \Closure(): int $clock
     * @param \Closure(string): string $standsFor See Options.
     */
    public function __construct(
        private readonly Database $database,
        private readonly Inbox $inbox,
        private readonly Notices $notices,
        private readonly Outbox $outbox,
        private readonly Keys $keys,
        private readonly Sending $sending,
        private readonly ?Gateway $gateway,
        private readonly \Closure $clock,
        private readonly \Closure $point,
        private readonly \Closure $standsFor
    ) {
    }

    /**
     * Answers a call.
     *
     * @param string $url As the provider was told it, with the query of the call: what the signature is about.
     * @param list<array{string, string}> $headers As they came.
     * @param string|null $body Null: too long to be one.
     * @return array{status: int, headers: list<array{string, string}>, body: string, written: bool} `written`: there is
     *     something to take in.
     */
    public function answer(string $provider, string $method, string $url, array $headers, ?string $body): array
    {
        if ($this->gateway?->provider !== $provider) {
            return $this->refused($provider, 'unsupported');
        }
        if ($body === null || \strlen($body) > self::MOST_BYTES) {
            return ['status' => 413] + $this->refused($provider, 'malformed');
        }
        ($this->point)('hook_read');
        $hook = ['method' => $method, 'url' => $url, 'headers' => \array_slice($headers, 0, Transport::MOST_HEADERS)];
        $answer = $this->gateway->hear($hook, $body, ($this->clock)());
        if (!isset($answer->heard)) {
            return $this->refused($provider, $answer->refused ?? 'malformed');
        }
        ($this->point)('hook_proved');
        $written = $this->write($provider, $answer->heard);
        ($this->point)('hook_committed');
        return (array) $answer->heard->reply + ['written' => $written];
    }

    /** Writes what a call said, once; returns whether it was the first time and said something. */
    private function write(string $provider, \stdClass $heard): bool
    {
        $key = $heard->replay->key;
        $key = \strlen($key) > self::KEY_BYTES ? \hash('sha256', $key) : $key;
        $arrivals = \array_values(\array_filter(\array_map($this->arrival(...), $heard->notices)));
        $now = ($this->clock)();
        return $this->database->transaction(function () use ($provider, $key, $heard, $arrivals, $now): bool {
            $this->database->run('DELETE FROM {hook_keys} WHERE keep_until < ? LIMIT ' . self::SWEPT, $now);
            $sql = 'INSERT INTO {hook_keys} (provider, replay, keep_until) VALUES (?, ?, ?)
                ON DUPLICATE KEY UPDATE replay = replay';
            if ($this->database->run($sql, $provider, $key, $now + $heard->replay->keep_days * self::DAY_MS) === 0) {
                $this->notices->count('repeated', $now, $provider);
                return false;
            }
            foreach ($arrivals as $place => [$kind, $notice, $shopper, $recipient]) {
                $natural = "hook:$provider:$key:$place";
                $this->inbox->append($kind, $natural, ['notice' => $notice], $now, $shopper, $recipient);
            }
            ($this->point)('hook_written');
            return $arrivals !== [];
        });
    }

    /** @return array{string, \stdClass, string|null, string|null}|null Kind, notice, shopper, recipient. */
    private function arrival(\stdClass $notice): ?array
    {
        if (isset($notice->receipt)) {
            $entry = $this->outbox->ofAttempt($notice->receipt);
            return ['receipt', $notice->receipt, $entry?->shopper, $entry?->recipient];
        }
        if (!isset($notice->inbound)) {
            return null;
        }
        // The recipient's key is made here, so that no text to them leaves before this is taken in.
        $phone = $this->sending->parsePhone($notice->inbound->from)->phone ?? null;
        $recipient = $phone === null ? null : ($this->standsFor)($this->keys->recipient($phone->e164));
        return ['inbound', $notice->inbound, null, $recipient];
    }

    /** @return array{status: int, headers: list<array{string, string}>, body: string, written: bool} */
    private function refused(string $provider, string $why): array
    {
        // A name that no provider has is not kept: anybody could fill the table with them.
        $known = $this->gateway?->provider === $provider ? $provider : '';
        $this->notices->count($why, ($this->clock)(), $known);
        return ['status' => self::STATUS[$why] ?? 400, 'headers' => [], 'body' => '', 'written' => false];
    }
}
