<?php
// Owns the proof that keys are the same in every host, and that without the right ones nothing goes on.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\KeyFault;
use Cartsignal\Host\Keys;

final class KeysTest extends HostTestCase
{
    /** What the Node host (js/host/keys.mjs) makes of secrets of 32 bytes 1 and 32 bytes 2. */
    private const RECIPIENT = 'rc438b5c5695d2d8bcb588a4f3a41ed66875f4c36026a2e57';
    private const LINK = 'ae4d7a72c4807475392e023bac5da55d5fbd1a8c732b367cdade1aa1661041cc';
    private const ORIGIN = 'f2f387228963e4a19af2ef9cc5b08f62';
    private const WRAPPING = 'd0af7da4d72c348a21cfcb73334ad0dcbb222d693d889af044e89b1cdc725e84';

    public function test_keys_are_those_of_the_node_host(): void
    {
        $keys = self::keys();
        self::assertSame(self::RECIPIENT, $keys->recipient('+447400123456'));
        self::assertSame(self::LINK, \bin2hex($keys->link('Abc1234')));
        self::assertSame(self::ORIGIN, $keys->origin("range\n44740"));
        self::assertSame(self::WRAPPING, \bin2hex($keys->wrapping));
    }

    public function test_a_shopper_and_a_recipient_of_one_text_share_nothing(): void
    {
        $keys = self::keys();
        self::assertMatchesRegularExpression('/\Aw[0-9a-f]{48}\z/', $keys->shopper('t_1'));
        self::assertNotSame($keys->shopper('t_1'), $keys->shopper('t_2'));
        self::assertNotSame(\substr($keys->shopper('x'), 1), \substr($keys->recipient('x'), 1));
        self::assertNotSame($keys->mark('coupon', 'x'), $keys->mark('cart', 'x'));
    }

    /** @dataProvider badSecrets */
    public function test_secrets_that_are_none_are_refused(?array $secrets): void
    {
        try {
            new Keys($secrets);
            self::fail('they were taken');
        } catch (KeyFault $fault) {
            self::assertSame('keys_missing', $fault->reason);
        }
    }

    public static function badSecrets(): array
    {
        $good = \str_repeat('k', 32);
        return [
            'none' => [null],
            'one is missing' => [['recipients' => $good]],
            'one is short' => [['recipients' => $good, 'store' => \substr($good, 1)]],
            'one is hex' => [['recipients' => \bin2hex($good), 'store' => $good]],
            'one is no text' => [['recipients' => $good, 'store' => 32]],
        ];
    }

    public function test_a_database_knows_the_keys_it_was_begun_with(): void
    {
        self::keys()->check($this->database);
        self::keys()->check($this->database);
        foreach (['recipients', 'store'] as $name) {
            try {
                (new Keys([$name => \str_repeat('x', 32)] + self::secrets()))->check($this->database);
                self::fail("another key `$name` was taken");
            } catch (KeyFault $fault) {
                self::assertSame('keys_wrong', $fault->reason);
                self::assertStringContainsString("`$name`", $fault->getMessage());
            }
        }
    }

    public function test_of_two_processes_with_different_keys_one_begins_the_database(): void
    {
        $server = $this->server;
        $taken = Processes::each(8, static function (int $n) use ($server): bool {
            try {
                $keys = new Keys(['store' => \str_repeat(\chr($n), 32)] + self::secrets());
                $keys->check($server->another());
                return true;
            } catch (KeyFault) {
                return false;
            }
        });
        self::assertSame(1, \array_sum($taken));
    }

    public function test_keys_show_in_no_dump_and_no_serialization(): void
    {
        $shown = \print_r(self::keys(), true);
        \ob_start();
        \var_dump(self::keys(), self::vault($this->database));
        $shown .= \ob_get_clean();
        self::assertStringNotContainsString(\hex2bin(self::WRAPPING), $shown);
        $this->expectException(\LogicException::class);
        \serialize(self::keys());
    }
}
