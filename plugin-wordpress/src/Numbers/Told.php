<?php
// Owns reading what a decision told: its place in a journey, its country, its clauses.
declare(strict_types=1);

namespace Cartsignal\Numbers;

/** `told` is what `Host\Journal` wrote: the act by its name, `trace` and `changes_at`. */
final class Told
{
    /** Returns which cart of which journey it is about; null for answers to a reply, orders and segments. */
    public static function entry(\stdClass $told, string $act): ?string
    {
        $does = $told->{$act} ?? null;
        $place = $does->place ?? $does;
        return isset($place->journey, $place->entry) ? "$place->journey\n$place->entry" : null;
    }

    public static function journey(\stdClass $told, string $act): ?string
    {
        $does = $told->{$act} ?? null;
        return ($does->place ?? $does)->journey ?? null;
    }

    /** Returns the country by which the text was judged. */
    public static function country(\stdClass $told): ?string
    {
        return self::clause($told, 'market')?->saw->word ?? null;
    }

    public static function clause(\stdClass $told, string $rule): ?\stdClass
    {
        foreach ((array) ($told->trace ?? []) as $clause) {
            if ($clause->rule === $rule) {
                return $clause;
            }
        }
        return null;
    }

    /** Returns whether all rules before the lot held, in a country that is live: whom the lot decided about. */
    public static function isDrawn(\stdClass $told): ?bool
    {
        if (!(self::clause($told, 'watch')?->holds ?? false) || !(self::clause($told, 'pause')?->holds ?? true)) {
            return null;
        }
        foreach ((array) ($told->trace ?? []) as $clause) {
            if ($clause->rule === 'holdout') {
                return (bool) $clause->holds;
            }
            if (!$clause->holds) {
                return null;
            }
        }
        return null;
    }
}
