<?php
// Owns the exception for a stored program that is not as it was stored.
declare(strict_types=1);

namespace Cartsignal\Core;

/** The way out is to compile the settings again. */
final class BrokenProgram extends \RuntimeException
{
}
