<?php
// Owns who a row of an import speaks of, and with which proof.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class Permitted
{
    /**
     * @param \stdClass $phone `Phone` of the contract.
     * @param int|null $confirmedAt When the number's owner confirmed by text, in ms.
     */
    public function __construct(
        public readonly \stdClass $phone,
        public readonly ?int $confirmedAt = null,
        public readonly string $basis = 'express',
        public readonly string $wording = '',
        public readonly string $source = '',
        public readonly string $name = '',
        public readonly string $locale = '',
        public readonly string $email = ''
    ) {
    }
}
