<?php
// Owns how the settings form looks.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Privacy\ProofExport;

final class FormView
{
    public function __construct(
        private readonly Settings $settings,
        private readonly Fields $fields,
        private readonly Missing $missing
    ) {
    }

    public function print(): void
    {
        echo '<form method="post" action="' . \esc_url(Page::url()) . '" novalidate>';
        \wp_nonce_field(Page::NONCE);
        $this->fields->summary();
        $this->shop();
        $this->provider();
        $this->boxes();
        foreach (Settings::COUNTRIES as $country) {
            $this->market($country);
        }
        $this->money();
        $this->statuses();
        $this->leaving();
        echo '<p class="submit"><button class="button button-primary" name="cartsignal_do" value="save">';
        echo \esc_html__('Save', 'cartsignal') . '</button></p></form>';
        echo '<form method="post" id="cartsignal-check" action="' . \esc_url(Page::url()) . '">';
        \wp_nonce_field(Page::NONCE, '_wpnonce', true);
        echo '</form>';
    }

    private function shop(): void
    {
        $this->begin(\__('Your shop in texts', 'cartsignal'));
        $name = \__('Every text begins with it. Up to 20 characters are shown.', 'cartsignal');
        $this->fields->text('/shop/name', \__('Name', 'cartsignal'), $name, ['maxlength' => '30', 'type' => 'text']);
        $help = \__('A mail address, phone number or page without blanks; told to whoever answers HELP. Needed for the United States.', 'cartsignal');
        $this->fields->text('/shop/help_contact', \__('Help contact', 'cartsignal'), $help);
        $own = (new Settings(static fn (): never => throw new \LogicException(), []))->linkOrigin();
        /* translators: %s: an address. */
        $links = \sprintf(\__('Empty: %s. The shorter the cheaper. It must lead to this site.', 'cartsignal'), $own);
        $attributes = ['placeholder' => $own, 'type' => 'url', 'class' => 'regular-text'];
        $this->fields->text('/shop/link_origin', \__('Where short links live', 'cartsignal'), $links, $attributes);
        self::end();
    }

    private function provider(): void
    {
        $this->begin(\__('Who carries the texts', 'cartsignal'));
        $choices = [
            '' => \__('Nobody yet', 'cartsignal'),
            'twilio' => 'Twilio',
            'log' => \__('Log (nothing is sent)', 'cartsignal'),
        ];
        $this->fields->choice('/provider/name', \__('Provider', 'cartsignal'), $choices);
        $this->fields->text('/provider/settings/account_sid', \__('Twilio: Account SID', 'cartsignal'));
        $kept = $this->settings->providerName() === 'twilio';
        $hint = $kept
            ? \__('Kept, sealed. Leave it empty to keep it, or enter another one.', 'cartsignal')
            : \__('It is sealed before it is kept, and never shown again.', 'cartsignal');
        $attributes = ['type' => 'password', 'autocomplete' => 'new-password', 'class' => 'regular-text'];
        $this->fields->text('/provider/settings/auth_token', \__('Twilio: Auth token', 'cartsignal'), $hint, $attributes);
        self::end();
        // Not of this form: Enter in any field presses a form's first button.
        echo '<p><button class="button" form="cartsignal-check" name="cartsignal_do" value="check">';
        echo \esc_html__('Check the account', 'cartsignal') . '</button> <span class="description">' . \esc_html__('As it was last saved. Sends nothing.', 'cartsignal') . '</span></p>';
    }

    private function boxes(): void
    {
        $this->begin(\__('Boxes that customers may tick', 'cartsignal'));
        $this->fields->tick('/boxes/cart', \__('Reminders of the cart', 'cartsignal'));
        $this->fields->tick('/boxes/offers', \__('Offers', 'cartsignal'), \__('A box of its own. Nothing sends offers yet.', 'cartsignal'));
        self::end();
    }

    private function market(string $country): void
    {
        $at = "/markets/$country";
        $this->begin(self::countryName($country));
        $this->fields->text("$at/sender/id", \__('Sender', 'cartsignal'), \__('A name, or a number as +18335550123, as the provider knows it.', 'cartsignal'));
        $this->fields->choice("$at/sender/kind", \__('What is behind it', 'cartsignal'), [
            '' => \__('The sender itself tells', 'cartsignal'),
            'alphanumeric' => \__('A name', 'cartsignal'),
            'long_number' => \__('A number', 'cartsignal'),
            'long_code_10dlc' => \__('A US number (10DLC)', 'cartsignal'),
            'toll_free' => \__('A toll-free number', 'cartsignal'),
            'short_code' => \__('A short code', 'cartsignal'),
        ], \__('Only needed for a messaging service (MG…).', 'cartsignal'));
        $this->fields->choice("$at/sender/way_out", \__('Way out', 'cartsignal'), [
            'opt_out_link' => \__('A link (works with every sender)', 'cartsignal'),
            'stop_word' => \__('Answering STOP (needs a number that receives)', 'cartsignal'),
            'stop_number' => \__('The provider\'s number for STOP (France)', 'cartsignal'),
        ]);
        $short = ['class' => 'small-text', 'inputmode' => 'numeric', 'type' => 'text'];
        if ($country === 'FR') {
            $this->fields->text("$at/sender/stop_number", \__('Number for STOP', 'cartsignal'), '', $short);
        }
        $this->fields->tick("$at/sender/two_way", \__('It can receive answers', 'cartsignal'));
        $this->fields->tick("$at/sender/registered", \__('The provider says that it is registered', 'cartsignal'));
        $this->language($country);
        $currency = $this->settings->shop()['currency'];
        /* translators: %s: code of a currency. */
        $label = \sprintf(\__('Price of one part, %s', 'cartsignal'), $currency);
        $hint = \__('Empty: the provider\'s list price, where it is known.', 'cartsignal');
        $this->fields->text("$at/price", $label, $hint, ['inputmode' => 'decimal'] + $short);
        $missing = $this->missing->sentence($this->settings, $country);
        $this->fields->tick("$at/live", \__('Live: texts go out', 'cartsignal'), $missing
            ?? \__('Ready. As long as this is off everything is decided and listed, and nothing is sent.', 'cartsignal'));
        self::end();
    }

