<?php
// Owns an arrival as it lies in the inbox.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Row
{
    /**
     * @param int $place Its order among all.
     * @param string $kind `input`, `wake`, `merge`, `receipt`, `inbound`, or one that a `Takes` takes in.
     * @param \stdClass $payload What was appended; empty where there was nothing to say.
     * @param int $at When it came, in ms since epoch.
     * @param int $attempts How often it failed.
     */
    public function __construct(
        public readonly int $place,
        public readonly string $kind,
        public readonly string $naturalKey,
        public readonly ?string $shopper,
        public readonly ?string $recipient,
        public readonly \stdClass $payload,
        public readonly int $at,
        public readonly int $attempts
    ) {
    }
}
