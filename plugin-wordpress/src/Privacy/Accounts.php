<?php
// Owns what the plugin left with an account: its user meta, and its part of WooCommerce's session.
declare(strict_types=1);

namespace Cartsignal\Privacy;

final class Accounts
{
    private const OURS = ['cartsignal', 'cartsignal_consent', 'cartsignal_recovery'];

    /** Takes it all away; returns whether there was anything. */
    public static function strip(int $user): bool
    {
        $ours = \array_filter(
            \array_keys((array) \get_user_meta($user)),
            static fn (int|string $key): bool => \str_starts_with((string) $key, '_cartsignal_'),
        );
        foreach ($ours as $key) {
            \delete_user_meta($user, (string) $key);
        }
        return self::stripSession($user) || $ours !== [];
    }

    /** A session holds a wrapped data key: while it is there, what was sealed with it is not erased from backups. */
    private static function stripSession(int $user): bool
    {
        $wordpress = $GLOBALS['wpdb'];
        $table = $wordpress->prefix . 'woocommerce_sessions';
        if (!\class_exists('WooCommerce', false)) {
            return false;
        }
        $select = $wordpress->prepare("SELECT session_value FROM `$table` WHERE session_key = %s", (string) $user);
        $session = \maybe_unserialize($wordpress->get_var($select));
        $rest = \is_array($session) ? \array_diff_key($session, \array_flip(self::OURS)) : [];
        if (!\is_array($session) || \count($rest) === \count($session)) {
            return false;
        }
        $wordpress->update($table, ['session_value' => \maybe_serialize($rest)], ['session_key' => (string) $user]);
        if (\class_exists('WC_Cache_Helper') && \defined('WC_SESSION_CACHE_GROUP')) {
            $prefix = \WC_Cache_Helper::get_cache_prefix(\WC_SESSION_CACHE_GROUP);
            \wp_cache_delete($prefix . $user, \WC_SESSION_CACHE_GROUP);
        }
        return true;
    }
}
