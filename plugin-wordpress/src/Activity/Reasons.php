<?php
// Owns why something was decided, in the owner's words: a sentence for each reason of the core.
declare(strict_types=1);

namespace Cartsignal\Activity;

/** A reason of a later core is said as it is called there: nothing on these pages is ever empty. */
final class Reasons
{
    /**
     * Returns the sentence for a reason.
     *
     * @param string $reason `Reason` of the contract.
     * @param array{country?: ?string, until?: ?int, limit?: ?int} $context What is known beside it: the country by its
     *     two letters, until when something waits (ms), how much is allowed.
     */
    public static function sentence(string $reason, array $context = []): string
    {
        return self::ofTexts($reason)
            ?? self::ofWaiting($reason, $context)
            ?? self::ofPeople($reason, $context)
            ?? self::ofCarts($reason)
            ?? self::ofPlaces($reason, $context)
            ?? self::ofStore($reason)
            ?? self::unknown($reason);
    }

    /** Returns what is said of a word that this release does not know. */
    public static function unknown(string $word): string
    {
        /* translators: %s: a technical word, such as "quiet_hours". */
        return \sprintf(\__('Reason: %s.', 'cartsignal'), \strtr($word, '_', ' '));
    }

    /**
     * Returns one clause of a trace in words.
     *
     * @param array<string, mixed>|\stdClass $clause `Clause` of the contract.
     * @return array{rule: string, holds: bool, saw: string, allows: string, row: ?string, changesAt: ?int, says: string}
     */
    public static function clause(array|\stdClass $clause): array
    {
        return Clauses::said($clause);
    }

    /** Returns what became of a text, by a refusal's or an outcome's word. */
    public static function outcome(string $word): string
    {
        return Outcomes::sentence($word);
    }

    private static function ofTexts(string $reason): ?string
    {
        return match ($reason) {
            'due' => \__('It was due, and every rule let it through.', 'cartsignal'),
            'ask' => \__('The owner of the number has to confirm first, so they were asked.', 'cartsignal'),
            'help_asked' => \__('They asked for help by text and got the answer.', 'cartsignal'),
            'opt_out_confirmed' => \__('They opted out and were told so once.', 'cartsignal'),
            'confirmed' => \__('They confirmed their number and were told so once.', 'cartsignal'),
            'coupon_due' => \__('A coupon is made before the text that names it.', 'cartsignal'),
            'link_opened' => \__('They opened the link of a text and ordered afterwards.', 'cartsignal'),
            'test_text' => \__('A test to your own phone, asked for under Set-up.', 'cartsignal'),
            default => null,
        };
    }

    /** @param array<string, mixed> $context */
    private static function ofWaiting(string $reason, array $context): ?string
    {
        $until = isset($context['until']) ? Shown::moment((int) $context['until']) : null;
        return match ($reason) {
            'quiet_hours' => $until === null
                ? \__('It is outside the hours in which this person may be texted, so the text waits.', 'cartsignal')
                /* translators: %s: date and time. */
                : \sprintf(\__('It is outside the hours in which this person may be texted, so the text waits until %s.', 'cartsignal'), $until),
            'quiet_hours_too_long' => \__('Texts may only go out again when it would be too late for this one.', 'cartsignal'),
            'awaiting_confirmation' => $until === null
                ? \__('They were asked to confirm their number and have not answered yet.', 'cartsignal')
                /* translators: %s: date and time. */
                : \sprintf(\__('They were asked to confirm their number and have not answered yet. It waits until %s.', 'cartsignal'), $until),
            'unread_reply' => \__('They wrote back, and it may mean STOP. Until you have read it, nothing is sent to them.', 'cartsignal'),
            'clock_jumped' => \__('The clock of your server jumped back, so the text waits until the time is right again.', 'cartsignal'),
            'try_again' => \__('It could not be sent at that moment and is tried again.', 'cartsignal'),
            default => null,
        };
    }

