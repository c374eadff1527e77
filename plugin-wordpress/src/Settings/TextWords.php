<?php
// Owns the words in which the owner is told what is wrong with a text, by what the core says of it.
declare(strict_types=1);

namespace Cartsignal\Settings;

/** What is not known here is said in the core's own words, in English. */
final class TextWords
{
    public static function of(string $code, string $message): ?string
    {
        if (!\str_starts_with($code, 'config.text.') && $code !== 'config.journey.coupon_tag') {
            return null;
        }
        // What is in backticks: a tag, a number, a name.
        \preg_match_all('/`((?:[^`\\\\]|\\\\.)*)`/', $message, $found);
        return self::ofParts($code, $found[1])
            ?? self::ofDuties($message)
            ?? self::ofTags($message, $found[1])
            ?? self::ofBrackets($message);
    }

    /** @param list<string> $named Name and language of the text, then its parts. */
    private static function ofParts(string $code, array $named): ?string
    {
        $parts = (int) ($named[2] ?? 0);
        return match ($code) {
            /* translators: %s: a number. */
            'config.text.parts' => \sprintf(\__('This text takes %s parts, and each is paid for: shorten it to one.', 'cartsignal'), \number_format_i18n($parts)),
            /* translators: %s: a number. */
            'config.text.too_long' => \sprintf(\__('This text takes %s parts. Three are the most: shorten it.', 'cartsignal'), \number_format_i18n($parts)),
            'config.journey.coupon_tag' => \__('Only the text with a coupon can name one.', 'cartsignal'),
            default => null,
        };
    }

    /** What every text owes its reader. */
    private static function ofDuties(string $message): ?string
    {
        return match (true) {
            \str_contains($message, 'must say who writes') => \__('The text must say who writes: insert the shop.', 'cartsignal'),
            \str_contains($message, 'a cart text leads back') => \__('The text must lead back: insert the link to the cart or to the checkout.', 'cartsignal'),
            \str_contains($message, 'the text is empty') => \__('The text is empty.', 'cartsignal'),
            \str_contains($message, 'needs a coupon step') => \__('Only the text with a coupon can name one.', 'cartsignal'),
            default => null,
        };
    }

    /** @param list<string> $named */
    private static function ofTags(string $message, array $named): ?string
    {
        $tags = \array_values(\array_filter($named, static fn (string $one): bool => \str_starts_with($one, '{')));
        $tag = $tags[0] ?? '';
        return match (true) {
            \str_contains($message, 'did you mean') =>
                /* translators: 1: a word in braces, 2: another one. */
                \sprintf(\__('There is no %1$s. Did you mean %2$s?', 'cartsignal'), $tag, $tags[1] ?? ''),
            /* translators: %s: a word in braces. */
            \str_contains($message, 'there is no tag') => \sprintf(\__('There is no %s: use the buttons below the text.', 'cartsignal'), $tag),
            \str_contains($message, 'may be missing') =>
                /* translators: %s: a word in braces. */
                \sprintf(\__('%1$s is not always known: put it in brackets, so that it can be left out: [ %1$s]', 'cartsignal'), $tag),
            \str_contains($message, 'has no place in a text'), \str_contains($message, 'no fallback') =>
                /* translators: %s: a word in braces. */
                \sprintf(\__('%s cannot be used like this here.', 'cartsignal'), $tag),
            \str_contains($message, 'has no usable value') =>
                /* translators: %s: a word in braces. */
                \sprintf(\__('Nothing in the settings can stand for %s.', 'cartsignal'), $tag),
            default => null,
        };
    }

    private static function ofBrackets(string $message): ?string
    {
        return match (true) {
            \str_contains($message, 'ordinary brace'),
            \str_contains($message, 'ordinary bracket'),
            \str_contains($message, 'inside another group') =>
                \__('A brace { } or bracket [ ] is open or empty. For an ordinary one write a backslash before it.', 'cartsignal'),
            \str_contains($message, 'a backslash goes before') => \__('A backslash stands only before { } [ ] | or another backslash.', 'cartsignal'),
            default => null,
        };
    }
}
