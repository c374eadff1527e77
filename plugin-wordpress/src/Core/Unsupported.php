<?php
// Owns the exception for a PHP that the core cannot run in.
declare(strict_types=1);

namespace Cartsignal\Core;

/** Its message is a sentence for the owner of the store. */
final class Unsupported extends \RuntimeException
{
}
