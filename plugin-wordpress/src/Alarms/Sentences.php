<?php
// Owns the words of alarms: what is wrong, the way out, and the screen where it is.
declare(strict_types=1);

namespace Cartsignal\Alarms;

/** An alarm may be about one thing of several: its name then ends in a colon and the name of that. */
final class Sentences
{
    /** Screens by alarm; where there is none, the first one. */
    private const ROUTES = [
        'balance_low' => '/numbers', 'balance_ends' => '/numbers', 'budget_near' => '/numbers', 'budget_spent' => '/numbers',
        'budget_day' => '/numbers', 'login_refused' => '/settings', 'provider_settings' => '/settings',
        'sender_refused' => '/markets', 'settings_refused' => '/settings', 'webhook_failing' => '/settings',
        'journey_paused' => '/journeys', 'coupon_guard' => '/journeys', 'coupon_tried' => '/journeys',
        'replies_waiting' => '/activity', 'quarantined' => '/activity', 'no_receipts' => '/activity', 'mail_failed' => '/settings',
    ];

    /** Returns what is wrong, in one or two sentences. */
    public static function sentence(string $alarm): string
    {
        [$name, $about] = \explode(':', $alarm, 2) + [1 => ''];
        return match ($name) {
            'late' => \__('The runner was more than ten minutes late: texts that were due waited for it.', 'cartsignal'),
            'failing' => \__('Each run has failed for more than ten minutes: nothing is decided or sent.', 'cartsignal'),
            'login_refused' => \__('The provider refuses the login: no text goes out.', 'cartsignal'),
            'provider_settings' => \__('The provider can\'t work with its settings: no text goes out.', 'cartsignal'),
            'balance_low' => \__('No money is left at the provider: no text goes out.', 'cartsignal'),
            'balance_ends' => \__('The money at the provider is nearly used up.', 'cartsignal'),
            'sender_refused' => \__('The provider refuses the sender: it may not send there, or is not registered.', 'cartsignal'),
            'no_receipts' => \__('Texts were sent, and for two hours the provider has reported on none of them: neither receipts nor STOP come through.', 'cartsignal'),
            'hook_unsigned' => \__('Calls of the provider are refused, for their signature is wrong: neither receipts nor STOP come through.', 'cartsignal'),
            'hook_unreachable' => \__('The address where the provider reports to does not answer as it should: neither receipts nor STOP may come through.', 'cartsignal'),
            'budget_near' => \__('80 percent of this month\'s budget are spent.', 'cartsignal'),
            'budget_spent' => \__('This month\'s budget is spent: no more texts go out until next month.', 'cartsignal'),
            'budget_day' => \__('Today\'s share of the budget is spent: no more texts go out until tomorrow.', 'cartsignal'),
            'journey_paused' => self::ofJourney($about),
            'other_instance' => \__('Nothing is sent from this site: its address, its kind of environment or its files are not those it was set up with. It moved, or it is a copy.', 'cartsignal'),
            'restored' => \__('Nothing is sent: the database was put back from a backup, and texts and opt-outs since then are missing in it.', 'cartsignal'),
            'keys' => \__('The keys of this store are missing, or not those of its database: nothing is read, decided or sent.', 'cartsignal'),
            'trouble' => \__('Cartsignal could not be set up, and nothing is sent.', 'cartsignal'),
            'mark_unwritable' => \__('Nothing is sent: PHP may not write beside the file of keys.', 'cartsignal'),
            'opt_outs_unwritable' => \__('Opt-outs count, but can\'t be written down beside the file of keys: after a restore from a backup they would be missing.', 'cartsignal'),
            'settings_refused' => \__('Nothing new is decided: this release refuses the settings.', 'cartsignal'),
            'quarantined' => \__('Something that came in was set aside after three failures, such as an order, a receipt or a reply.', 'cartsignal'),
            'replies_waiting' => \__('A reply to a text has waited for you for more than a day. Its sender gets no texts until you have read it.', 'cartsignal'),
            'coupon_guard' => \__('As many coupons were issued this month as you allow: no more are until next month.', 'cartsignal'),
            'coupon_tried' => \__('Somebody else than the phone it was sent to tried one of our coupons more than five times. It was refused each time.', 'cartsignal'),
            'webhook_failing' => \__('The receiver of your webhook has failed for a day: nothing more is sent to it.', 'cartsignal'),
            'mail_failed' => \__('An alarm could not be sent by mail: this site\'s mailer refused it.', 'cartsignal'),
            /* translators: %s: the name of an alarm. */
            default => \sprintf(\__('The host reports: %s.', 'cartsignal'), \strtr($alarm, ['_' => ' ', ':' => ' '])),
        };
    }

