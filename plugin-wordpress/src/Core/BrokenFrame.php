<?php
// Owns the exception for bytes that are no frame.
declare(strict_types=1);

namespace Cartsignal\Core;

final class BrokenFrame extends \RuntimeException
{
}
