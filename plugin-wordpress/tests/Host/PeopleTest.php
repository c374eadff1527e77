<?php
// Owns the proof of what is kept of people, and of what is left once they are erased.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Carts;
use Cartsignal\Host\People;

final class PeopleTest extends HostTestCase
{
    private const ADA = ['e164' => '+447400123456', 'first_name' => 'Ada', 'locale' => 'en-GB', 'session' => 'hash'];

    private People $people;

    protected function setUp(): void
    {
        parent::setUp();
        $this->people = self::people($this->database);
    }

    public function test_states_are_kept_sealed_with_who_points_where(): void
    {
        self::assertNull($this->people->state('shopper', 'w1'));
        $this->people->keep('shopper', 'w1', "state\0one", self::NOON, 'r1');
        $this->people->keep('shopper', 'w2', "state\0two", self::NOON, 'r1');
        $this->people->keep('recipient', 'r1', 'theirs', self::NOON);
        self::assertSame(["state\0one", 'theirs'],
            [$this->people->state('shopper', 'w1'), $this->people->state('recipient', 'r1')]);
        self::assertSame(['r1', ['w1', 'w2']], [$this->people->pointsAt('w1'), $this->people->pointing('r1')]);
        $this->people->keep('shopper', 'w1', 'later', self::NOON);
        self::assertSame([null, 'later'], [$this->people->pointsAt('w1'), $this->people->state('shopper', 'w1')]);
        self::assertStringNotContainsString('theirs', \serialize($this->database->all('SELECT * FROM {recipients}')));
        self::assertNull($this->people->state('shopper', null));
        self::assertNull($this->people->pointsAt(null));
    }

    public function test_merged_keys_lead_to_the_last_survivor(): void
    {
        $this->people->keep('shopper', 'w1', 'state', self::NOON, 'r1');
        $this->people->learn('shopper', 'w1', self::ADA);
        $this->people->join('w1', 'w2');
        $this->people->join('w2', 'w3');
        self::assertSame(['w3', 'w3', 'w3', 'w9', null],
            \array_map($this->people->survivor(...), ['w1', 'w2', 'w3', 'w9', null]));
        self::assertNull($this->people->state('shopper', 'w1'));
        self::assertSame([], $this->people->contact('shopper', 'w1'));
    }

    public function test_what_is_learned_is_added_and_what_is_null_is_not_told(): void
    {
        $this->people->learn('recipient', 'r1', self::ADA);
        $number = (object) ['kind' => 'mobile', 'country' => 'GB'];
        $this->people->learn('recipient', 'r1', ['first_name' => 'Grace', 'locale' => null, 'number' => $number]);
        $this->people->learn('recipient', 'r1', null);
        $this->people->learn('recipient', null, self::ADA);
        $known = $this->people->contact('recipient', 'r1');
        \ksort($known);
        self::assertEquals(['e164' => self::ADA['e164'], 'first_name' => 'Grace', 'locale' => 'en-GB',
            'number' => $number, 'session' => 'hash'], $known);
        self::assertStringNotContainsString('+4474', \serialize($this->database->all('SELECT * FROM {contacts}')));
        self::assertSame(1, $this->rows('contacts'));
        $this->people->unlearn('recipient', 'r1', 'e164', 'number', 'nothing');
        self::assertArrayNotHasKey('e164', $this->people->contact('recipient', 'r1'));
        $this->people->unlearn('recipient', 'r1', 'first_name', 'locale', 'session');
        self::assertSame(0, $this->rows('contacts'));
    }

    public function test_learning_what_is_known_writes_nothing(): void
    {
        $this->people->learn('recipient', 'r1', self::ADA);
        $before = $this->database->all('SELECT sealed FROM {contacts}');
        $this->people->learn('recipient', 'r1', ['locale' => 'en-GB']);
        self::assertSame($before, $this->database->all('SELECT sealed FROM {contacts}'));
    }

    public function test_the_core_sees_no_digits_and_the_number_only_of_who_is_pointed_at(): void
    {
        $this->people->learn('recipient', 'r1', self::ADA + ['number' => (object) ['kind' => 'mobile']]);
        $this->people->learn('shopper', 'w1', ['first_name' => 'Grace', 'number' => (object) ['kind' => 'fixed']]);
        $seen = $this->people->contactOf('w1', 'r1');
        self::assertEquals((object) ['first_name' => 'Grace', 'locale' => 'en-GB',
            'number' => (object) ['kind' => 'mobile']], $seen);
        self::assertEquals((object) ['first_name' => 'Grace'], $this->people->contactOf('w1', null));
        self::assertSame('{}', \json_encode($this->people->contactOf(null, null)));
    }

    public function test_opt_outs_are_those_that_stand(): void
    {
        $this->people->keepOptOuts('r1', [['channel' => 'sms', 'at' => 5], (object) ['channel' => 'mail', 'at' => 6]]);
        $both = [['channel' => 'mail', 'at' => 6], ['channel' => 'sms', 'at' => 5]];
        self::assertSame($both, $this->people->optOuts('r1'));
        $this->people->keepOptOuts('r1', [['channel' => 'sms', 'at' => 7]]);
        self::assertSame([['channel' => 'sms', 'at' => 7]], $this->people->optOuts('r1'));
        self::assertTrue($this->people->known('r1'));
        $this->people->keepOptOuts('r1', []);
        self::assertSame([], $this->people->optOuts('r1'));
        self::assertFalse($this->people->known('r1'));
    }

    public function test_somebody_of_whom_only_a_lock_is_known_is_not_known(): void
    {
        $this->database->transaction(fn () => $this->people->lock(['w1'], ['r1']));
        self::assertFalse($this->people->known('r1'));
        self::assertNull($this->people->state('recipient', 'r1'));
        $this->people->keep('recipient', 'r1', 'x', self::NOON);
        self::assertTrue($this->people->known('r1'));
    }