    private function language(string $country): void
    {
        $choices = match ($country) {
            'DE' => ['de' => 'Sie', 'de-du' => 'du'],
            'FR' => ['fr' => 'vous', 'fr-tu' => 'tu'],
            default => null,
        };
        if ($choices !== null) {
            $this->fields->choice("/markets/$country/language", \__('Form of address', 'cartsignal'), $choices);
        }
    }

    private function money(): void
    {
        $currency = $this->settings->shop()['currency'];
        $this->begin(\__('Money', 'cartsignal'));
        $amount = ['class' => 'small-text', 'inputmode' => 'decimal', 'type' => 'text'];
        /* translators: %s: code of a currency. */
        $month = \sprintf(\__('Budget a month, %s', 'cartsignal'), $currency);
        $this->fields->text('/budget/month_micros', $month, \__('Nothing is sent beyond it. Empty: 50.', 'cartsignal'), $amount);
        /* translators: %s: code of a currency. */
        $day = \sprintf(\__('Budget a day, %s', 'cartsignal'), $currency);
        $this->fields->text('/budget/day_micros', $day, \__('Empty: a tenth of the month\'s.', 'cartsignal'), $amount);
        $holdout = \__('So many customers get no text, so that you can see what texts bring. 0 to 50.', 'cartsignal');
        $whole = ['inputmode' => 'numeric'] + $amount;
        $this->fields->text('/holdout_percent', \__('Held out, percent', 'cartsignal'), $holdout, $whole);
        $this->fields->tick('/coupon/on', \__('A coupon for those who leave carts often', 'cartsignal'), \__('Never in a first text.', 'cartsignal'));
        $this->fields->text('/coupon/percent', \__('Coupon, percent', 'cartsignal'), '', $whole);
        /* translators: %s: code of a currency. */
        $least = \sprintf(\__('Coupon from a cart of, %s', 'cartsignal'), $currency);
        $this->fields->text('/coupon/minimum_minor', $least, '', $amount);
        self::end();
    }

    private function statuses(): void
    {
        $this->begin(\__('What an order status means', 'cartsignal'));
        $meanings = [
            'pending' => \__('Not paid yet: a reminder may follow', 'cartsignal'),
            'on_hold' => \__('Bought, payment to come', 'cartsignal'),
            'paid' => \__('Bought and paid', 'cartsignal'),
            'failed' => \__('Payment refused: a reminder may follow', 'cartsignal'),
            'cancelled' => \__('Cancelled', 'cartsignal'),
            'refunded' => \__('Refunded', 'cartsignal'),
            'ignored' => \__('No order yet', 'cartsignal'),
        ];
        foreach (self::statusNames() as $status => $name) {
            $this->fields->choice("/statuses/$status", $name, $meanings);
        }
        self::end();
    }

    private function leaving(): void
    {
        $this->begin(\__('When the plugin is deleted', 'cartsignal'));
        $label = \__('Remove everything, the proof of consent and the opt-outs too', 'cartsignal');
        $this->fields->tick('/remove_on_uninstall', $label);
        self::end();
        if (\class_exists(ProofExport::class)) {
            echo '<p><a href="' . \esc_url(ProofExport::url()) . '">' . \esc_html__('Download the consent proof first', 'cartsignal') . '</a></p>';
        }
    }

    private function begin(string $title): void
    {
        echo '<fieldset class="cartsignal-part"><legend><h2>' . \esc_html($title) . '</h2></legend>';
        echo '<table class="form-table" role="presentation"><tbody>';
    }

    private static function end(): void
    {
        echo '</tbody></table></fieldset>';
    }

    private static function countryName(string $country): string
    {
        return \html_entity_decode(\WC()->countries->get_countries()[$country] ?? $country);
    }

    /** @return array<string, string> Without `wc-`, drafts too. */
    private static function statusNames(): array
    {
        $names = \function_exists('wc_get_order_statuses') ? \wc_get_order_statuses() : [];
        $bare = \array_map(static fn (string $key): string => \preg_replace('/\Awc-/', '', $key), \array_keys($names));
        return \array_combine($bare, \array_values($names));
    }
}
