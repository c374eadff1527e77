<?php
// Owns what an owner is told before texts go to a country: what will happen, what is missing, and what watching showed.
declare(strict_types=1);

namespace Cartsignal\Markets;

use Cartsignal\Guards\Rivals;
use Cartsignal\Numbers\Period;
use Cartsignal\Services;
use Cartsignal\Settings\Missing;

final class GoingLive
{
    private const DAY_MS = 86_400_000;

    /** As far back as watching is counted. Chosen: a month. */
    private const WATCHED_DAYS = 30;

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, mixed> */
    public function of(string $country): array
    {
        $settings = $this->services->settings();
        $missing = new Missing($this->services);
        return [
            'country' => $country,
            'ready' => $missing->parts($settings, $country) === [],
            'needs' => $missing->sentence($settings, $country),
            'happens' => $this->happens($country),
            // What cannot be counted just now is no reason against going live.
            'watched' => $this->services->safely('markets.watched', fn (): ?array => $this->watched($country)),
            'rivals' => \class_exists(Rivals::class) ? (new Rivals($this->services))->active() : [],
        ];
    }

    /** @return list<string> */
    private function happens(string $country): array
    {
        $settings = $this->services->settings();
        $sender = $settings->markets()[$country]['sender']['id'] ?? null;
        $price = (new Price($this->services))->of($settings, $country)['micros'] / 1_000_000;
        $money = static fn (float $amount, int $digits): string =>
            \number_format_i18n($amount, $digits) . ' ' . $settings->shop()['currency'];
        $month = ($settings->budget()['month_micros'] ?? 50_000_000) / 1_000_000;
        $name = Countries::name($country);
        return \array_values(\array_filter([
            $settings->providerName() === 'log'
                ? \__('Your provider is the log: texts are written down there and reach nobody.', 'cartsignal')
                /* translators: 1: a country, 2: the sender's name or number. */
                : \sprintf(\__('From now on, customers in %1$s who agreed are texted when they leave a cart. Texts come from "%2$s".', 'cartsignal'), $name, $sender ?? '–'),
            /* translators: 1: an amount with currency, 2: an amount with currency. */
            \sprintf(\__('A part costs about %1$s; nothing is sent beyond the budget of %2$s a month.', 'cartsignal'), $money($price, 3), $money($month, 2)),
            \__('Carts that were left while watching get no text: it begins with the next one.', 'cartsignal'),
            /* translators: %s: a number. */
            \sprintf(\__('%s %% of customers are held out, so that you can see what texts bring.', 'cartsignal'), \number_format_i18n($settings->holdoutPercent())),
            \__('You can go back to watching at any time, with one click.', 'cartsignal'),
        ]));
    }

    /** @return array{days: int, texts: int, sentence: string}|null What would have been sent; null where nobody counts yet. */
    private function watched(string $country): ?array
    {
        if (!\class_exists(Period::class)) {
            return null;
        }
        $now = $this->services->now();
        $period = (new Period($this->services))->of($now - self::WATCHED_DAYS * self::DAY_MS, $now);
        $texts = (int) ($period['countries'][$country]['watched'] ?? 0);
        /* translators: %s: a number. */
        $sentence = \_n('While watching, %s text would have been sent in the last 30 days.', 'While watching, %s texts would have been sent in the last 30 days.', $texts, 'cartsignal');
        return ['days' => self::WATCHED_DAYS, 'texts' => $texts, 'sentence' => \sprintf($sentence, \number_format_i18n($texts))];
    }
}
