<?php
// Owns what becomes of an error in a hook: it is noted, without anything personal, and the store goes on.
declare(strict_types=1);

namespace Cartsignal;

final class Fault
{
    /** Between two lines about the same place: a broken store must not fill its own log. Chosen. */
    private const QUIET_SECONDS = 300;

    /** @var array<string, int> When each place was last noted in this request, as Unix time. */
    private static array $noted = [];

    /**
     * Notes an error and never throws. The message of an exception may hold what a shopper typed, so only its class, code
     * and place are written.
     *
     * @param string $where The part of the plugin that failed, as `capture.cart`.
     */
    public static function note(\Throwable $error, string $where): void
    {
        if (\time() - (self::$noted[$where] ?? 0) < self::QUIET_SECONDS) {
            return;
        }
        self::$noted[$where] = \time();
        $place = \basename($error->getFile()) . ':' . $error->getLine();
        $line = \sprintf('cartsignal %s: %s (%s) at %s', $where, $error::class, (string) $error->getCode(), $place);
        // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- the store's own log is where an owner looks.
        \error_log($line);
        try {
            \do_action('cartsignal_fault', $where, $error);
        } catch (\Throwable) {
            // A listener that fails as well has nobody left to tell.
        }
    }
}
