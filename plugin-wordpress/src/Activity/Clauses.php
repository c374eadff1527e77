<?php
// Owns the rules of the gate in the owner's words: what each asked, what it saw, what it allows.
declare(strict_types=1);

namespace Cartsignal\Activity;

final class Clauses
{
    /**
     * Returns one clause in words.
     *
     * @param array<string, mixed>|\stdClass $clause `Clause` of the contract.
     * @return array{rule: string, holds: bool, saw: string, allows: string, row: ?string, changesAt: ?int, says: string}
     */
    public static function said(array|\stdClass $clause): array
    {
        $clause = (object) $clause;
        $rule = (string) $clause->rule;
        return [
            'rule' => $rule,
            'holds' => (bool) $clause->holds,
            'saw' => self::value($rule, $clause->saw ?? null),
            'allows' => self::limit($rule, $clause->allows ?? null),
            'row' => $clause->row ?? null,
            'changesAt' => $clause->changes_at ?? null,
            'says' => self::question($rule),
        ];
    }

    /** Returns what a rule asks for. */
    private static function question(string $rule): string
    {
        return match ($rule) {
            'number' => \__('There is a mobile number that can be reached', 'cartsignal'),
            'market' => \__('There are reviewed rules for where they are', 'cartsignal'),
            'opt_out' => \__('They have not opted out', 'cartsignal'),
            'unread_reply' => \__('No reply waits that may mean STOP', 'cartsignal'),
            'purchase' => \__('They have not bought a short while ago', 'cartsignal'),
            'age' => \__('It is not too late for this cart', 'cartsignal'),
            'sender' => \__('There is a sender that may text there', 'cartsignal'),
            'consent' => \__('They agreed, in the way that the law there asks for', 'cartsignal'),
            'per_abandonment' => \__('This cart has not had its texts', 'cartsignal'),
            'cap' => \__('They have not had too many texts', 'cartsignal'),
            'holdout' => \__('They are not in the group without texts', 'cartsignal'),
            'confirmation' => \__('The owner of the number confirmed, where that is needed', 'cartsignal'),
            'clock' => \__('The clock of the server is right', 'cartsignal'),
            'quiet_hours' => \__('It is within the hours in which they may be texted', 'cartsignal'),
            'watch' => \__('The country is live', 'cartsignal'),
            'pause' => \__('The journey is not paused', 'cartsignal'),
            default => Reasons::unknown($rule),
        };
    }

    private static function value(string $rule, mixed $saw): string
    {
        $saw = \is_array($saw) ? (object) $saw : $saw;
        $nothing = $saw === null || $saw === 'nothing';
        if ($nothing) {
            return self::nothing($rule);
        }
        if (isset($saw->at)) {
            return self::moment($rule, (int) $saw->at);
        }
        if (isset($saw->count)) {
            return self::count($rule, (int) $saw->count);
        }
        return isset($saw->word) ? self::word($rule, (string) $saw->word) : '';
    }

    /** Returns what a rule allows; empty where that says nothing beyond the rule itself. */
    private static function limit(string $rule, mixed $allows): string
    {
        $allows = \is_array($allows) ? (object) $allows : $allows;
        if ($allows === null || $allows === 'nothing' || ($rule === 'holdout' && isset($allows->count))) {
            return $rule === 'holdout' && isset($allows->count) ? self::share((int) $allows->count) : '';
        }
        if (isset($allows->at)) {
            return match ($rule) {
                /* translators: %s: date and time. */
                'quiet_hours' => \sprintf(\__('opens %s', 'cartsignal'), Shown::moment((int) $allows->at)),
                /* translators: %s: date and time. */
                'clock' => \sprintf(\__('nothing known is later than %s', 'cartsignal'), Shown::moment((int) $allows->at)),
                /* translators: %s: date and time. */
                'number' => \sprintf(\__('left alone until %s', 'cartsignal'), Shown::moment((int) $allows->at)),
                /* translators: %s: date and time. */
                default => \sprintf(\__('until %s', 'cartsignal'), Shown::moment((int) $allows->at)),
            };
        }
        if (isset($allows->count)) {
            $count = (int) $allows->count;
            $words = $rule === 'purchase'
                /* translators: %s: a number of days. */
                ? \_n('%s day without texts after buying', '%s days without texts after buying', $count, 'cartsignal')
                /* translators: %s: a number of texts. */
                : \_n('at most %s text', 'at most %s texts', $count, 'cartsignal');
            return \sprintf($words, \number_format_i18n($count));
        }
        return isset($allows->word) ? self::needed($rule, (string) $allows->word) : '';
    }

