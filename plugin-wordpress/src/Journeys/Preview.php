<?php
// Owns how a text would look and what it would cost, country by country, before anything of it is saved.
declare(strict_types=1);

namespace Cartsignal\Journeys;

use Cartsignal\Consent\Boxes;
use Cartsignal\Core\Core;
use Cartsignal\Markets\Countries;
use Cartsignal\Markets\Price;
use Cartsignal\Markets\Rules;
use Cartsignal\Services;
use Cartsignal\Settings\Configuration;
use Cartsignal\Settings\Settings;
use Cartsignal\Settings\Unfit;
use Cartsignal\Settings\Words;

final class Preview
{
    /** The longest is what one part is promised to carry: 12 letters. Source: shared defaults, "Texts". */
    private const SAMPLE_NAME = 'Anna';

    private const LONGEST_NAME = 'Bartholomäus';

    /** As many characters as every key of a link has. */
    private const SAMPLE_KEY = 'k7Qm2Xa';

    /** Pages of the shop speak a language; texts of two countries may share it. */
    private const LOCALES = [
        'de' => 'de_DE', 'de-du' => 'de_DE', 'fr' => 'fr_FR', 'fr-tu' => 'fr_FR', 'en-GB' => 'en_GB', 'en-US' => 'en_US',
    ];

    private const SHOP_CHARACTERS = 20;

    private readonly Texts $texts;

    public function __construct(private readonly Services $services)
    {
        $this->texts = new Texts($services);
    }

    /**
     * Returns a text as it would go out in every country that gets it in this language.
     *
     * @param string|null $body As typed; null is what is used now, empty is ours.
     * @return array<string, mixed>
     */
    public function of(string $name, string $language, ?string $body): array
    {
        $settings = $this->services->settings();
        $used = match ($body) {
            null => $this->texts->own($name, $language) ?? $this->texts->ours($name, $language),
            '' => $this->texts->ours($name, $language),
            default => \trim($body),
        };
        $countries = $this->countries($settings, $language);
        return [
            'name' => $name,
            'language' => $language,
            'body' => $used,
            'own' => $used !== $this->texts->ours($name, $language),
            'dear' => $this->dear($used),
            'markets' => \array_map(fn (string $country): array => $this->in($settings, $country, $language, $used), $countries),
        ] + $this->judged($settings, $name, $language, $body);
    }

    /** Returns each language in use: its box, and the usual text on a phone. */
    public function shop(): array
    {
        $settings = $this->services->settings();
        $languages = \array_map(function (string $language) use ($settings): array {
            $countries = $this->countries($settings, $language);
            return [
                'language' => $language,
                'name' => Kinds::language($language),
                'countries' => \array_map(Countries::name(...), $countries),
                'boxes' => $this->boxes($language),
                'text' => $this->of('other', $language, null),
            ];
        }, $this->languages());
        $shop = \function_exists('wc_get_page_permalink') ? (string) \wc_get_page_permalink('shop') : '';
        return ['languages' => $languages, 'shop' => $shop];
    }

    /** @return list<string> Languages that some country gets its texts in. */
    public function languages(): array
    {
        $settings = $this->services->settings();
        $rules = new Rules($this->services);
        $reviewed = \array_filter((new Countries($rules))->carded($settings), $rules->has(...));
        $languages = \array_map(static fn (string $country): string => Countries::language($settings, $country), $reviewed);
        return \array_values(\array_unique($languages));
    }

    /** @return list<string> */
    public function countries(Settings $settings, string $language): array
    {
        $rules = new Rules($this->services);
        $gets = static fn (string $country): bool =>
            $rules->has($country) && Countries::language($settings, $country) === $language;
        return \array_values(\array_filter((new Countries($rules))->carded($settings), $gets));
    }

