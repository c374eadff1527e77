<?php
// Owns the exception for a vector that is not told as it should be.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

/** Its message says where and what. */
final class Mismatch extends \RuntimeException
{
}
