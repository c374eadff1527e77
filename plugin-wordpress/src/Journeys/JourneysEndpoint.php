<?php
// Owns what can be asked and done about the journeys and their texts.
declare(strict_types=1);

namespace Cartsignal\Journeys;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;
use Cartsignal\Settings\JourneyChanges;

final class JourneysEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $picture = [
            'type' => 'object',
            'description' => 'The journey\'s steps, their delays and texts, and what else was chosen.',
        ];
        $any = ['type' => 'object'];
        $saved = ['type' => 'object', 'properties' => ['journey' => $picture, 'warnings' => $any]];
        $shown = fn (array $given): array => (new Recovery($this->services))->picture();
        $change = fn (array $given): array => $this->saved((new Recovery($this->services))->change($given));
        $pause = fn (array $given): array => $this->saved((new Recovery($this->services))->pause($given['paused']));
        $look = fn (array $given): array =>
            (new Preview($this->services))->of($given['name'], $given['language'], $given['body'] ?? null);
        $shop = fn (array $given): array => (new Preview($this->services))->shop();
        return [
            new Operation('GET', '/journeys', 'Shows the journey that wins carts back.', [], $picture, $shown),
            new Operation(
                'PUT', '/journeys', 'Changes what is given of the journey; the rest stays.',
                self::fields(), $saved, $change
            ),
            new Operation(
                'PUT', '/journeys/{journey}/paused', 'Pauses a journey, or lets it go on.',
                self::paused(), $saved, $pause
            ),
            new Operation(
                'POST', '/preview', 'Shows a text as it would go out, and what is wrong with it.',
                self::text(), $any, $look
            ),
            new Operation('GET', '/preview', 'Shows the box and the usual text in each language of the store.', [], $any, $shop),
        ];
    }

    /** @return array<string, array<string, mixed>> */
    private static function text(): array
    {
        return [
            'name' => ['type' => 'string', 'enum' => JourneyChanges::TEXTS, 'required' => true],
            'language' => ['type' => 'string', 'enum' => JourneyChanges::LANGUAGES, 'required' => true],
            'body' => [
                'type' => ['string', 'null'],
                'maxLength' => JourneyChanges::MOST_CHARACTERS,
                'description' => 'Null is what is used now, empty is ours.',
            ],
        ];
    }

    /** @return array<string, array<string, mixed>> */
    private static function paused(): array
    {
        return [
            'journey' => ['type' => 'string', 'enum' => JourneyChanges::JOURNEYS, 'required' => true],
            'paused' => ['type' => 'boolean', 'required' => true],
        ];
    }

    /** @return array<string, array<string, mixed>> */
    private static function fields(): array
    {
        $minutes = ['type' => ['integer', 'null'], 'minimum' => 1, 'maximum' => JourneyChanges::MOST_MINUTES];
        $body = ['type' => ['string', 'null'], 'maxLength' => JourneyChanges::MOST_CHARACTERS];
        $bodies = ['type' => ['object', 'null'], 'additionalProperties' => $body];
        [$least, $most] = JourneyChanges::SECOND_MINUTES;
        $closed = static fn (array $properties): array =>
            ['type' => 'object', 'properties' => $properties, 'additionalProperties' => false];
        return [
            'delays' => $closed(\array_fill_keys(JourneyChanges::KINDS, $minutes)),
            'texts' => $closed(\array_fill_keys(JourneyChanges::TEXTS, $bodies)),
            'second_text' => ['type' => 'boolean'],
            'second_text_minutes' => ['type' => 'integer', 'minimum' => $least, 'maximum' => $most],
            'coupon' => [
                'type' => ['object', 'null'],
                'additionalProperties' => false,
                'required' => ['percent', 'minimum'],
                'properties' => [
                    'percent' => ['type' => 'integer', 'minimum' => 1, 'maximum' => 100],
                    'minimum' => ['type' => 'string', 'maxLength' => 20, 'description' => 'Smallest cart, as typed.'],
                ],
            ],
            'timing_experiment' => ['type' => 'boolean'],
        ];
    }

    /**
     * @param array<string, string> $warnings
     * @return array<string, mixed>
     */
    private function saved(array $warnings): array
    {
        $here = static fn (string $at): bool => \preg_match('~\A/(texts|delays|coupon|second_text|options)~', $at) === 1;
        return [
            'journey' => (new Recovery($this->services))->picture(),
            'warnings' => (object) \array_filter($warnings, $here, ARRAY_FILTER_USE_KEY),
        ];
    }
}
