<?php
// Owns the words of a test text: in the language of its country, with the way out that its sender can keep.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Core\Json;
use Cartsignal\Core\Operation;
use Cartsignal\Services;

final class TestWords
{
    /** Characters of a link's key (Host\Links), which stand for it until it is minted. */
    private const KEY = '_______';

    /** A shop's name is cut as the core cuts it. Source: the contract, `{Shop}`. */
    private const SHOP_CHARACTERS = 20;

    /** Words that are sent, never shown on a screen: all of GSM-7, so that a text is one part. */
    private const BODIES = [
        'de' => ['{shop}: Das ist Ihr Test. Bitte den Link antippen: {link} ', 'Keine SMS mehr: {out}', 'Antwort STOP beendet.', 'STOP an {stop}'],
        'fr' => ['{shop}: ceci est votre test. Ouvrez ce lien: {link} ', 'Plus de SMS: {out}', 'Répondez STOP pour finir.', 'STOP au {stop}'],
        'en' => ['{shop}: This is your test. Please open this link: {link} ', 'No more texts: {out}', 'Reply STOP to opt out', 'STOP to {stop}'],
    ];

    private const WAYS = ['opt_out_link' => 1, 'stop_word' => 2, 'stop_number' => 3];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns the text with a stand-in for each link, where those are, and how many parts it takes.
     *
     * @param array<string, mixed> $market
     * @return array{text: string, links: list<\stdClass>, parts: int, language: string}
     */
    public function of(string $country, array $market): array
    {
        $settings = $this->services->settings();
        $language = $market['language'] ?? ['DE' => 'de', 'FR' => 'fr'][$country] ?? 'en';
        $body = self::BODIES[\substr($language, 0, 2)] ?? self::BODIES['en'];
        $template = $body[0] . $body[self::WAYS[$market['sender']['way_out'] ?? 'opt_out_link'] ?? 1];
        $shop = \mb_substr($settings->shop()['name'], 0, self::SHOP_CHARACTERS);
        $template = \strtr($template, ['{shop}' => $shop, '{stop}' => (string) ($market['sender']['stop_number'] ?? '')]);
        $room = $settings->linkOrigin() . '/' . self::KEY;
        $links = [];
        foreach (['{link}' => 'cart', '{out}' => 'opt_out'] as $tag => $kind) {
            $at = \mb_strpos($template, $tag);
            if ($at !== false) {
                $links[] = (object) ['kind' => $kind, 'at' => $at, 'width' => \mb_strlen($room)];
                $template = \mb_substr($template, 0, $at) . $room . \mb_substr($template, $at + \mb_strlen($tag));
            }
        }
        $measured = $this->services->core()->call(Operation::Measure, Json::write(['text' => $template]))->ok();
        return ['text' => $template, 'links' => $links, 'parts' => $measured->parts, 'language' => $language];
    }
}
