<?php
// Owns the refusal of changes: what is wrong, by the field it was entered in.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class Unfit extends \InvalidArgumentException
{
    /** @param non-empty-array<string, string> $errors JSON pointer into the changes, as `/shop/name`, to one sentence. */
    public function __construct(public readonly array $errors)
    {
        parent::__construct('settings refused at ' . \implode(', ', \array_keys($errors)));
    }
}
