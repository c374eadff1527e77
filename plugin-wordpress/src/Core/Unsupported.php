<?php
/**
 * Owns the exception for a PHP that the core cannot run in; its message is a sentence for the owner of the store.
 */

declare(strict_types=1);

namespace Cartsignal\Core;

final class Unsupported extends \RuntimeException
{
}
