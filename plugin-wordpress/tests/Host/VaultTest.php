<?php
// Owns the proof that what is sealed is opened by nobody else, for nothing else, and not after it was changed.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Cipher;
use Cartsignal\Host\Database;
use Cartsignal\Host\Inbox;
use Cartsignal\Host\Keys;
use Cartsignal\Host\SealBroken;
use Cartsignal\Host\Vault;

final class VaultTest extends HostTestCase
{
    /** What the Node host (js/host/vault.mjs) wraps and seals of `{"first_name":"Zoë"}` for recipient `r1`. */
    private const WRAPPED = '0102020202020202020202020212c5ec3b3eb6c022ae9677284a3938087c53fbeadb3989dbc4b79814ea56'
        . 'abef1dd72b12c64feb5c9b6b51e490c3e1ce';
    private const SEALED = '01030303030303030303030303d91bee6853ef7522f10c08e96ead97c9834372f38df74336c39d8b02ee23'
        . '06f2d7f00a6ffa';

    public function test_what_the_node_host_sealed_is_opened(): void
    {
        $sql = "INSERT INTO {data_keys} (side, person, wrapped) VALUES ('recipient', 'r1', ?)";
        $this->database->run($sql, \hex2bin(self::WRAPPED));
        $opened = self::vault($this->database)->open('recipient', 'r1', \hex2bin(self::SEALED));
        self::assertEquals((object) ['first_name' => 'Zoë'], $opened);
    }

    public function test_what_was_sealed_comes_back_and_is_readable_by_nobody_else(): void
    {
        $vault = self::vault($this->database);
        $value = (object) ['empty' => new \stdClass(), 'list' => [], 'text' => "ü/\u{2028}", 'big' => PHP_INT_MAX];
        $sealed = $vault->seal('shopper', 'w1', $value);
        self::assertEquals($value, $vault->open('shopper', 'w1', $sealed));
        self::assertNull($vault->open('shopper', 'w2', $sealed));
        self::assertNull($vault->open('shopper', 'w1', null));
        self::assertNotSame($sealed, $vault->seal('shopper', 'w1', $value));
        $vault->seal('recipient', 'w1', $value);
        $this->assertBroken(static fn () => $vault->open('recipient', 'w1', $sealed));
    }

    /** @dataProvider formats */
    public function test_each_changed_byte_and_each_cut_is_refused(int $format): void
    {
        $cipher = new Cipher(\random_bytes(...), $format);
        $key = \random_bytes(32);
        $sealed = $cipher->encrypt($key, 'the words', 'about');
        self::assertSame($format, \ord($sealed[0]));
        self::assertSame('the words', (new Cipher(\random_bytes(...)))->decrypt($key, $sealed, 'about'));
        for ($place = 0; $place < \strlen($sealed); $place += 1) {
            for ($bit = 0; $bit < 8; $bit += 1) {
                $changed = $sealed;
                $changed[$place] = \chr(\ord($sealed[$place]) ^ (1 << $bit));
                $this->assertBroken(static fn () => $cipher->decrypt($key, $changed, 'about'));
            }
            $this->assertBroken(static fn () => $cipher->decrypt($key, \substr($sealed, 0, $place), 'about'));
        }
        $this->assertBroken(static fn () => $cipher->decrypt($key, $sealed . "\0", 'about'));
        $this->assertBroken(static fn () => $cipher->decrypt($key, $sealed, 'abouT'));
        $this->assertBroken(static fn () => $cipher->decrypt(\random_bytes(32), $sealed, 'about'));
        self::assertSame('', $cipher->decrypt($key, $cipher->encrypt($key, '', 'about'), 'about'));
    }

    public static function formats(): array
    {
        return ['AES' => [Cipher::AES], 'XChaCha20' => [Cipher::XCHACHA]];
    }

    public function test_a_key_row_of_one_person_is_none_of_another(): void
    {
        $vault = self::vault($this->database);
        $vault->seal('recipient', 'r1', 1);
        $this->database->run("INSERT INTO {data_keys} SELECT 'recipient', 'r2', wrapped FROM {data_keys}");
        $this->assertBroken(static fn () => $vault->seal('recipient', 'r2', 1));
    }

    public function test_other_keys_of_the_store_open_nothing(): void
    {
        $sealed = self::vault($this->database)->seal('recipient', 'r1', 'words');
        $others = new Keys(['store' => \str_repeat('x', 32)] + self::secrets());
        $vault = new Vault($this->database, $others, \random_bytes(...));
        $this->assertBroken(static fn () => $vault->open('recipient', 'r1', $sealed));
    }

    public function test_erasing_a_key_closes_backups_and_a_later_key_opens_none_of_it(): void
    {
        $vault = self::vault($this->database);
        $sealed = $vault->seal('recipient', 'r1', 'words');
        self::assertTrue($vault->erase('recipient', 'r1'));
        self::assertFalse($vault->erase('recipient', 'r1'));
        self::assertNull($vault->open('recipient', 'r1', $sealed));
        $vault->seal('recipient', 'r1', 'new words');
        $this->assertBroken(static fn () => $vault->open('recipient', 'r1', $sealed));
    }

    public function test_a_visitor_s_key_seals_without_the_database(): void
    {
        $this->database->close();
        $unasked = static fn () => throw new \LogicException('asked');
        $nowhere = self::vault(new Database($unasked, 'wp_'));
        $key = $nowhere->freshKey();
        $sealed = $nowhere->sealWith($key, Inbox::about('cart:1'), '{"input":1}');
        self::assertSame('{"input":1}', $nowhere->openWith($key, Inbox::about('cart:1'), $sealed));
        self::assertLessThanOrEqual(128, \strlen($key));
        self::assertNotSame($key, $nowhere->freshKey());
        $this->assertBroken(static fn () => $nowhere->openWith($key, Inbox::about('cart:2'), $sealed));
        $this->assertBroken(static fn () => $nowhere->openWith($nowhere->freshKey(), Inbox::about('cart:1'), $sealed));
        $this->assertBroken(static fn () => $nowhere->sealWith(\random_bytes(61), 'x', 'y'));
        $this->assertBroken(static fn () => $nowhere->sealWith('', 'x', 'y'));
        self::assertSame('secret', $nowhere->openStore('provider', $nowhere->sealStore('provider', 'secret')));
        $stolen = $nowhere->sealStore('provider', 'secret');
        $this->assertBroken(static fn () => $nowhere->openStore('other', $stolen));
        $this->assertBroken(static fn () => $nowhere->sealWith($stolen, 'x', 'y'));
    }

    public function test_of_processes_that_seal_for_a_new_person_at_once_all_can_be_opened(): void
    {
        $server = $this->server;
        $sealed = Processes::each(8, static function (int $n) use ($server): string {
            $database = $server->another();
            $seal = static fn (): string => self::vault($database)->seal('shopper', 'w1', $n);
            return \base64_encode($database->transaction($seal));
        });
        foreach ($sealed as $n => $bytes) {
            self::assertSame($n, self::vault($this->database)->open('shopper', 'w1', \base64_decode($bytes)));
        }
    }

    private function assertBroken(\Closure $work): void
    {
        try {
            $work();
        } catch (SealBroken) {
            $this->addToAssertionCount(1);
            return;
        }
        self::fail('it was opened');
    }
}