    /** @param array<string, mixed> $context */
    private static function ofPeople(string $reason, array $context): ?string
    {
        return match ($reason) {
            'not_confirmed' => \__('They were asked to confirm their number and did not in time.', 'cartsignal'),
            'asked_before' => \__('They were asked to confirm their number before and are not asked again so soon.', 'cartsignal'),
            'no_number' => \__('No phone number is known.', 'cartsignal'),
            'not_mobile' => \__('The number is a landline, which gets no texts.', 'cartsignal'),
            'unreachable' => \__('The last text to this number could not be delivered, so it is left alone for a while.', 'cartsignal'),
            'opted_out' => \__('They opted out.', 'cartsignal'),
            'no_consent' => \__('They have not agreed to these texts in the way that the law there asks for.', 'cartsignal'),
            'contact_cleared' => \__('They took their number back.', 'cartsignal'),
            'bought' => \__('They bought what was in the cart.', 'cartsignal'),
            'bought_recently' => \__('They bought something a short while ago.', 'cartsignal'),
            'already_texted' => \__('They have had the texts that one cart may get.', 'cartsignal'),
            'cap_reached' => isset($context['limit'])
                /* translators: %s: a number of texts. */
                ? \sprintf(\__('They have had as many texts as one person may get for now (%s).', 'cartsignal'), \number_format_i18n($context['limit']))
                : \__('They have had as many texts as one person may get for now.', 'cartsignal'),
            'holdout' => \__('They are in the group that gets no texts, so that you can see what texts really earn.', 'cartsignal'),
            'condition_met' => \__('They meet what defines the segment.', 'cartsignal'),
            'condition_unmet' => \__('They no longer meet what defines the segment.', 'cartsignal'),
            default => null,
        };
    }

    private static function ofCarts(string $reason): ?string
    {
        return match ($reason) {
            'too_late' => \__('Too much time has passed since the cart was left.', 'cartsignal'),
            'cart_emptied' => \__('They emptied the cart.', 'cartsignal'),
            'cart_gone' => \__('Nothing is known of the cart any more.', 'cartsignal'),
            'exit_condition' => \__('What ends this journey came true.', 'cartsignal'),
            'completed' => \__('The journey went to its end.', 'cartsignal'),
            default => null,
        };
    }

    /** @param array<string, mixed> $context */
    private static function ofPlaces(string $reason, array $context): ?string
    {
        $country = Shown::country((string) ($context['country'] ?? ''));
        return match ($reason) {
            'no_rule' => $country === ''
                ? \__('There are no reviewed rules for where they are, so nothing is sent there.', 'cartsignal')
                /* translators: %s: a country. */
                : \sprintf(\__('There are no reviewed rules for %s, so nothing is sent there.', 'cartsignal'), $country),
            'no_sender' => $country === ''
                ? \__('No sender is set for their country.', 'cartsignal')
                /* translators: %s: a country. */
                : \sprintf(\__('No sender is set for %s.', 'cartsignal'), $country),
            'sender_unregistered' => \__('The sender is not yet registered where that is required.', 'cartsignal'),
            'no_text' => \__('There is no text in a language that fits.', 'cartsignal'),
            'watching' => $country === ''
                ? \__('Watch mode: it would have been sent.', 'cartsignal')
                /* translators: %s: a country. */
                : \sprintf(\__('%s is in watch mode: it would have been sent.', 'cartsignal'), $country),
            'went_live' => \__('The country went live meanwhile. What began while watching ends without a text.', 'cartsignal'),
            default => null,
        };
    }

    private static function ofStore(string $reason): ?string
    {
        return match ($reason) {
            'journey_changed' => \__('The journey was changed meanwhile, and this step is gone.', 'cartsignal'),
            'journey_paused' => \__('The journey is paused.', 'cartsignal'),
            'refused' => \__('It could not be done.', 'cartsignal'),
            'outcome_unknown' => \__('Nobody knows whether it was sent. It is not sent again by itself.', 'cartsignal'),
            default => null,
        };
    }
}
