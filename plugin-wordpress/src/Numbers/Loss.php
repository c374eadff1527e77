<?php
// Owns where most carts are lost on their way to an order, in a sentence, and what can be done about it.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Activity\Reasons;

final class Loss
{
    /**
     * Returns the largest loss; null where nothing was lost.
     *
     * @param array<string, int> $steps How many reached each of `Event::STEPS`.
     * @param array<string, int> $waiting How many still wait at each: they are not lost.
     * @param array<string, int> $dropped Carts by why nothing was sent.
     * @return array{step: string, lost: int, of: int, sentence: string, advice: string}|null
     */
    public static function of(array $steps, array $waiting, array $dropped): ?array
    {
        $worst = null;
        foreach (\array_slice(Event::STEPS, 1) as $place => $step) {
            $before = Event::STEPS[$place];
            $of = $steps[$before] ?? 0;
            $lost = $of - ($steps[$step] ?? 0) - ($waiting[$before] ?? 0);
            if ($lost > ($worst['lost'] ?? 0)) {
                $worst = ['step' => $step, 'lost' => $lost, 'of' => $of];
            }
        }
        if ($worst === null) {
            return null;
        }
        $sentence = \sprintf(
            self::sentence($worst['step']),
            \number_format_i18n($worst['lost']),
            \number_format_i18n($worst['of'])
        );
        $advice = $worst['step'] === 'window' ? self::why($dropped) : self::advice($worst['step'], $dropped);
        return $worst + ['sentence' => $sentence, 'advice' => $advice];
    }

    private static function sentence(string $step): string
    {
        return match ($step) {
            /* translators: 1: carts lost, 2: of how many. */
            'phone' => \__('Most is lost before a phone number is given: %1$s of %2$s carts were left without one.', 'cartsignal'),
            /* translators: 1: carts lost, 2: of how many. */
            'consent' => \__('Most is lost at the box: %1$s of %2$s carts had a number, but nobody agreed to texts.', 'cartsignal'),
            /* translators: 1: carts lost, 2: of how many. */
            'confirmed' => \__('Most is lost at the confirmation: for %1$s of %2$s carts the number was not confirmed.', 'cartsignal'),
            /* translators: 1: carts lost, 2: of how many. */
            'window' => \__('Most is lost to rules and limits: for %1$s of %2$s carts no text could go out.', 'cartsignal'),
            /* translators: 1: carts lost, 2: of how many. */
            'sent' => \__('Most is lost at the sending: %1$s of %2$s texts that were due did not go out.', 'cartsignal'),
            /* translators: 1: carts lost, 2: of how many. */
            'delivered' => \__('Most is lost on the way to the phone: %1$s of %2$s texts are not known to have arrived.', 'cartsignal'),
            /* translators: 1: carts lost, 2: of how many. */
            'clicked' => \__('Most is lost at the text itself: %1$s of %2$s that arrived were not opened.', 'cartsignal'),
            /* translators: 1: carts lost, 2: of how many. */
            default => \__('Most is lost back in the shop: %1$s of %2$s who opened the link did not buy.', 'cartsignal'),
        };
    }

    /** @param array<string, int> $dropped */
    private static function advice(string $step, array $dropped): string
    {
        return match ($step) {
            'phone' => \__('Ask earlier: switch on the question at the first product under Settings, and put the sign-up form on your pages.', 'cartsignal'),
            'consent' => \__('See whether the box stands right below the phone number at your checkout, and is easy to read on a phone.', 'cartsignal'),
            'confirmed' => \__('The text that asks for a YES is all they get. Send it to yourself under Set-up and see whether it is clear.', 'cartsignal'),
            'sent' => ($dropped['watching'] ?? 0) > 0
                ? \__('You are watching: nothing is sent yet. Go live under Countries.', 'cartsignal')
                : \__('See under Activity what the provider said.', 'cartsignal'),
            'delivered' => \__('Old numbers and full phones are normal. Is it more than one in ten, ask your provider about this sender.', 'cartsignal'),
            'clicked' => \__('Try other words or another delay under Journeys. Texts soon after the cart was left are opened more often.', 'cartsignal'),
            default => \__('Open a link on your own phone: shipping costs and long forms are what stops most people there.', 'cartsignal'),
        };
    }

    /** @param array<string, int> $dropped */
    private static function why(array $dropped): string
    {
        $others = ['no_number', 'not_mobile', 'no_consent', 'opted_out', 'unread_reply', 'not_confirmed', 'asked_before', 'watching'];
        $left = \array_diff_key($dropped, \array_flip($others));
        \arsort($left);
        $reason = (string) \array_key_first($left);
        /* translators: %s: a sentence that says why a text was not sent. */
        return $reason === '' ? '' : \sprintf(\__('The most frequent reason: %s', 'cartsignal'), Reasons::sentence($reason));
    }
}
