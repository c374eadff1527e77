<?php
// Owns what follows from a step or a merge: the answer, and the states after it.
declare(strict_types=1);

namespace Cartsignal\Core;

final class Stepped
{
    /**
     * @param \stdClass $answer `SteppedAnswer` or `MergedAnswer` of the contract.
     * @param string $shopper The shopper's state, of a merge the survivor's; empty when there is none.
     * @param string $recipient The recipient's state; empty when there is none.
     */
    public function __construct(
        public readonly \stdClass $answer,
        public readonly string $shopper,
        public readonly string $recipient
    ) {
    }

    /** @throws Refused */
    public static function of(Answer $answer): self
    {
        return new self($answer->ok(), $answer->part(1), $answer->part(2));
    }
}
