<?php
// Owns the guard against the tracing JIT, which miscompiles or hangs on code like the core's (seen with PHP 8.2.35).
declare(strict_types=1);

namespace Cartsignal\Core;

/** The interpreter and the function JIT are right. Written in the syntax of PHP 7.4: see src/autoload.php. */
final class Jit
{
    /** No JIT runs. */
    public const NONE = 'none';
    /** A JIT runs that compiles whole functions. */
    public const FUNCTIONS = 'function';
    /** The tracing JIT is asked for. */
    public const TRACING = 'tracing';
    /** The tracing JIT ran and was switched off for the rest of this request. */
    public const SWITCHED_OFF = 'tracing, switched off';

    /**
     * Switches the tracing JIT off if it runs, and returns what was found: `NONE`, `FUNCTIONS` or `SWITCHED_OFF`. To be
     * called before the first generated class is loaded: what is loaded after it is never traced.
     *
     * @throws Unsupported when it runs and cannot be switched off
     */
    public static function guard(): string
    {
        $setting = \function_exists('ini_get') ? \ini_get('opcache.jit') : false;
        $mode = $setting === false ? self::NONE : self::mode($setting, (string) \ini_get('opcache.jit_buffer_size'));
        if ($mode === self::NONE || !self::cacheRuns()) {
            return self::NONE;
        }
        if ($mode === self::FUNCTIONS) {
            return self::FUNCTIONS;
        }
        // The setting is asked again: a host may have put a function that does nothing in the place of `ini_set`.
        $done = \function_exists('ini_set') && @\ini_set('opcache.jit', 'off') !== false;
        if ($done && \ini_get('opcache.jit') === 'off') {
            return self::SWITCHED_OFF;
        }
        if (!self::mayRun()) {
            return self::NONE;
        }
        throw new Unsupported(
            'the tracing JIT of PHP is on and cannot be switched off here: it breaks the core, so ask the host to set'
            . ' `opcache.jit` to `function` or `off`'
        );
    }

    /**
     * Returns which JIT two settings ask for: `NONE`, `FUNCTIONS` or `TRACING`.
     *
     * @param string $setting `opcache.jit`: a word, or the digits CRTO of which T = 5 means tracing
     * @param string $buffer `opcache.jit_buffer_size`: nothing runs in a buffer of nothing
     */
    public static function mode(string $setting, string $buffer): string
    {
        $word = \strtolower(\trim($setting));
        if (\in_array($word, ['', '0', 'off', 'no', 'false', 'disable'], true)) {
            return self::NONE;
        }
        if (\preg_match('/\A0*[kmg]?\z/i', \trim($buffer)) === 1) {
            return self::NONE;
        }
        if ($word === 'function') {
            return self::FUNCTIONS;
        }
        $digits = $word !== '1' && \preg_match('/\A[0-9]{1,4}\z/', $word) === 1;
        // `1` is a word for tracing, and a word that no PHP has so far is taken for the worst.
        return $digits && \intdiv((int) $word, 10) % 10 !== 5 ? self::FUNCTIONS : self::TRACING;
    }

    /** Returns whether opcache, in which every JIT lives, is on for this kind of PHP. */
    private static function cacheRuns(): bool
    {
        $cli = \in_array(PHP_SAPI, ['cli', 'phpdbg'], true);
        return self::on('opcache.enable') && (!$cli || self::on('opcache.enable_cli'));
    }

    private static function on(string $setting): bool
    {
        return \filter_var((string) \ini_get($setting), FILTER_VALIDATE_BOOLEAN);
    }

    /** Returns false where PHP says that no JIT runs whatever the settings are, as beside some debuggers. */
    private static function mayRun(): bool
    {
        $status = \function_exists('opcache_get_status') ? @\opcache_get_status(false) : false;
        return !\is_array($status) || !isset($status['jit']['on']) || $status['jit']['on'] === true;
    }
}
