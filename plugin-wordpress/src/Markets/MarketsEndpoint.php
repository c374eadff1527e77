<?php
// Owns what can be asked and done about the countries a store sells to.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Settings\JourneyChanges;
use Cartsignal\Settings\Saving;
use Cartsignal\Settings\Unfit;

final class MarketsEndpoint implements Endpoint
{
    private const COUNTRY = ['type' => 'string', 'pattern' => '^[A-Z]{2}$', 'required' => true];

    /** Source: the core's `SenderKind`. */
    private const KINDS = ['toll_free', 'long_code_10dlc', 'short_code', 'long_number', 'alphanumeric', null];

    private const TIME = ['type' => 'string', 'pattern' => '^([01][0-9]|2[0-4]):[0-5][0-9]$'];

    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $card = [
            'type' => 'object',
            'description' => 'How a country stands, what it needs, what was chosen and what the law locks.',
        ];
        $at = ['country' => self::COUNTRY];
        $live = $at + ['live' => ['type' => 'boolean', 'required' => true]];
        $any = ['type' => 'object'];
        $saved = ['type' => 'object', 'properties' => ['market' => $card, 'warnings' => $any]];
        $list = ['type' => 'object', 'properties' => [
            'items' => ['type' => 'array', 'items' => $card],
            'others' => ['type' => 'array', 'items' => $any],
        ]];
        $all = fn (array $given): array => (new Cards($this->services))->all();
        $means = fn (array $given): array => (new GoingLive($this->services))->of($given['country']);
        $forms = fn (array $given): array => (new Registering($this->services))->of($given['country']);
        $asked = fn (array $given): array => (new Registering($this->services))->asked($given['country']);
        $change = $this->change(...);
        $path = '/markets/{country}';
        return [
            new Operation('GET', '/markets', 'Lists the countries a store sells to.', [], $list, $all),
            new Operation(
                'PUT', $path, 'Changes what was chosen for a country; what is not given stays.',
                $at + self::fields(), $saved, $change
            ),
            new Operation('GET', "$path/going-live", 'Tells what going live would mean.', $at, $any, $means),
            new Operation('PUT', "$path/live", 'Lets texts go to a country, or only watches it.', $live, $saved, $change),
            new Operation(
                'GET', "$path/registration", 'Writes what is pasted into the registration of a sender.',
                $at, $any, $forms
            ),
            new Operation(
                'POST', "$path/registration/check", 'Asks the provider whether the sender is registered.',
                $at, $any, $asked
            ),
        ];
    }

    /** @return array<string, array<string, mixed>> */
    private static function fields(): array
    {
        $hours = ['type' => ['object', 'null'], 'properties' => ['from' => self::TIME, 'to' => self::TIME],
            'required' => ['from', 'to'], 'additionalProperties' => false];
        $sender = ['type' => ['object', 'null'], 'additionalProperties' => false, 'properties' => [
            'id' => ['type' => 'string', 'maxLength' => 40],
            'kind' => ['type' => ['string', 'null'], 'enum' => self::KINDS],
            'way_out' => ['type' => 'string', 'enum' => ['opt_out_link', 'stop_word', 'stop_number']],
            'two_way' => ['type' => 'boolean'],
            'stop_number' => ['type' => ['string', 'null'], 'maxLength' => 10],
            'registered' => ['type' => 'boolean'],
        ]];
        return [
            'sender' => $sender,
            'price' => [
                'type' => ['string', 'null'],
                'maxLength' => 20,
                'description' => 'Of one part, as typed; null goes by the list.',
            ],
            'language' => ['type' => 'string', 'enum' => JourneyChanges::LANGUAGES],
            'texts_per_abandonment' => ['type' => 'integer', 'minimum' => 1, 'maximum' => 2],
            'confirm' => ['type' => 'boolean'],
            'soft_opt_in' => ['type' => 'boolean'],
            'windows' => [
                'type' => ['array', 'null'],
                'items' => $hours,
                'minItems' => 7,
                'maxItems' => 7,
                'description' => 'From Monday; null is closed, null for all is the usual hours.',
            ],
            'help_contact' => ['type' => ['string', 'null'], 'maxLength' => 60],
        ];
    }

    /** @return array<string, mixed> */
    private function change(array $given): array
    {
        $country = $given['country'];
        unset($given['country']);
        $settings = $this->services->settings();
        $countries = new Countries(new Rules($this->services));
        if (!\in_array($country, [...$countries->carded($settings), ...$countries->others($settings)], true)) {
            throw new RestFault('country_unknown', \__('This store does not sell to that country.', 'cartsignal'), 404);
        }
        if (($given['live'] ?? false) && !$countries->isReviewed($country)) {
            throw new Unfit(["/markets/$country/live" => \__('There is no reviewed rule for this country yet: nothing is sent there, whatever else is set up.', 'cartsignal')]);
        }
        $warnings = $this->saved($country, (new Change($this->services))->of($country, $given));
        $here = static fn (string $at): bool => \str_starts_with($at, "/markets/$country");
        return [
            'market' => (new Cards($this->services))->of($country),
            'warnings' => (object) \array_filter($warnings, $here, ARRAY_FILTER_USE_KEY),
        ];
    }

    /**
     * @param array<string, mixed> $changes
     * @return array<string, string> Warnings by field.
     * @throws Unfit
     */
    private function saved(string $country, array $changes): array
    {
        try {
            return (new Saving($this->services))->save($changes);
        } catch (Unfit $unfit) {
            // The help contact is the shop's; on a card it stands beside the sender it is needed for.
            $fields = ['/shop/help_contact', "/markets/$country/sender/help_contact"];
            $errors = [];
            foreach ($unfit->errors as $at => $sentence) {
                $errors[\in_array($at, $fields, true) ? "/markets/$country/help_contact" : $at] = $sentence;
            }
            throw new Unfit($errors);
        }
    }
}
