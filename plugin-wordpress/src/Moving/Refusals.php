<?php
// Owns why a row of an import is left out, in words.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class Refusals
{
    public static function sentence(string $reason): string
    {
        return match ($reason) {
            'no_number' => \__('The row has no phone number.', 'cartsignal'),
            'bad_number' => \__('The phone number cannot be read, or its country is not known. Choose the country that numbers without +49, +44 and so on belong to.', 'cartsignal'),
            'fixed_line' => \__('The number is a landline: no text reaches it.', 'cartsignal'),
            'not_sold' => \__('The number is of a country that is not among your countries here.', 'cartsignal'),
            'no_date' => \__('The row has no date. A permission without one proves nothing.', 'cartsignal'),
            'bad_date' => \__('The date cannot be read for certain. Choose how the file writes dates.', 'cartsignal'),
            'future_date' => \__('The date lies in the future.', 'cartsignal'),
            'no_source' => \__('The row does not say where the permission was given.', 'cartsignal'),
            'personal_source' => \__('What the row gives as the source holds an address or a number, which the proof must not.', 'cartsignal'),
            'no_wording' => \__('The row does not have the words that were agreed to.', 'cartsignal'),
            'not_written' => \__('In the United States the words must say cart reminders, automated texts, and that agreeing is no condition of buying. These do not: ask these people anew.', 'cartsignal'),
            'not_subscribed' => \__('The file says that this person is not subscribed to texts.', 'cartsignal'),
            'not_opted_out' => \__('The file does not say that this person opted out.', 'cartsignal'),
            'unknown_status' => \__('The word in the status column is not known, so nobody is taken to have agreed.', 'cartsignal'),
            'opted_out' => \__('This person opted out. Only their own word lifts that, no file does.', 'cartsignal'),
            default => \__('The row could not be taken in.', 'cartsignal'),
        };
    }
}
