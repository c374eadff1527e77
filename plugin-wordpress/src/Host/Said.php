<?php
// Owns one input for the core, and whom it is about.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Said
{
    /**
     * @param \stdClass|array<string, mixed> $input As `Input` of the contract.
     * @param array<string, mixed> $contact What is learned of the person with it.
     */
    public function __construct(
        public readonly ?string $shopper,
        public readonly ?string $recipient,
        public readonly \stdClass|array $input,
        public readonly array $contact = []
    ) {
    }
}
