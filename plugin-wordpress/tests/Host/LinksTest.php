<?php
// Owns the proof that short links fit their room, lead where they should, and are not to be guessed.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Links;
use Cartsignal\Host\Scene;

final class LinksTest extends HostTestCase
{
    private const ORIGIN = 'https://shop.example';

    public function test_a_text_gets_a_link_in_each_place_and_they_lead_there(): void
    {
        $text = $this->links()->fill($this->decision('Grüße 🛒 ', ['cart', 'opt_out']), $this->scene(), self::ORIGIN);
        $filled = '~\AGrüße 🛒 https://shop\.example/(\w{7}) https://shop\.example/(\w{7}) \z~u';
        $matched = \preg_match($filled, $text, $keys);
        self::assertSame(1, $matched, $text);
        $cart = $this->links()->find($keys[1], self::NOON);
        self::assertSame(['cart', 'd1', 'r1', 'w1', 'c1', self::NOON + 14 * 86_400_000, null], [$cart->kind,
            $cart->decision, $cart->recipient, $cart->shopper, $cart->cart, $cart->expiresAt, $cart->usedAt]);
        self::assertSame('opt_out', $this->links()->find($keys[2], self::NOON)->kind);
        self::assertNull($this->links()->find($keys[1], $cart->expiresAt));
        self::assertNull($this->links()->find(\strrev($keys[1]), self::NOON));
        self::assertSame('cart', $this->links()->ofHash(self::keys()->link($keys[1]))->kind);
        self::assertStringNotContainsString($keys[1], \serialize($this->database->all('SELECT * FROM {links}')));
    }

    public function test_the_first_use_is_told_from_later_ones(): void
    {
        $text = $this->links()->fill($this->decision('', ['cart']), $this->scene(), self::ORIGIN);
        $key = \substr($text, 21, 7);
        self::assertTrue($this->links()->use($key, self::NOON + 1));
        self::assertFalse($this->links()->use($key, self::NOON + 2));
        self::assertSame(self::NOON + 1, $this->links()->find($key, self::NOON)->usedAt);
        self::assertFalse($this->links()->use('Unknown', self::NOON));
    }

    public function test_a_place_of_another_width_or_origin_is_refused_and_nothing_kept(): void
    {
        $wide = $this->decision('', ['cart']);
        $wide->does->send->links[0]->width += 1;
        $elsewhere = [$this->decision('', ['cart']), 'https://evil.example'];
        foreach ([[$wide, self::ORIGIN], $elsewhere] as [$decision, $origin]) {
            try {
                $this->links()->fill($decision, $this->scene(), $origin);
                self::fail('it was filled');
            } catch (\UnexpectedValueException) {
                self::assertSame(0, $this->rows('links'));
            }
        }
    }

    public function test_every_key_has_an_upper_case_letter_and_all_letters_are_as_likely(): void
    {
        $seen = '';
        for ($n = 0; $n < 300; $n += 1) {
            $text = $this->links()->fill($this->decision('', ['cart']), $this->scene(), self::ORIGIN);
            $key = \substr($text, 21, 7);
            self::assertTrue(Links::looksLikeKey($key), $key);
            $seen .= $key;
        }
        self::assertSame(300, $this->rows('links'));
        self::assertCount(62, \count_chars($seen, 1));
    }

    public function test_a_random_key_without_an_upper_case_letter_or_one_that_is_taken_is_not_used(): void
    {
        $alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
        $byte = static fn (string $letter): string => \chr((int) \strpos($alphabet, $letter));
        $bytes = static fn (string $key): string => \implode('', \array_map($byte, \str_split($key)));
        $drawn = \array_map($bytes, ['abc1234', 'Abc1234', 'Abc1234', 'abcdefG']);
        // Bytes that would make some letters likelier are drawn again.
        \array_splice($drawn, 2, 0, [\str_repeat("\xff", 7)]);
        $random = static function (int $bytes) use (&$drawn): string {
            return \array_shift($drawn);
        };
        $links = new Links($this->database, self::keys(), $random);
        foreach (['Abc1234', 'abcdefG'] as $key) {
            $text = $links->fill($this->decision('', ['cart']), $this->scene(), self::ORIGIN);
            self::assertSame(self::ORIGIN . "/$key ", $text);
        }
    }

    /** @dataProvider addresses */
    public function test_no_ordinary_address_is_taken_for_a_key(bool $looks, string $text): void
    {
        self::assertSame($looks, Links::looksLikeKey($text));
    }

    public static function addresses(): array
    {
        return [[true, 'Abc1234'], [true, 'abcdefG'], [true, 'ABCDEFG'], [false, 'contact'], [false, '1234567'],
            [false, 'Abc123'], [false, 'Abc12345'], [false, "Abc1234\n"], [false, 'Ab-1234'], [false, 'Äbc123'],
            [false, '']];
    }

    private function links(): Links
    {
        return new Links($this->database, self::keys(), \random_bytes(...));
    }

    private function scene(): Scene
    {
        return new Scene(self::NOON, 'w1', 'r1');
    }

    /** @param list<string> $kinds Of the links that follow the words. */
    private function decision(string $words, array $kinds): \stdClass
    {
        $places = [];
        foreach ($kinds as $kind) {
            $width = \strlen(self::ORIGIN) + 8;
            $places[] = (object) ['kind' => $kind, 'at' => \mb_strlen($words), 'width' => $width];
            $words .= self::ORIGIN . '/_______ ';
        }
        $send = (object) ['text' => $words, 'links' => $places, 'cart' => 'c1'];
        return (object) ['id' => 'd1', 'does' => (object) ['send' => $send]];
    }
}
