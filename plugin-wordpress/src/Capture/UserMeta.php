<?php
// Owns how the plugin's facts about a user are named: users are the network's, what they said to a shop is that site's.
declare(strict_types=1);

namespace Cartsignal\Capture;

final class UserMeta
{
    /** Somebody who could be texted. */
    private const REACHABLE = '_cartsignal_reachable';

    /** Which recipient a customer is, by the number given while logged in. */
    private const RECIPIENT = '_cartsignal_recipient';

    public static function reachable(): string
    {
        return self::REACHABLE . self::site();
    }

    public static function recipient(): string
    {
        return self::RECIPIENT . self::site();
    }

    /** The main site's have no number: they were there before a site became a network. */
    private static function site(): string
    {
        return \is_multisite() && !\is_main_site() ? '_' . \get_current_blog_id() : '';
    }
}
