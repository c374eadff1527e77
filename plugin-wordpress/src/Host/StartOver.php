<?php
// Owns the word for a transaction that has to begin again: what it read before it held the locks has changed.
declare(strict_types=1);

namespace Cartsignal\Host;

final class StartOver extends \RuntimeException
{
}
