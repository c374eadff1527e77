<?php
// Owns what changed from one version of the settings to the next, in the owner's words.
declare(strict_types=1);

namespace Cartsignal\Journeys;

use Cartsignal\Markets\Countries;
use Cartsignal\Services;
use Cartsignal\Settings\Currency;

final class Differences
{
    /** Sentences at most of one change. Chosen: a list that is read. */
    private const MOST = 12;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param array<string, mixed> $before
     * @param array<string, mixed> $after
     * @return list<string>
     */
    public function between(array $before, array $after): array
    {
        $said = [];
        foreach (\array_keys($before + $after) as $name) {
            [$old, $new] = [$before[$name] ?? null, $after[$name] ?? null];
            if ($old !== $new) {
                \array_push($said, ...$this->of((string) $name, $old, $new));
            }
        }
        return \array_slice($said, 0, self::MOST);
    }

    /** @return list<string> */
    private function of(string $name, mixed $old, mixed $new): array
    {
        return match ($name) {
            'markets' => self::markets($old ?? [], $new ?? []),
            'texts' => self::texts($old ?? [], $new ?? []),
            'delays' => self::delays($old ?? [], $new ?? []),
            'paused_journeys' => [$new === null || $new === [] ? \__('The journey was resumed.', 'cartsignal') : \__('The journey was paused.', 'cartsignal')],
            'budget' => [$this->budget($new ?? [])],
            'coupon' => [self::coupon($new)],
            /* translators: %s: a number. */
            'holdout_percent' => [\sprintf(\__('Held out: %s %%.', 'cartsignal'), \number_format_i18n($new ?? 10))],
            'second_text' => [$new ? \__('A second text was switched on.', 'cartsignal') : \__('The second text was switched off.', 'cartsignal')],
            'second_text_minutes' => [\__('The wait before the second text was changed.', 'cartsignal')],
            'timing_experiment' => [$new ?? true ? \__('The timing experiment was switched on.', 'cartsignal') : \__('The timing experiment was switched off.', 'cartsignal')],
            'shop' => [\__('Name, help contact or address of short links changed.', 'cartsignal')],
            'boxes', 'asks' => [\__('Where customers are asked was changed.', 'cartsignal')],
            'statuses' => [\__('What an order status means was changed.', 'cartsignal')],
            'alarm_mail', 'digest' => [\__('Where mails go was changed.', 'cartsignal')],
            'attribution_days' => [\__('How long a text counts for an order was changed.', 'cartsignal')],
            'coupon_guard' => [\__('Most coupons a month changed.', 'cartsignal')],
            'remove_on_uninstall' => [\__('What is removed with the plugin was changed.', 'cartsignal')],
            /* translators: %s: the name of a setting. */
            default => [\sprintf(\__('Changed: %s.', 'cartsignal'), $name)],
        };
    }

    /** @return list<string> */
    private static function markets(array $before, array $after): array
    {
        $said = [];
        foreach (\array_keys($before + $after) as $country) {
            [$old, $new] = [$before[$country] ?? [], $after[$country] ?? []];
            $name = Countries::name((string) $country);
            $wasLive = $old['live'] ?? false;
            $isLive = $new['live'] ?? false;
            unset($old['live'], $new['live']);
            if ($wasLive !== $isLive) {
                /* translators: %s: a country. */
                $said[] = \sprintf($isLive ? \__('%s went live.', 'cartsignal') : \__('%s is only watched again.', 'cartsignal'), $name);
            }
            $differs = static fn (string $key): bool => ($old[$key] ?? null) !== ($new[$key] ?? null);
            foreach (\array_filter(\array_keys($old + $new), $differs) as $field) {
                /* translators: 1: a country, 2: what was changed there. */
                $said[] = \sprintf(\__('%1$s: %2$s changed.', 'cartsignal'), $name, self::field($field));
            }
        }
        return $said;
    }

    private static function field(string $name): string
    {
        return match ($name) {
            'sender' => \__('sender', 'cartsignal'),
            'price' => \__('price', 'cartsignal'),
            'language' => \__('form of address', 'cartsignal'),
            'windows' => \__('hours', 'cartsignal'),
            'texts_per_abandonment' => \__('texts for a cart', 'cartsignal'),
            'confirm' => \__('confirmation', 'cartsignal'),
            'soft_opt_in' => \__('soft opt-in', 'cartsignal'),
            default => $name,
        };
    }

    /** @return list<string> */
    private static function texts(array $before, array $after): array
    {
        $said = [];
        foreach (\array_keys($before + $after) as $text) {
            [$old, $new] = [$before[$text] ?? [], $after[$text] ?? []];
            foreach (\array_keys($old + $new) as $language) {
                if (($old[$language] ?? null) !== ($new[$language] ?? null)) {
                    $sentence = isset($new[$language])
                        /* translators: 1: a text, 2: a language. */
                        ? \__('Text "%1$s" in %2$s changed.', 'cartsignal')
                        /* translators: 1: a text, 2: a language. */
                        : \__('Text "%1$s" in %2$s is ours again.', 'cartsignal');
                    $said[] = \sprintf($sentence, Kinds::title((string) $text), Kinds::language((string) $language));
                }
            }
        }
        return $said;
    }

    /** @return list<string> */
    private static function delays(array $before, array $after): array
    {
        $said = [];
        foreach (\array_keys($before + $after) as $kind) {
            $old = $before[$kind] ?? Kinds::MINUTES[$kind] ?? 0;
            $new = $after[$kind] ?? Kinds::MINUTES[$kind] ?? 0;
            if ($old !== $new) {
                /* translators: 1: a kind of cart, 2: minutes before, 3: minutes after. */
                $text = \__('Delay of "%1$s": %2$s to %3$s minutes.', 'cartsignal');
                $said[] = \sprintf($text, Kinds::title((string) $kind), \number_format_i18n($old), \number_format_i18n($new));
            }
        }
        return $said;
    }

    private function budget(array $budget): string
    {
        $month = $budget['month_micros'] ?? null;
        $amount = $month === null ? '50' : Currency::ofMicros($month);
        /* translators: %s: an amount with its currency. */
        return \sprintf(\__('Budget a month: %s.', 'cartsignal'), $amount . ' ' . $this->services->settings()->shop()['currency']);
    }

    private static function coupon(?array $coupon): string
    {
        return $coupon === null
            ? \__('The coupon was switched off.', 'cartsignal')
            /* translators: %s: a number. */
            : \sprintf(\__('Coupon: %s %%.', 'cartsignal'), \number_format_i18n($coupon['percent']));
    }
}
