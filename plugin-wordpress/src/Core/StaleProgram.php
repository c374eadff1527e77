<?php
/**
 * Owns the exception for a program that another release of the core compiled; the way out is to compile the settings again.
 */

declare(strict_types=1);

namespace Cartsignal\Core;

final class StaleProgram extends \RuntimeException
{
}
