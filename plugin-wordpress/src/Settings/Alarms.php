<?php
// Owns the words for what the host raises an alarm about.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class Alarms
{
    public static function sentence(string $alarm): string
    {
        return match ($alarm) {
            'late' => \__('The runner was more than ten minutes late: see Site Health for the line to add to the crontab.', 'cartsignal'),
            'login_refused' => \__('The provider refuses the login: enter the account SID and the auth token again.', 'cartsignal'),
            'provider_settings' => \__('The provider can\'t work with its settings: enter them again.', 'cartsignal'),
            'balance_low' => \__('No money is left at the provider: top the balance up.', 'cartsignal'),
            'sender_refused' => \__('The provider refuses the sender: it may not send there, or is not registered.', 'cartsignal'),
            'mark_unwritable' => \__('Nothing is sent: PHP may not write beside the file of keys (see Site Health).', 'cartsignal'),
            'settings_refused' => \__('Nothing is decided: this release refuses the settings, so save them again and see why.', 'cartsignal'),
            'restored' => \__('Nothing is sent: the database was put back from a backup, and texts and opt-outs since then are missing in it. Once you press Resume under WooCommerce > Cartsignal, texts go again, except about carts that were left before.', 'cartsignal'),
            /* translators: %s: the name of an alarm. */
            default => \sprintf(\__('The host reports: %s.', 'cartsignal'), \str_replace('_', ' ', $alarm)),
        };
    }
}
