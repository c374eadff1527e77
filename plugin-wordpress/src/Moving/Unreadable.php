<?php
// Owns that a file cannot be taken in, with a sentence for the owner.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class Unreadable extends \RuntimeException
{
}
