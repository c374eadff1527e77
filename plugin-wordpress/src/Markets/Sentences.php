<?php
// Owns the rules of a country in the owner's words.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Settings\Settings;

final class Sentences
{
    private const EU = ['DE', 'FR'];

    public function __construct(private readonly Rules $rules)
    {
    }

    /** @return list<string> What holds there, in the order in which a text meets it. */
    public function of(Settings $settings, string $country): array
    {
        if (!$this->rules->has($country)) {
            return [\__('There is no reviewed rule for this country yet: nothing is sent there, whatever else is set up.', 'cartsignal')];
        }
        $market = $settings->markets()[$country] ?? [];
        return \array_values(\array_filter([
            $this->ground($market, $country),
            $this->confirmation($market, $country),
            $this->hours($market, $country),
            $this->texts($market, $country),
            \__('At most 2 texts in 7 days and 4 in 30 days to one number, and none about a cart for 7 days after a purchase.', 'cartsignal'),
            $this->sender($country),
        ]));
    }

    /** Returns why soft opt-in is or is not to be had. */
    public function softOptIn(string $country): string
    {
        return $this->rules->ground($country) === 'soft_opt_in'
            ? \__('British law lets a shop text people about its own similar products if they gave their number while buying or about to buy, could refuse right there, and can refuse in each text. With this choice such permissions count, for example those you import. Cartsignal\'s own boxes still ask for a tick: the safer ground.', 'cartsignal')
            : \__('Here a cart text needs the customer\'s express consent: a tick of the box.', 'cartsignal');
    }

    /** @param list<array{from: string, to: string}|null> $days From Monday. */
    public static function week(array $days): string
    {
        $parts = [];
        for ($first = 0; $first < 7; $first = $last + 1) {
            $last = $first;
            while ($last < 6 && $days[$last + 1] === $days[$first]) {
                $last += 1;
            }
            if ($days[$first] !== null) {
                $name = self::day($first) . ($last > $first ? '–' . self::day($last) : '');
                $parts[] = $name . ' ' . $days[$first]['from'] . '–' . $days[$first]['to'];
            }
        }
        return \implode(', ', $parts);
    }

    private static function day(int $place): string
    {
        $names = $GLOBALS['wp_locale'];
        return $names->get_weekday_abbrev($names->get_weekday(($place + 1) % 7));
    }

    private function ground(array $market, string $country): string
    {
        if (($market['soft_opt_in'] ?? false) && $this->rules->ground($country) === 'soft_opt_in') {
            return \__('Customers who ticked the box are texted, and those who gave their number while buying and did not refuse (soft opt-in, your choice).', 'cartsignal');
        }
        return match (true) {
            $country === 'US' => \__('Only customers who ticked the box with the written agreement are texted. Typing a number is no consent.', 'cartsignal'),
            \in_array($country, self::EU, true) => \__('Only customers who ticked the box are texted. A cart that was left is no sale, so there is no exception.', 'cartsignal'),
            default => \__('Only customers who ticked the box are texted.', 'cartsignal'),
        };
    }

    private function confirmation(array $market, string $country): string
    {
        if ($this->rules->confirmationLock($country) !== null) {
            return $country === 'US'
                ? \__('Before the first reminder the customer answers a text with YES (carriers ask for it).', 'cartsignal')
                : \__('Before the first reminder the customer confirms the number by a text (needed as proof).', 'cartsignal');
        }
        return ($market['confirm'] ?? $this->rules->confirms($country))
            ? \__('Before the first reminder the customer confirms the number by a text (you may turn that off).', 'cartsignal')
            : \__('Numbers are not confirmed by text (you may turn that on).', 'cartsignal');
    }

    private function hours(array $market, string $country): string
    {
        $days = isset($market['windows']) ? Week::days($market['windows']) : $this->rules->hours($country);
        /* translators: %s: weekdays with hours, such as "Mon–Sat 09:00–20:00". */
        $text = \sprintf(\__('Texts go %s, by the customer\'s clock; later ones wait for the next opening, up to 48 hours.', 'cartsignal'), self::week($days));
        $text .= $this->rules->minds($country) ? ' ' . \__('None on public holidays.', 'cartsignal') : '';
        $states = $this->rules->states($country);
        if ($states > 0) {
            /* translators: %s: a number. */
            $own = \_n('%s state has a rule of its own: the stricter one counts.', '%s states have rules of their own: the stricter one counts.', $states, 'cartsignal');
            $text .= ' ' . \sprintf($own, \number_format_i18n($states));
        }
        return $text;
    }

    private function texts(array $market, string $country): string
    {
        ['usual' => $usual, 'hours' => $hours] = $this->rules->texts($country);
        $chosen = $market['texts_per_abandonment'] ?? $usual;
        if ($hours !== null) {
            /* translators: %s: a number of hours. */
            return \sprintf(\__('One text for a cart, within %s hours of leaving it (carriers ask for it).', 'cartsignal'), \number_format_i18n($hours));
        }
        return $chosen > 1
            ? \__('Up to two texts for a cart.', 'cartsignal')
            : \__('One text for a cart.', 'cartsignal');
    }

    private function sender(string $country): ?string
    {
        return match ($country) {
            'US' => \__('The number must be registered with the carriers, and hear STOP and HELP.', 'cartsignal'),
            'FR' => \__('Each text names the shop and a STOP number of the provider, or a link to opt out.', 'cartsignal'),
            'DE', 'GB' => \__('Each text names the shop and a way out that costs nothing: a link, or STOP to a number that receives.', 'cartsignal'),
            default => null,
        };
    }
}
