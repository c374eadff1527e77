<?php
// Owns the words in which the owner is told what the core refuses or warns of.
declare(strict_types=1);

namespace Cartsignal\Settings;

/** The core's own sentence stands behind ours where it knows more, such as which names networks take. */
final class Words
{
    /** Where the core's pointer and the form's field differ. */
    private const FIELDS = [
        '/options/coupon' => '/coupon',
        '/options/minutes' => '/delays',
        '/options/second_text_minutes' => '/second_text_minutes',
    ];

    /**
     * Returns refusals or warnings by the field of the form they belong to.
     *
     * @param list<\stdClass> $found Each with `code`, `pointer` and `message`.
     * @return array<string, string>
     */
    public static function byField(array $found): array
    {
        $words = [];
        foreach ($found as $one) {
            $field = \strtr($one->pointer, self::FIELDS);
            $words[$field] = isset($words[$field]) ? $words[$field] . ' ' . self::sentence($one) : self::sentence($one);
        }
        return $words;
    }

    /** Returns one sentence for the owner. */
    public static function sentence(\stdClass $one): string
    {
        return self::own($one->code) ?? TextWords::of($one->code, $one->message) ?? self::said($one->message);
    }

    /** Returns the core's sentence as a sentence: capital first, full stop last, no backticks. */
    public static function said(string $message): string
    {
        $text = \str_replace('`', '"', $message);
        return \mb_strtoupper(\mb_substr($text, 0, 1)) . \mb_substr($text, 1) . '.';
    }

    private static function own(string $code): ?string
    {
        return match ($code) {
            'config.shop.name' => \__('Enter the name that texts begin with: one line, at most 30 characters, of which texts show the first 20.', 'cartsignal'),
            'config.shop.link_origin' => \__('Enter where short links live: "https://" and a host in lower case, nothing behind it, at most 40 characters.', 'cartsignal'),
            'config.shop.help_contact' => \__('Enter where customers get help: a mail address, phone number or page, without blanks, at most 60 characters. Whoever answers HELP is told it.', 'cartsignal'),
            'config.market.no_rule' => \__('Nothing is sent to this country: its rules were not reviewed yet.', 'cartsignal'),
            'config.market.no_sender' => \__('Enter who texts come from.', 'cartsignal'),
            'config.market.no_price' => \__('No price is known: each text is counted with the dearest price known.', 'cartsignal'),
            'config.market.price' => \__('Enter what one part of a text costs, in the currency of the store.', 'cartsignal'),
            'config.market.price_estimate' => \__('Counted with the provider\'s list price until you enter yours.', 'cartsignal'),
            'config.sender.two_way' => \__('This sender must be able to receive answers: choose a number, and tick that it can.', 'cartsignal'),
            'config.sender.unregistered' => \__('Nothing is sent here until the sender is known to be registered.', 'cartsignal'),
            'config.sender.stop_number' => \__('Enter the provider\'s number for STOP, five digits beginning with 3, with this way out and no other.', 'cartsignal'),
            'config.sender.name' => \__('Enter a name of 1 to 11 letters without accents, digits, blanks, "-", "_" or "&", one of them a letter. Some countries take letters and digits only, and no name that could be anybody\'s.', 'cartsignal'),
            'config.sender.number' => \__('This sender can\'t receive answers: enter a number such as +18335550123, or a short code.', 'cartsignal'),
            'config.sender.kind' => \__('Choose what is behind the messaging service; other senders tell by themselves.', 'cartsignal'),
            'config.sender.way_out' => \__('This way out can\'t work with this sender in this country: one that can\'t receive answers hears no STOP. Choose another one.', 'cartsignal'),
            'config.sender.not_allowed' => \__('Networks of this country do not take such a sender: see what they take.', 'cartsignal'),
            'config.sender.unknown' => \__('No source says whether networks of this country take such a sender: ask your provider.', 'cartsignal'),
            'config.market.texts_per_abandonment' => \__('This country does not allow so many texts for a cart.', 'cartsignal'),
            'config.market.soft_opt_in' => \__('The law there knows no soft opt-in before a sale.', 'cartsignal'),
            'config.market.window' => \__('These hours are longer than the country allows: choose hours inside those shown.', 'cartsignal'),
            'config.market.confirm_locked' => \__('Here the confirmation by text stays on.', 'cartsignal'),
            'config.paused_journey' => \__('There is no such journey.', 'cartsignal'),
            'config.journey.delay' => \__('Enter a whole number of minutes within the bounds.', 'cartsignal'),
            'config.budget' => \__('Enter a budget of zero or more; a day\'s is at most the month\'s.', 'cartsignal'),
            'config.holdout' => \__('Enter a share from 0 to 50 percent.', 'cartsignal'),
            default => null,
        };
    }
}
