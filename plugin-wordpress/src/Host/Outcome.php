<?php
// Owns what became of carrying a decision out: accepted, refused or unknown, with what is known of it.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Outcome
{
    /**
     * @param string $state `accepted`, `refused` or `unknown`
     * @param string|null $why A `Refusal` of the contract.
     * @param string|null $detail A narrower word for the owner, where the host itself refused.
     * @param string|null $code The provider's own.
     * @param int|null $retryAt For a refusal that passes.
     * @param int|null $lookUpAt When an unknown one is looked up; null where nobody can.
     * @param \stdClass|null $price `Amount` of the contract.
     * @param string|null $alarm What the owner has to see to.
     * @param \stdClass|null $result What the core is told, where that is more than the above.
     */
    private function __construct(
        public readonly string $state,
        public readonly ?string $why = null,
        public readonly ?string $detail = null,
        public readonly ?string $code = null,
        public readonly ?int $retryAt = null,
        public readonly ?int $lookUpAt = null,
        public readonly ?string $providerId = null,
        public readonly ?int $parts = null,
        public readonly ?\stdClass $price = null,
        public readonly ?string $alarm = null,
        private readonly ?\stdClass $result = null
    ) {
    }

    public static function accepted(?string $providerId = null, ?int $parts = null): self
    {
        return new self('accepted', providerId: $providerId, parts: $parts);
    }

    public static function refused(
        string $why,
        ?string $detail = null,
        ?string $code = null,
        ?int $retryAt = null
    ): self {
        return new self('refused', $why, $detail, $code, $retryAt);
    }

    public static function unknown(string $code): self
    {
        return new self('unknown', code: $code);
    }

    /** Reads what a gateway says: `Sending` of the contract. */
    public static function of(\stdClass $sending): self
    {
        $state = (string) \array_key_first((array) $sending);
        $told = $sending->{$state};
        return new self(
            $state,
            $told->why ?? null,
            null,
            $told->code ?? null,
            $told->retry_at ?? null,
            $told->look_up_at ?? null,
            $told->provider_id ?? null,
            $told->parts ?? null,
            $told->price ?? null,
            $told->alarm ?? null
        );
    }

    /**
     * Reads what a platform answers: `Outcome` of the contract.
     *
     * @param array{done?: array<string, mixed>, refused?: array{why: string}, unknown?: mixed} $answer
     */
    public static function ofPlatform(array $answer): self
    {
        if (isset($answer['done'])) {
            return new self('accepted', result: (object) ['done' => (object) $answer['done']]);
        }
        $why = $answer['refused']['why'] ?? null;
        return $why === null ? self::unknown('no_answer') : self::refused($why);
    }

    /** Returns it in the core's words: `Outcome` of the contract. */
    public function told(): \stdClass
    {
        return $this->result ?? match ($this->state) {
            'accepted' => (object) ['done' => self::known(['parts' => $this->parts])],
            'refused' => (object) ['refused' => self::known(['why' => $this->why, 'retry_at' => $this->retryAt])],
            'unknown' => (object) ['unknown' => new \stdClass()],
        };
    }

    /** @param array<string, mixed> $values */
    private static function known(array $values): \stdClass
    {
        return (object) \array_filter($values, static fn (mixed $value): bool => $value !== null);
    }
}
