<?php
/**
 * Owns the exception for a vector that is not told as it should be; its message says where and what.
 */

declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

final class Mismatch extends \RuntimeException
{
}