    /** @return array<string, mixed> */
    private function in(Settings $settings, string $country, string $language, string $body): array
    {
        $sender = $settings->markets()[$country]['sender'] ?? [];
        $wayOut = $sender['way_out'] ?? ($country === 'US' ? 'stop_word' : 'opt_out_link');
        $source = \rtrim($body) . ' ' . $this->texts->wayOut($wayOut, $language);
        $values = $this->values($settings, $sender, $this->dear($body) === []);
        $text = $this->filled($source, $values + ['Name' => self::SAMPLE_NAME]);
        $measured = $this->core()->measure($text);
        $longest = $this->core()->measure($this->filled($source, $values + ['Name' => self::LONGEST_NAME]));
        $price = (new Price($this->services))->of($settings, $country);
        return [
            'country' => $country,
            'name' => Countries::name($country),
            'sender' => $sender['id'] ?? null,
            'way_out' => $wayOut,
            'text' => $text,
            'encoding' => $measured->encoding,
            'units' => $measured->units,
            'parts' => $longest->parts,
            'left' => $longest->left,
            'cost_micros' => $longest->parts * $price['micros'],
            'price_of' => $price['of'],
        ];
    }

    /** A name that would cost one more part is left out, as the core does. */
    private function filled(string $source, array $values): string
    {
        $whole = (new Filling($values))->of($source);
        unset($values['Name']);
        $bare = (new Filling($values))->of($source);
        return $this->core()->measure($whole)->parts > $this->core()->measure($bare)->parts ? $bare : $whole;
    }

    /** @return array<string, string> */
    private function values(Settings $settings, array $sender, bool $isPlain): array
    {
        $shop = \mb_substr($settings->shop()['name'], 0, self::SHOP_CHARACTERS);
        $link = $settings->linkOrigin() . '/' . self::SAMPLE_KEY;
        $coupon = $settings->coupon();
        return [
            'Shop' => \trim($isPlain ? $this->plain($shop) : $shop),
            'product' => \__('Sample product', 'cartsignal'),
            'cart_link' => $link,
            'checkout_link' => $link,
            'opt_out_link' => $link,
            'confirm_link' => $link,
            'stop_number' => $sender['stop_number'] ?? '36000',
            'help_contact' => $settings->shop()['help_contact'] ?? '',
            'code' => 'SAVE7K2M4Q',
            'percent' => (string) ($coupon['percent'] ?? 10),
            'hours' => '48',
        ];
    }

    /** @return list<string> Characters that make a text dear: each part then carries 70 of them, not 160. */
    private function dear(string $body): array
    {
        $words = \preg_replace('~\{[^{}]*\}~', '', $body) ?? '';
        return $words === '' ? [] : \array_values((array) $this->core()->measure($words)->first_non_gsm);
    }

    /** In a text of plain letters a name is written with plain letters, as the core does. */
    private function plain(string $value): string
    {
        $dear = $value === '' ? [] : (array) $this->core()->measure($value)->first_non_gsm;
        return \strtr($value, \array_combine($dear, \array_map(\remove_accents(...), $dear)));
    }

    /** @return array{errors: list<string>, warnings: list<string>} What the core says of the settings with this text. */
    private function judged(Settings $settings, string $name, string $language, ?string $body): array
    {
        try {
            $own = $body === '' ? null : $body;
            $next = $body === null ? $settings : $settings->with(['texts' => [$name => [$language => $own]]]);
        } catch (Unfit $unfit) {
            return ['errors' => \array_values($unfit->errors), 'warnings' => []];
        }
        $found = $this->core()->lint(Configuration::text($next));
        $at = "/texts/$name/$language";
        $here = \array_filter($found, static fn (\stdClass $one): bool => $one->pointer === $at);
        $isAdvice = static fn (\stdClass $one): bool => $one->code === 'config.text.parts';
        $said = static fn (array $ones): array => \array_values(\array_map(Words::sentence(...), $ones));
        return [
            'errors' => $said(\array_filter($here, static fn (\stdClass $one): bool => !$isAdvice($one))),
            'warnings' => $said(\array_filter($here, $isAdvice)),
        ];
    }

    /** @return list<array{purpose: string, text: string}> As the checkout shows them; none where it shows none. */
    private function boxes(string $language): array
    {
        $offered = (new Boxes($this->services))->offered(self::LOCALES[$language]);
        $boxes = $offered['boxes'][$language] ?? [];
        return \array_map(static fn (object $box): array => ['purpose' => $box->purpose, 'text' => $box->text()], $boxes);
    }

    private function core(): Core
    {
        return $this->services->core();
    }
}
