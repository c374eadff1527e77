<?php
// Owns what the core asks of the PHP it runs in, and what was found and done there.
declare(strict_types=1);

namespace Cartsignal\Core;

/** Made for the page on the site's health too. Written in the syntax of PHP 7.4: see src/autoload.php. */
final class Platform
{
    /** The oldest PHP that runs the core, as in `PHP_VERSION_ID`. */
    private const OLDEST_VERSION = 80_100;

    private const INTEGER_BYTES = 8;

    /** @var string What `Jit::guard` found. */
    private $jit;

    private function __construct(string $jit)
    {
        $this->jit = $jit;
    }

    /**
     * Checks this PHP and makes it ready: to be called before the first generated class is loaded, and as often as you
     * like.
     *
     * @throws Unsupported
     */
    public static function ready(int $integerBytes = PHP_INT_SIZE, int $version = PHP_VERSION_ID): self
    {
        if ($version < self::OLDEST_VERSION) {
            $found = \sprintf('%d.%d', \intdiv($version, 10_000), \intdiv($version, 100) % 100);
            throw new Unsupported("the core needs PHP 8.1 or later, this is PHP `$found`");
        }
        if ($integerBytes !== self::INTEGER_BYTES) {
            $bits = $integerBytes * 8;
            throw new Unsupported("the core needs a PHP with integers of 64 bits, those of this one have `$bits`");
        }
        return new self(Jit::guard());
    }

    /**
     * Returns the facts, by name, as plain values.
     *
     * @return array{php: string, integer_bits: int, jit: string}
     */
    public function facts(): array
    {
        return ['php' => PHP_VERSION, 'integer_bits' => PHP_INT_SIZE * 8, 'jit' => $this->jit];
    }

    /** Returns which JIT was found: one of the constants of `Jit`. */
    public function jit(): string
    {
        return $this->jit;
    }
}
