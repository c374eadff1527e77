<?php
// Owns the fault of sealed bytes that are not what was sealed, or were sealed with another key.
declare(strict_types=1);

namespace Cartsignal\Host;

final class SealBroken extends \RuntimeException
{
}
