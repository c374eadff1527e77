<?php
// Owns sending a response off before its request goes on working: only where PHP can, so that no shopper ever waits.
declare(strict_types=1);

namespace Cartsignal\Wake;

final class Response
{
    /** What FPM and LiteSpeed bring. */
    private const FINISHERS = ['fastcgi_finish_request', 'litespeed_finish_request'];

    /** Returns whether the shopper can have the whole answer while this process still works. */
    public static function canFinish(): bool
    {
        return self::finisher() !== null;
    }

    /** Sends off what there is and returns whether the shopper has it. What is printed afterwards goes nowhere. */
    public static function finish(): bool
    {
        $finisher = self::finisher();
        if ($finisher === null) {
            return false;
        }
        // A session left open would make the shopper's next request wait for its lock.
        if (\session_status() === PHP_SESSION_ACTIVE) {
            \session_write_close();
        }
        \ignore_user_abort(true);
        return $finisher();
    }

    /** @return callable-string|null */
    private static function finisher(): ?string
    {
        foreach (self::FINISHERS as $name) {
            if (\function_exists($name)) {
                return $name;
            }
        }
        return null;
    }
}
