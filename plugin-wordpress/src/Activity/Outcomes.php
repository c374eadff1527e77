<?php
// Owns what became of a text, in the owner's words: by each word that the provider, the core or the host has for it.
declare(strict_types=1);

namespace Cartsignal\Activity;

final class Outcomes
{
    /** Returns the sentence for a state, a receipt, a cause of a refusal, or a word of the host's own. */
    public static function sentence(string $word): string
    {
        return self::ofStates($word) ?? self::ofRefusals($word) ?? self::ofHost($word) ?? Reasons::unknown($word);
    }

    private static function ofStates(string $word): ?string
    {
        return match ($word) {
            'waiting' => \__('It is on its way to the provider.', 'cartsignal'),
            'attempting' => \__('It is being handed to the provider.', 'cartsignal'),
            'accepted' => \__('The provider took it.', 'cartsignal'),
            'sent' => \__('The provider passed it on to the network.', 'cartsignal'),
            'delivered' => \__('It arrived on the phone.', 'cartsignal'),
            'undelivered', 'failed' => \__('It did not arrive.', 'cartsignal'),
            'refused' => \__('It was not sent.', 'cartsignal'),
            'unknown', 'no_answer' => \__('The provider gave no clear answer. Nobody knows whether it was sent, so it is not sent again by itself.', 'cartsignal'),
            'clicked' => \__('They opened the link to the cart.', 'cartsignal'),
            'uncharged' => \__('Its price could not be read; the estimate counts.', 'cartsignal'),
            default => null,
        };
    }

    /** `Refusal` of the contract. */
    private static function ofRefusals(string $word): ?string
    {
        return match ($word) {
            'bad_number' => \__('The number cannot receive texts.', 'cartsignal'),
            'opted_out' => \__('They opted out.', 'cartsignal'),
            'blocked_destination' => \__('The provider does not send to this country, or not from this sender.', 'cartsignal'),
            'expired' => \__('Its time was over before it could be sent.', 'cartsignal'),
            'cancelled' => \__('It was called back in time.', 'cartsignal'),
            'budget' => \__('The budget of the day or the month is used up.', 'cartsignal'),
            'pacing' => \__('The sender may not send more at once; it is tried again.', 'cartsignal'),
            'abuse' => \__('Many texts to numbers alike in a short time: it looks like abuse, so it was stopped.', 'cartsignal'),
            'provider_unavailable' => \__('The provider was out of order; it is tried again.', 'cartsignal'),
            'coupon_refused' => \__('The coupon could not be made.', 'cartsignal'),
            'filtered' => \__('The provider or the network refused the words of the text.', 'cartsignal'),
            'stale' => \__('Too much time had passed, so it was decided again.', 'cartsignal'),
            'paused' => \__('The journey was paused before it was sent.', 'cartsignal'),
            default => null,
        };
    }

    private static function ofHost(string $word): ?string
    {
        return match ($word) {
            'no_platform' => \__('WooCommerce was not there to make the coupon.', 'cartsignal'),
            'no_mark' => \__('The file that keeps texts from being sent twice could not be written.', 'cartsignal'),
            'no_number' => \__('The number is not known any more.', 'cartsignal'),
            'unsendable' => \__('The provider cannot send a text like this.', 'cartsignal'),
            'restored' => \__('The store was put back from a backup: nobody knows what happened since.', 'cartsignal'),
            default => null,
        };
    }
}
