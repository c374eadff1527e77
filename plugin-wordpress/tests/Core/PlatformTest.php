<?php
// Owns the tests of what the core asks of PHP.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Jit;
use Cartsignal\Core\Platform;
use Cartsignal\Core\Unsupported;
use PHPUnit\Framework\TestCase;

final class PlatformTest extends TestCase
{
    public function test_a_php_of_32_bits_is_refused(): void
    {
        $this->expectException(Unsupported::class);
        $this->expectExceptionMessage('the core needs a PHP with integers of 64 bits, those of this one have `32`');
        Platform::ready(4);
    }

    public function test_a_php_before_8_1_is_refused(): void
    {
        $this->expectException(Unsupported::class);
        $this->expectExceptionMessage('the core needs PHP 8.1 or later, this is PHP `8.0`');
        Platform::ready(8, 80_030);
    }

    public function test_this_php_is_ready_and_says_what_it_is(): void
    {
        $platform = Platform::ready();
        self::assertSame(['php' => \PHP_VERSION, 'integer_bits' => 64, 'jit' => Jit::NONE], $platform->facts());
        self::assertSame(Jit::NONE, $platform->jit());
    }
}
