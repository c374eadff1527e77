<?php
// Owns the owner's settings over REST: what was chosen, and changing it, all or nothing.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;
use Cartsignal\Settings\Saving;

/** Countries and journeys have pages of their own (`Markets`, `Journeys`). */
final class SettingsEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        return [
            new Operation(
                'GET',
                '/settings',
                'Tells what the owner chose; secrets are not told.',
                [],
                self::answers(),
                fn (): array => $this->told()
            ),
            new Operation(
                'PUT',
                '/settings',
                'Changes what is given, all of it or nothing; null is the default again.',
                self::takes(),
                self::answers(),
                $this->save(...)
            ),
            new Operation(
                'POST',
                '/settings/test-mail',
                'Sends a mail to where alarms go.',
                [],
                ['type' => 'object', 'properties' => ['sent' => ['type' => 'boolean'], 'sentence' => ['type' => 'string']]],
                fn (): array => $this->testMail()
            ),
        ];
    }

    /**
     * @param array<string, mixed> $given
     * @return array<string, mixed>
     */
    private function save(array $given): array
    {
        if (\is_array($given['provider'] ?? null)) {
            $given['provider'] = (new Account($this->services))->whole($given['provider']);
        }
        $warnings = (new Saving($this->services))->save($given);
        return $this->told() + ['warnings' => (object) $warnings];
    }

    /** @return array<string, mixed> */
    private function told(): array
    {
        return (new Chosen($this->services))->all();
    }

    /** @return array{sent: bool, sentence: string} */
    private function testMail(): array
    {
        $to = $this->services->settings()->alarmMail();
        $shop = $this->services->settings()->shop()['name'];
        /* translators: %s: name of the shop. */
        $subject = \sprintf(\__('[%s] Cartsignal: this is a test', 'cartsignal'), $shop);
        $body = \__('Alarms about texts will come to this address. Nothing is wrong: somebody pressed "Send a test mail" in the settings.', 'cartsignal');
        $sent = \wp_mail($to, $subject, $body . "\n\n" . Screen::url('/settings'));
        $sentence = $sent
            /* translators: %s: a mail address. */
            ? \__('The mail was handed to the site\'s mailer for %s. If it does not arrive, its mailer has to be set up.', 'cartsignal')
            /* translators: %s: a mail address. */
            : \__('The site\'s mailer refused the mail to %s: alarms would not reach you.', 'cartsignal');
        return ['sent' => $sent, 'sentence' => \sprintf($sentence, $to)];
    }

    /** @return array<string, array<string, mixed>> */
    private static function takes(): array
    {
        $text = ['type' => ['string', 'null']];
        $whole = ['type' => ['integer', 'null']];
        $switch = ['type' => 'boolean'];
        $map = static fn (array $properties): array => ['type' => ['object', 'null'], 'properties' => $properties, 'additionalProperties' => false];
        $each = static fn (array $of): array => ['type' => ['object', 'null'], 'additionalProperties' => $of];
        return [
            'shop' => $map(['name' => $text, 'help_contact' => $text, 'link_origin' => $text]),
            'provider' => $map(['name' => ['type' => 'string'], 'settings' => $each($text)]),
            'boxes' => $map(['cart' => $switch, 'offers' => $switch]),
            'asks' => $map(['account' => $switch, 'thank_you' => $switch, 'add_to_cart' => $switch]),
            'statuses' => $each(['type' => 'string']),
            'budget' => $map(['month_micros' => $whole, 'day_micros' => $whole]),
            'holdout_percent' => $whole,
            'coupon' => $map(['percent' => ['type' => 'integer'], 'minimum_minor' => ['type' => 'integer']]),
            'coupon_guard' => $map(['per_month' => $whole]),
            'attribution_days' => $whole,
            'alarm_mail' => $text,
            'digest' => $switch,
            'opt_outs_entered' => $switch,
            'remove_on_uninstall' => $switch,
        ];
    }

    /** @return array<string, mixed> */
    private static function answers(): array
    {
        return ['type' => 'object', 'properties' => self::takes() + [
            'provider' => ['type' => ['object', 'null'], 'description' => '`kept` names the secrets that are there.'],
            'providers' => ['type' => 'array', 'items' => ['type' => 'object']],
            'currency' => ['type' => 'string'],
            'warnings' => ['type' => 'object', 'description' => 'Sentences by JSON pointer.', 'additionalProperties' => ['type' => 'string']],
        ]];
    }
}
