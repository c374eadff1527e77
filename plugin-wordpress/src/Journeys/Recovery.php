<?php
// Owns the picture of the journey that wins carts back: its steps with what was chosen, and what stays fixed.
declare(strict_types=1);

namespace Cartsignal\Journeys;

use Cartsignal\Host\Notes;
use Cartsignal\Markets\Countries;
use Cartsignal\Markets\Rules;
use Cartsignal\Services;
use Cartsignal\Settings\Currency;
use Cartsignal\Settings\JourneyChanges;
use Cartsignal\Settings\Saving;
use Cartsignal\Settings\Unfit;

final class Recovery
{
    public const NAME = 'cart_recovery';

    /** Texts a month from which the experiment runs. Source: the core's `EXPERIMENT_FROM`. */
    private const EXPERIMENT_FROM = 500;

    private const SECOND_MINUTES = 1_440;

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, mixed> */
    public function picture(): array
    {
        $settings = $this->services->settings();
        $kept = $settings->all();
        $coupon = $settings->coupon();
        $currency = $settings->shop()['currency'];
        return [
            'name' => self::NAME,
            'paused' => \in_array(self::NAME, $settings->pausedJourneys(), true),
            'paused_because' => $this->pausedBecause(),
            'kinds' => \array_map(fn (string $kind): array => [
                'kind' => $kind,
                'title' => Kinds::title($kind),
                'about' => Kinds::about($kind),
                'minutes' => $settings->delays()[$kind] ?? Kinds::MINUTES[$kind],
                'usual' => Kinds::MINUTES[$kind],
            ], JourneyChanges::KINDS),
            'most_minutes' => JourneyChanges::MOST_MINUTES,
            'languages' => $this->languages(),
            'texts' => $this->texts(),
            'second_text' => [
                'on' => $kept['second_text'] ?? false,
                'minutes' => $kept['second_text_minutes'] ?? self::SECOND_MINUTES,
                'least' => JourneyChanges::SECOND_MINUTES[0],
                'most' => JourneyChanges::SECOND_MINUTES[1],
                'countries' => $this->withTwo(),
            ],
            'coupon' => [
                'on' => $coupon !== null,
                'percent' => $coupon['percent'] ?? 10,
                'minimum' => $coupon === null ? '' : Currency::ofMinor($coupon['minimum_minor'], $currency),
                'currency' => $currency,
            ],
            'timing_experiment' => ['on' => $kept['timing_experiment'] ?? true, 'from' => self::EXPERIMENT_FROM],
            'facts' => self::facts($settings->holdoutPercent()),
        ];
    }

    /**
     * @param array<string, mixed> $given As `JourneysEndpoint` takes it.
     * @return array<string, string> Warnings by field.
     * @throws Unfit
     */
    public function change(array $given): array
    {
        if (isset($given['coupon'])) {
            $typed = (string) $given['coupon']['minimum'];
            $minor = Currency::minor($typed, $this->services->settings()->shop()['currency']);
            if ($minor === null) {
                throw new Unfit(['/coupon/minimum' => \__('Enter an amount such as 40.00, without a currency sign.', 'cartsignal')]);
            }
            $given['coupon'] = ['percent' => $given['coupon']['percent'], 'minimum_minor' => $minor];
        }
        return (new Saving($this->services))->save($given);
    }

    /** @return array<string, string> Warnings by field. */
    public function pause(bool $paused): array
    {
        $notes = new Notes($this->services->database());
        $now = $this->services->now();
        $told = (new Saving($this->services))->save(['paused_journeys' => $paused ? [self::NAME] : []]);
        if ($paused) {
            $notes->write('paused_because_' . self::NAME, \json_encode(['why' => 'owner', 'at' => $now], JSON_THROW_ON_ERROR));
        } else {
            $notes->drop('paused_because_' . self::NAME);
            $notes->write('resumed_' . self::NAME, (string) $now);
        }
        return $told;
    }

    /** @return array{why: string, at: int, sentence: string}|null */
    private function pausedBecause(): ?array
    {
        $note = (new Notes($this->services->database()))->read('paused_because_' . self::NAME);
        $kept = \json_decode($note ?? '', true);
        if (!\is_array($kept)) {
            return null;
        }
        return ['why' => (string) $kept['why'], 'at' => (int) $kept['at'], 'sentence' => match ($kept['why']) {
            'opt_outs' => \__('Cartsignal paused it: too many customers opted out of its last texts. Read them as your customers do, change what annoys, then resume.', 'cartsignal'),
            'undeliverable' => \__('Cartsignal paused it: too many of its last texts could not be delivered. Ask your provider why, then resume.', 'cartsignal'),
            default => \__('You paused it.', 'cartsignal'),
        }];
    }

    /** @return list<array{language: string, name: string, countries: list<string>}> */
    private function languages(): array
    {
        $preview = new Preview($this->services);
        $settings = $this->services->settings();
        return \array_map(static fn (string $language): array => [
            'language' => $language,
            'name' => Kinds::language($language),
            'countries' => \array_map(Countries::name(...), $preview->countries($settings, $language)),
        ], $preview->languages());
    }

    /** @return array<string, array<string, array{body: string, ours: string, own: bool}>> By name and language. */
    private function texts(): array
    {
        $texts = new Texts($this->services);
        $all = [];
        foreach (JourneyChanges::TEXTS as $name) {
            foreach (\array_column($this->languages(), 'language') as $language) {
                $own = $texts->own($name, $language);
                $ours = $texts->ours($name, $language);
                $all[$name][$language] = ['body' => $own ?? $ours, 'ours' => $ours, 'own' => $own !== null];
            }
        }
        return $all;
    }

    /** @return list<string> Names of countries that allow a second text by now. */
    private function withTwo(): array
    {
        $rules = new Rules($this->services);
        $settings = $this->services->settings();
        $markets = $settings->markets();
        $allows = static fn (string $country): bool =>
            $rules->has($country) && ($markets[$country]['texts_per_abandonment'] ?? 1) > 1;
        return \array_values(\array_map(Countries::name(...), \array_filter(\array_keys($markets), $allows)));
    }

    /** @return list<string> What nobody chooses. */
    private static function facts(int $holdout): array
    {
        return [
            \__('The kinds are tried from top to bottom: the first that fits decides when and which text.', 'cartsignal'),
            \__('The delay counts from the last thing the customer did. Still typing or paying is not leaving.', 'cartsignal'),
            \__('At the moment of sending everything is checked again: consent, opt-out, stock, order, hours, caps, budget.', 'cartsignal'),
            \__('Nobody is texted about a cart within 7 days after a purchase.', 'cartsignal'),
            /* translators: %s: a number. */
            \sprintf(\__('%s %% of customers are held out and get no text, so that you can see what texts bring.', 'cartsignal'), \number_format_i18n($holdout)),
            \__('A coupon is never in the first text of a customer who does not leave carts often, never for your best customers, and one number gets one in 90 days.', 'cartsignal'),
        ];
    }
}
