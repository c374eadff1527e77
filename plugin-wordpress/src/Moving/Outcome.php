<?php
// Owns what one row of an import says: an opt-out, a permission, or why it is neither.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class Outcome
{
    /**
     * @param 'opt_out'|'consent'|'left' $kind `left` is no mistake: the row says nothing of the kind that is imported.
     * @param string|null $reason Why it is left out, of `Refusals`.
     * @param list<\stdClass> $phones `Phone` of the contract: all that the number may be.
     */
    private function __construct(
        public readonly string $kind,
        public readonly ?string $reason,
        public readonly ?Permitted $who,
        public readonly array $phones,
        public readonly int $at
    ) {
    }

    /** @param non-empty-list<\stdClass> $phones */
    public static function optOut(array $phones, int $at): self
    {
        return new self('opt_out', null, null, $phones, $at);
    }

    public static function consent(Permitted $who, int $at): self
    {
        return new self('consent', null, $who, [$who->phone], $at);
    }

    public static function refused(string $reason): self
    {
        return new self('left', $reason, null, [], 0);
    }
}
