<?php
// Owns talking to the provider: the core words requests and reads answers, this adds seals and has the HTTP performed.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\CoreTrap;
use Cartsignal\Core\Refused;
use Cartsignal\Core\Sending;

final class Gateway
{
    /** @param array<string, string> $settings The account's, by name. */
    public function __construct(
        private readonly Sending $sending,
        public readonly string $provider,
        #[\SensitiveParameter]
        private readonly array $settings,
        private readonly Transport $transport,
        private readonly \Closure $point
    ) {
    }

    /**
     * Returns what an errand needs: an HTTP request to perform, or its outcome at once.
     *
     * @param array<string, mixed> $errand `Errand` of the contract.
     * @return \stdClass `Requested` of the contract.
     * @throws Refused
     * @throws CoreTrap
     */
    public function prepare(array $errand, int $moment): \stdClass
    {
        return $this->sending->request($this->account($moment) + ['errand' => $errand]);
    }

    /**
     * Performs a prepared request and returns what it came to. An answer that can't be read leaves it unknown.
     *
     * @param \Closure(): int $clock
     */
    public function send(array $errand, \stdClass $prepared, \Closure $clock): Outcome
    {
        try {
            $outcome = $prepared->settled ?? $this->performed($errand, $prepared, $clock)->outcome;
            return Outcome::of($outcome);
        } catch (Refused $refused) {
            return Outcome::unknown($refused->refusal);
        } catch (CoreTrap) {
            return Outcome::unknown('core.trap');
        }
    }

    /**
     * Asks the provider something that sends nothing.
     *
     * @param \Closure(): int $clock
     * @return \stdClass `Checked` of the contract.
     */
    public function check(array $errand, \Closure $clock): \stdClass
    {
        $prepared = $this->prepare($errand, $clock());
        return $prepared->checked ?? $this->performed($errand, $prepared, $clock)->checked;
    }

    /** Returns what is to be thought of an attempt of which nothing was heard: its process ended in it. */
    public function silence(array $errand, int $moment): Outcome
    {
        $asked = $this->account($moment) + ['errand' => $errand, 'heard' => Heard::silent(true)->heard];
        try {
            return Outcome::of($this->sending->response($asked)->outcome);
        } catch (Refused | CoreTrap) {
            return Outcome::unknown('no_answer');
        }
    }

    /**
     * Reads a provider's call.
     *
     * @param array{method: string, url: string, headers: list<array{string, string}>} $hook
     * @return \stdClass `Hooked` of the contract.
     */
    public function hear(array $hook, string $body, int $moment): \stdClass
    {
        $call = $this->account($moment) + ['hook' => $hook];
        [$answer, $bytes] = $this->sending->challenge($call, $body);
        if (!isset($answer->prove)) {
            return $answer;
        }
        $proofs = [];
        foreach ($answer->prove as $place => $proof) {
            $proofs[] = $this->proof($proof, $bytes[$place] ?? '');
        }
        // The core compares them, in constant time: neither the expected one nor where they differ is told.
        return $this->sending->webhook($call + ['proofs' => $proofs], $body);
    }

    private function performed(array $errand, \stdClass $prepared, \Closure $clock): \stdClass
    {
        $heard = $this->transport->perform($this->sealed($prepared->http), $this->point);
        $asked = ['errand' => $errand, 'heard' => $heard->heard];
        return $this->sending->response($this->account($clock()) + $asked, $heard->body);
    }

    /** @return array<string, mixed> */
    private function account(int $moment): array
    {
        return ['provider' => $this->provider, 'settings' => (object) $this->settings, 'moment' => $moment];
    }

    private function sealed(\stdClass $http): \stdClass
    {
        $seal = $http->seal ?? null;
        if ($seal === null) {
            return $http;
        }
        $signature = \hash_hmac('sha256', $seal->message, $this->key($seal->key), true);
        $written = $seal->encoding === 'base64' ? \base64_encode($signature) : \bin2hex($signature);
        $sealed = clone $http;
        $sealed->headers = [...$http->headers, [$seal->header, $seal->prefix . $written]];
        return $sealed;
    }

    /** @param \stdClass $proof `Proof` of the contract. */
    private function proof(\stdClass $proof, string $bytes): string
    {
        return match ($proof->algorithm) {
            'sha256' => \hash('sha256', $bytes),
            'hmac_sha1' => \hash_hmac('sha1', $bytes, $this->key($proof->key)),
            'hmac_sha256' => \hash_hmac('sha256', $bytes, $this->key($proof->key)),
            default => throw new \LogicException("the core asks for a proof by `$proof->algorithm`"),
        };
    }

    /** @param \stdClass $key `Key` of the contract. */
    private function key(\stdClass $key): string
    {
        $text = \substr($this->settings[$key->setting] ?? '', $key->skip);
        return $key->encoding === 'base64' ? (string) \base64_decode($text) : $text;
    }
}
