<?php
// Owns what the core knows of sending: numbers, answers, providers and senders. It performs nothing.
declare(strict_types=1);

namespace Cartsignal\Core;

final class Sending
{
    public function __construct(private readonly Core $core)
    {
    }

    /**
     * Reads a phone number as a shopper typed it.
     *
     * @param string|null $country ISO 3166-1 alpha-2, for numbers without a calling code.
     * @return \stdClass `Parsed` of the contract.
     */
    public function parsePhone(string $text, ?string $country = null): \stdClass
    {
        return $this->core->call(Operation::ParsePhone, Json::write(['text' => $text, 'country' => $country]))->ok();
    }

    /**
     * Reads what a recipient wrote back.
     *
     * @return \stdClass `Reading` of the contract.
     */
    public function readReply(string $text, ?string $locale = null): \stdClass
    {
        return $this->core->call(Operation::ReadReply, Json::write(['text' => $text, 'locale' => $locale]))->ok();
    }

    /**
     * Returns the HTTP request that carries out an errand at a provider.
     *
     * @param array<string, mixed> $request `GatewayRequest` of the contract.
     * @return \stdClass `Requested` of the contract.
     */
    public function request(array $request): \stdClass
    {
        return $this->core->call(Operation::Request, Json::write($request))->ok();
    }

    /**
     * Reads what a provider answered, or that it did not.
     *
     * @param array<string, mixed> $request `ResponseRequest` of the contract.
     * @return \stdClass `Responded` of the contract.
     */
    public function response(array $request, string $body = ''): \stdClass
    {
        return $this->core->call(Operation::Response, Json::write($request), $body)->ok();
    }

    /**
     * Returns what the host is to prove before a webhook call is believed, and the bytes that each proof is about.
     *
     * @param array<string, mixed> $request `HookRequest` of the contract.
     * @return array{\stdClass, list<string>} `ChallengeAnswer` of the contract, and the bytes.
     */
    public function challenge(array $request, string $body): array
    {
        $answer = $this->core->call(Operation::Challenge, Json::write($request), $body);
        return [$answer->ok(), $answer->parts];
    }

    /**
     * Reads a webhook call, if the proofs hold.
     *
     * @param array<string, mixed> $request `WebhookRequest` of the contract.
     * @return \stdClass `Hooked` of the contract.
     */
    public function webhook(array $request, string $body): \stdClass
    {
        return $this->core->call(Operation::Webhook, Json::write($request), $body)->ok();
    }

    /**
     * Writes what an owner pastes into the registration of a sender.
     *
     * @param array<string, mixed> $request `RegistrationRequest` of the contract.
     * @param string $configuration JSON text, as for `compile`.
     * @return \stdClass `Registration` of the contract.
     */
    public function registration(array $request, string $configuration): \stdClass
    {
        return $this->core->call(Operation::Registration, Json::write($request), $configuration)->ok();
    }

    /** Returns the table of senders, of one country or all: `SendersAnswer` of the contract. */
    public function senders(?string $country = null): \stdClass
    {
        return $this->core->call(Operation::Senders, Json::write(['country' => $country]))->ok();
    }

    /** Returns every provider, with the settings it needs: `ProvidersAnswer` of the contract. */
    public function providers(): \stdClass
    {
        return $this->core->call(Operation::Providers, '{}')->ok();
    }
}
