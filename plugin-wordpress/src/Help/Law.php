<?php
// Owns the help page about the law: for each country the rule in words, from the table that the core itself decides by.
declare(strict_types=1);

namespace Cartsignal\Help;

use Cartsignal\Markets\Rules;
use Cartsignal\Markets\Sentences;
use Cartsignal\Services;

final class Law
{
    public function __construct(private readonly Services $services)
    {
    }

    /** Returns it as HTML, escaped. */
    public function html(): string
    {
        $rules = new Rules($this->services);
        $sentences = new Sentences($rules);
        $settings = $this->services->settings();
        $names = \function_exists('WC') ? \WC()->countries->get_countries() : [];
        $html = Help::list([
            \__('These rules are built in. You can be stricter, never looser. They are not legal advice: who knows your shop\'s case should read them.', 'cartsignal'),
        ]);
        foreach (\array_keys($settings->markets()) as $country) {
            if ($rules->has($country)) {
                $html .= '<h4>' . \esc_html(\html_entity_decode($names[$country] ?? $country)) . '</h4>';
                $html .= '<ul><li>' . \implode('</li><li>', \array_map('esc_html', $sentences->of($settings, $country))) . '</li></ul>';
            }
        }
        return $html . Help::list([
            \__('Everywhere: an opt-out counts at once and for good, a purchase ends the reminders, and the proof of each consent is kept with its exact words. Any other country is off until its rules have been reviewed.', 'cartsignal'),
        ]);
    }
}
