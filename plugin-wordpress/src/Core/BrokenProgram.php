<?php
/**
 * Owns the exception for a stored program that is not as it was stored; the way out is to compile the settings again.
 */

declare(strict_types=1);

namespace Cartsignal\Core;

final class BrokenProgram extends \RuntimeException
{
}
