<?php
// Owns that one process at a time changes the settings: each begins with the row as the one before it left it.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class Turn
{
    /** How long another one's change may take, its compiling included. Chosen: some ten times as long as it does. */
    private const SECONDS = 10;

    /**
     * Does the work when it is its turn. Where the server knows no such locks, or the one before hangs, it is done all the
     * same, and still begins with the row as it is.
     *
     * @template T
     * @param \Closure(): T $work
     * @return T
     */
    public static function take(\Closure $work): mixed
    {
        global $wpdb;
        $name = 'cartsignal_settings_' . \md5(DB_NAME . $wpdb->prefix);
        $isOurs = $wpdb->get_var($wpdb->prepare('SELECT GET_LOCK(%s, %d)', $name, self::SECONDS)) === '1';
        try {
            // What this request read before is no longer what is kept.
            foreach (['alloptions', 'notoptions', Settings::OPTION] as $cached) {
                \wp_cache_delete($cached, 'options');
            }
            return $work();
        } finally {
            if ($isOurs) {
                $wpdb->query($wpdb->prepare('SELECT RELEASE_LOCK(%s)', $name));
            }
        }
    }
}