    /** Returns what the owner can do about it, in a sentence; null where nothing is known. */
    public static function wayOut(string $alarm): ?string
    {
        return match (\explode(':', $alarm, 2)[0]) {
            'late' => \__('Tools > Site Health has a line for the crontab of the server: add it, or ask your host to.', 'cartsignal'),
            'failing' => \__('The site\'s error log says where it fails; Tools > Site Health names what is missing.', 'cartsignal'),
            'login_refused' => \__('Enter the account SID and the auth token again, and see at the provider whether the account is active.', 'cartsignal'),
            'provider_settings' => \__('Enter the provider\'s settings again.', 'cartsignal'),
            'balance_low', 'balance_ends' => \__('Top the balance up at the provider.', 'cartsignal'),
            'sender_refused' => \__('See under Countries which sender it is, and whether it is registered with the provider.', 'cartsignal'),
            'no_receipts', 'hook_unsigned' => \__('See whether the auth token is the provider\'s current one, and whether the address of this site is the one that visitors see (Settings > General).', 'cartsignal'),
            'hook_unreachable' => \__('Let POST requests through to the address that Tools > Site Health names: a security plugin, a firewall or a password in front of the site may stop them.', 'cartsignal'),
            'budget_near', 'budget_spent', 'budget_day' => \__('Nothing has to be done. If you want more texts, raise the budget under Settings.', 'cartsignal'),
            'journey_paused' => \__('See under Activity what was sent to whom, mend the text or its delay, and press Resume under Journeys.', 'cartsignal'),
            'other_instance' => \__('If the shop moved here, press "Send from here". If this is a copy, nothing has to be done: it stays silent.', 'cartsignal'),
            'restored' => \__('Press Resume: opt-outs are read back first where they are known, and nobody is texted about a cart that was left before. Enter opt-outs that you know of from elsewhere.', 'cartsignal'),
            'keys' => \__('Put the file of keys back from your copy, or the constants in wp-config.php; Tools > Site Health says where.', 'cartsignal'),
            'trouble' => \__('Open WooCommerce > Cartsignal: it is tried again, and what went wrong is said there.', 'cartsignal'),
            'mark_unwritable', 'opt_outs_unwritable' => \__('Let PHP write in that folder, or name another one by CARTSIGNAL_KEY_FILE; Tools > Site Health says which.', 'cartsignal'),
            'settings_refused' => \__('Save the settings again: what is wrong is said beside its field.', 'cartsignal'),
            'quarantined' => \__('See what it is under Activity, and press "Try again".', 'cartsignal'),
            'replies_waiting' => \__('Read it under Activity, and say whether it meant STOP.', 'cartsignal'),
            'coupon_guard' => \__('Nothing has to be done: texts go on without a coupon. You can allow more under Journeys.', 'cartsignal'),
            'coupon_tried' => \__('Nothing has to be done. If many do, switch the coupon off under Journeys.', 'cartsignal'),
            'webhook_failing' => \__('See to the receiver, and press Resume under Settings > Webhook.', 'cartsignal'),
            'mail_failed' => \__('See whether this site can send mails at all, and whether the address for alarms is right.', 'cartsignal'),
            default => null,
        };
    }

    /** Returns the screen where the way out is, as `/settings`. */
    public static function route(string $alarm): string
    {
        return self::ROUTES[\explode(':', $alarm, 2)[0]] ?? '';
    }

    private static function ofJourney(string $about): string
    {
        [$journey, $why] = \explode(':', $about, 2) + [1 => ''];
        $name = self::journey($journey);
        return match ($why) {
            /* translators: %s: the name of a journey. */
            'opt_outs' => \sprintf(\__('%s was paused: more than 3 percent of those it texted lately asked for no more texts.', 'cartsignal'), $name),
            /* translators: %s: the name of a journey. */
            'undeliverable' => \sprintf(\__('%s was paused: more than 10 percent of its last texts could not be delivered.', 'cartsignal'), $name),
            /* translators: %s: the name of a journey. */
            default => \sprintf(\__('%s was paused: its last texts went badly.', 'cartsignal'), $name),
        };
    }

    private static function journey(string $journey): string
    {
        return match ($journey) {
            'cart_recovery' => \__('Cart recovery', 'cartsignal'),
            'all' => \__('All sending', 'cartsignal'),
            default => \ucfirst(\strtr($journey, '_', ' ')),
        };
    }
}