    public function test_an_erased_recipient_keeps_opt_outs_and_proofs_and_nothing_personal(): void
    {
        $this->fill();
        $before = $this->dump();
        self::assertStringContainsString('r1', $before);
        self::assertTrue($this->people->erase('recipient', 'r1'));
        self::assertSame([['channel' => 'sms', 'at' => 5]], $this->people->optOuts('r1'));
        self::assertSame(1, $this->rows('consents', "recipient = 'r1'"));
        foreach (['contacts', 'data_keys', 'wakes'] as $table) {
            self::assertSame(0, $this->rows($table, "side = 'recipient' AND person = 'r1'"), $table);
        }
        foreach (['recipients', 'links', 'replies', 'coupons'] as $table) {
            self::assertSame(0, $this->rows($table, "recipient = 'r1'"), $table);
        }
        self::assertNull($this->people->pointsAt('w1'));
        $text = $this->database->get('SELECT cancelled, sealed FROM {outbox}');
        self::assertSame(['cancelled' => 1, 'sealed' => null], $text);
        self::assertSame(['Ada'], \array_values($this->people->contact('shopper', 'w1')), 'the shopper stays');
        self::assertTrue($this->people->erase('recipient', 'r1'), 'twice is once');
        self::assertTrue($this->people->erase('recipient', 'never seen'));
    }

    public function test_an_erased_shopper_is_gone_under_all_keys_with_carts(): void
    {
        $this->fill();
        $this->people->join('w0', 'w1');
        $carts = new Carts($this->database, self::vault($this->database));
        $carts->keep('c0', 'w0', ['lines' => []], self::NOON);
        $carts->keep('c1', 'w1', ['lines' => []], self::NOON);
        $carts->keep('c2', 'w2', ['lines' => []], self::NOON);
        self::assertTrue($this->people->erase('shopper', 'w0'));
        self::assertSame(['c2'], \array_column($this->database->all('SELECT cart FROM {carts}'), 'cart'));
        self::assertSame(0, $this->rows('data_keys', "side = 'shopper' AND person IN ('w0', 'w1')"));
        self::assertSame(0, $this->rows('shoppers', "shopper IN ('w0', 'w1')"));
        self::assertSame([], $this->people->contact('shopper', 'w1'));
        self::assertNotSame([], $this->people->contact('recipient', 'r1'), 'the recipient stays');
    }

    /** @dataProvider pending */
    public function test_nobody_is_erased_while_a_word_of_theirs_waits(string $side, string $key, array $row): void
    {
        $this->fill();
        self::inbox($this->database)->append('inbound', 'x', null, self::NOON, ...$row);
        $before = $this->dump();
        self::assertFalse($this->people->erase($side, $key));
        self::assertSame($before, $this->dump());
        $this->database->run("UPDATE {inbox} SET state = 'done'");
        self::assertTrue($this->people->erase($side, $key));
    }

    public static function pending(): array
    {
        return [
            'the recipient\'s' => ['recipient', 'r1', [null, 'r1']],
            'of a shopper who points there' => ['recipient', 'r1', ['w1', null]],
            'the shopper\'s' => ['shopper', 'w1', ['w1', null]],
        ];
    }

    public function test_a_word_that_nobody_could_take_in_counts_as_a_stop(): void
    {
        $inbox = self::inbox($this->database);
        $inbox->append('inbound', 'x', ['notice' => 'STOP'], self::NOON, null, 'r1');
        $this->database->run("UPDATE {inbox} SET state = 'quarantined'");
        $this->people->keepOptOuts('r1', [['channel' => 'sms', 'at' => 5]]);
        self::assertTrue($this->people->erase('recipient', 'r1'));
        self::assertSame([['channel' => 'sms', 'at' => self::NOON]], $this->people->optOuts('r1'));
        self::assertSame(0, $this->rows('inbox'));
    }

    private function fill(): void
    {
        $this->people->keep('shopper', 'w1', 'state', self::NOON, 'r1');
        $this->people->keep('recipient', 'r1', 'state', self::NOON);
        $this->people->learn('shopper', 'w1', ['first_name' => 'Ada']);
        $this->people->learn('recipient', 'r1', self::ADA);
        $this->people->keepOptOuts('r1', [['channel' => 'sms', 'at' => 5]]);
        $this->database->run("INSERT INTO {consents} (evidence, kind, purposes, recipient, at, shown)
            VALUES ('e1', 'granted', 'cart', 'r1', 1, '{}')");
        $this->database->run("INSERT INTO {wakes} (side, person, at, reason) VALUES ('recipient', 'r1', 1, 'x')");
        $this->database->run("INSERT INTO {links} (hash, kind, decision, recipient, expires_at)
            VALUES ('h', 'cart', 'd1', 'r1', 1)");
        $this->database->run("INSERT INTO {replies} (recipient, at, kind, sealed, state, provider_id)
            VALUES ('r1', 1, 'other', 'x', 'noted', 'p1')");
        $this->database->run("INSERT INTO {coupons} (decision, recipient, state) VALUES ('d1', 'r1', 'issued')");
        $this->database->run("INSERT INTO {outbox} (decision, act, shopper, recipient, decided_at, sealed)
            VALUES ('d1', 'send', 'w1', 'r1', 1, 'words')");
    }

    private function dump(): string
    {
        $tables = ['shoppers', 'recipients', 'contacts', 'opt_outs', 'consents', 'data_keys', 'wakes', 'links',
            'replies', 'coupons', 'outbox'];
        $rows = fn (string $table): array => $this->database->all("SELECT * FROM {{$table}}");
        return \serialize(\array_map($rows, $tables));
    }
}