    private static function nothing(string $rule): string
    {
        return match ($rule) {
            'number' => \__('no number', 'cartsignal'),
            'market' => \__('country not known', 'cartsignal'),
            'opt_out' => \__('no opt-out', 'cartsignal'),
            'unread_reply' => \__('no reply waits', 'cartsignal'),
            'purchase' => \__('no purchase known', 'cartsignal'),
            'sender' => \__('no sender', 'cartsignal'),
            'consent' => \__('never agreed', 'cartsignal'),
            'confirmation' => \__('not confirmed', 'cartsignal'),
            default => '',
        };
    }

    private static function moment(string $rule, int $at): string
    {
        $moment = Shown::moment($at);
        return match ($rule) {
            /* translators: %s: date and time. */
            'opt_out' => \sprintf(\__('opted out on %s', 'cartsignal'), $moment),
            /* translators: %s: date and time. */
            'unread_reply' => \sprintf(\__('a reply of %s waits', 'cartsignal'), $moment),
            /* translators: %s: date and time. */
            'purchase' => \sprintf(\__('last bought on %s', 'cartsignal'), $moment),
            /* translators: %s: date and time. */
            'age' => \sprintf(\__('the cart was left on %s', 'cartsignal'), $moment),
            /* translators: %s: date and time. */
            'consent' => \sprintf(\__('taken back on %s', 'cartsignal'), $moment),
            /* translators: %s: date and time. */
            'confirmation' => \sprintf(\__('confirmed on %s', 'cartsignal'), $moment),
            default => $moment,
        };
    }

    private static function count(string $rule, int $count): string
    {
        if ($rule === 'holdout') {
            // Which of 10,000 drawers somebody fell into tells an owner nothing.
            return \__('drawn by lot, once for each person', 'cartsignal');
        }
        /* translators: %s: a number of texts. */
        return \sprintf(\_n('%s text so far', '%s texts so far', $count, 'cartsignal'), \number_format_i18n($count));
    }

    private static function word(string $rule, string $word): string
    {
        return match ($word) {
            'mobile' => \__('a mobile number', 'cartsignal'),
            'fixed' => \__('a landline', 'cartsignal'),
            'unknown' => \__('kind of number not known', 'cartsignal'),
            'registered' => \__('a registered sender', 'cartsignal'),
            'unregistered' => $rule === 'sender' ? \__('a sender', 'cartsignal') : \__('not registered', 'cartsignal'),
            'soft_opt_in' => \__('told at the checkout, could say no', 'cartsignal'),
            'express' => \__('ticked the box', 'cartsignal'),
            'express_written' => \__('ticked the box with the full wording', 'cartsignal'),
            'watching' => \__('watch mode', 'cartsignal'),
            'live' => \__('live', 'cartsignal'),
            'paused' => \__('paused', 'cartsignal'),
            default => $rule === 'market' ? (Shown::country($word) ?: $word) : \strtr($word, '_', ' '),
        };
    }

    private static function needed(string $rule, string $word): string
    {
        return match ($word) {
            'any' => \__('any sender', 'cartsignal'),
            'registered' => \__('must be registered', 'cartsignal'),
            'soft_opt_in' => \__('being told is enough', 'cartsignal'),
            'express' => \__('a ticked box is needed', 'cartsignal'),
            'express_written' => \__('a ticked box with the full wording is needed', 'cartsignal'),
            'needed' => \__('needed there', 'cartsignal'),
            'not_needed' => \__('not needed there', 'cartsignal'),
            'taken_as_given' => \__('taken as given while watching', 'cartsignal'),
            default => self::word($rule, $word),
        };
    }

    private static function share(int $basisPoints): string
    {
        /* translators: %s: a share in percent, such as 10. */
        return \sprintf(\__('%s %% get no texts', 'cartsignal'), \number_format_i18n($basisPoints / 100));
    }
}
