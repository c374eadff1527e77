<?php
// Owns the exception for a program that another release of the core compiled.
declare(strict_types=1);

namespace Cartsignal\Core;

/** The way out is to compile the settings again. */
final class StaleProgram extends \RuntimeException
{
}
