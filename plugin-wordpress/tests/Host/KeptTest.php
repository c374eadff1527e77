<?php
// Owns the proof of the small things that are kept: permission to send, wakes, counters, carts, proofs, history.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Carts;
use Cartsignal\Host\Consents;
use Cartsignal\Host\Counters;
use Cartsignal\Host\Journal;
use Cartsignal\Host\Notes;
use Cartsignal\Host\Permission;
use Cartsignal\Host\Reference;
use Cartsignal\Host\Scene;
use Cartsignal\Host\Wakes;

final class KeptTest extends HostTestCase
{
    public function test_only_the_copy_that_was_set_up_may_send(): void
    {
        $first = new Permission($this->database, 'https://shop.example production', true);
        $clone = new Permission($this->database, 'https://staging.example staging', true);
        self::assertSame(['allowed' => true], $first->sending());
        self::assertSame(['allowed' => false, 'why' => 'other_instance'], $clone->sending());
        self::assertSame('other_instance', (new Permission($this->database, null, true))->sending()['why']);
        self::assertSame('no_provider', (new Permission($this->database, null, false))->sending()['why']);
        $clone->adopt();
        self::assertTrue($clone->sending()['allowed']);
        self::assertFalse($first->sending()['allowed']);
    }

    public function test_a_pause_holds_until_it_is_over_and_says_why(): void
    {
        $permission = new Permission($this->database, 'here', true);
        $permission->pause('Prüfung');
        self::assertSame(['paused', 'Prüfung'], [$permission->sending()['why'], $permission->pausedBecause()]);
        $permission->resume();
        self::assertSame([true, null], [$permission->sending()['allowed'], $permission->pausedBecause()]);
    }

    public function test_alarms_are_kept_with_their_time_and_may_be_quieted(): void
    {
        $permission = new Permission($this->database, 'here', true);
        (new Notes($this->database))->write('alarmX', 'none of them');
        $permission->alarm('login', 5);
        $permission->alarm('balance', 6);
        $permission->alarm('login', 7);
        $alarms = [['alarm' => 'balance', 'at' => 6], ['alarm' => 'login', 'at' => 7]];
        self::assertSame($alarms, $permission->alarms());
        $permission->quiet('login');
        self::assertSame(['balance'], \array_column($permission->alarms(), 'alarm'));
    }

    public function test_a_wake_is_kept_once_for_each_state_and_becomes_one_arrival(): void
    {
        $points = [];
        $inbox = self::inbox($this->database);
        $wakes = new Wakes($this->database, $inbox, static function (string $point) use (&$points): void {
            $points[] = $point;
        });
        self::assertNull($wakes->nextAt());
        $wakes->set('shopper', 'w1', ['at' => self::NOON + 5, 'reason' => 'delay']);
        $wakes->set('shopper', 'w1', (object) ['at' => self::NOON, 'reason' => 'delay']);
        $wakes->set('recipient', 'r1', ['at' => self::NOON, 'reason' => 'hold_ends']);
        $wakes->set('recipient', 'r2', ['at' => self::NOON + 1, 'reason' => 'hold_ends']);
        $wakes->set('recipient', 'r3', ['at' => self::NOON, 'reason' => 'hold_ends']);
        $wakes->set('recipient', 'r3', null);
        self::assertSame([self::NOON, 0], [$wakes->nextAt(), $wakes->fire(self::NOON - 1)]);
        self::assertSame([2, 0], [$wakes->fire(self::NOON), $wakes->fire(self::NOON)]);
        self::assertSame(['wakes_moved', 'wakes_committed'], $points);
        $rows = $this->database->all('SELECT kind, shopper, recipient FROM {inbox} ORDER BY place');
        self::assertSame([['kind' => 'wake', 'shopper' => 'w1', 'recipient' => null],
            ['kind' => 'wake', 'shopper' => null, 'recipient' => 'r1']], $rows);
        self::assertSame(self::NOON + 1, $wakes->nextAt());
    }

    public function test_counters_are_one_row_even_where_it_was_lost(): void
    {
        $counters = new Counters($this->database);
        $bytes = "\0\xff'counters";
        $this->database->run('DELETE FROM {counters}');
        $this->database->transaction(static function () use ($counters, $bytes): void {
            self::assertNull($counters->read());
            $counters->keep($bytes);
        });
        self::assertSame([$bytes, 1], [$counters->read(), $this->rows('counters')]);
    }

    public function test_a_cart_is_kept_sealed_until_its_shopper_is_erased(): void
    {
        $vault = self::vault($this->database);
        $carts = new Carts($this->database, $vault);
        $snapshot = (object) ['lines' => [(object) ['product_id' => 7, 'data' => new \stdClass()]]];
        $carts->keep('c1', 'w1', ['lines' => []], self::NOON);
        $carts->ordered('c1', 41);
        $carts->keep('c1', 'w2', $snapshot, self::NOON + 1);
        $carts->keep('c2', null, $snapshot, self::NOON);
        self::assertEquals(['cart' => 'c1', 'shopper' => 'w2', 'at' => self::NOON + 1, 'orderId' => 41,
            'snapshot' => $snapshot], $carts->find('c1'));
        self::assertEquals($snapshot, $carts->find('c2')['snapshot']);
        self::assertNull($carts->find('c3'));
        self::assertStringNotContainsString('product_id', \serialize($this->database->all('SELECT * FROM {carts}')));
        $vault->erase('shopper', 'w2');
        self::assertNull($carts->find('c1')['snapshot']);
        $this->database->run("UPDATE {carts} SET sealed = REVERSE(sealed) WHERE cart = 'c2'");
        self::assertNull($carts->find('c2')['snapshot']);
        $carts->forget('c1');
        self::assertNull($carts->find('c1'));
    }

    public function test_a_proof_is_written_once_and_found_by_whom_it_is_about(): void
    {
        $consents = new Consents($this->database);
        $shown = ['text' => 'Ja, „Shop“ darf …', 'version' => 2, 'state' => 'ticked'];
        self::assertTrue($consents->keep('e1', 'granted', ['cart', 'offers'], $shown, 5, 'r1', 'w1'));
        self::assertFalse($consents->keep('e1', 'revoked', [], [], 9, 'r2', null));
        $consents->keep('e0', 'revoked', [], (object) [], 6, 'r1', null);
        $proof = $consents->find('e1');
        self::assertEquals(['granted', ['cart', 'offers'], (object) $shown, 5],
            [$proof['kind'], $proof['purposes'], $proof['shown'], $proof['at']]);
        self::assertSame(['e1', 'e0'], \array_column($consents->of('recipient', 'r1'), 'evidence'));
        self::assertSame([[], ['e1']], [$consents->find('e0')['purposes'],
            \array_column($consents->of('shopper', 'w1'), 'evidence')]);
        self::assertNull($consents->find('e9'));
    }

    public function test_a_decision_is_recorded_without_the_words_of_its_text(): void
    {
        $journal = new Journal($this->database);
        $send = (object) ['class' => 'marketing', 'text' => 'secret words', 'links' => [1], 'cart' => null];
        $decision = (object) ['id' => 'd1', 'does' => (object) ['send' => $send], 'reason' => 'due',
            'trace' => [], 'changes_at' => null];
        $journal->record($decision, new Scene(self::NOON, null, 'r1'));
        $journal->record($decision, new Scene(self::NOON, 'w1', 'r1'));
        $journal->note('d1', self::NOON, 'attempting');
        $journal->note('d1', self::NOON + 1, 'refused', \str_repeat('long', 40), 'code');
        $row = $this->database->get('SELECT act, reason, shopper, told FROM {decisions}');
        $told = '{"send":{"class":"marketing","cart":null},"trace":[],"changes_at":null}';
        self::assertSame(['act' => 'send', 'reason' => 'due', 'shopper' => 'w1', 'told' => $told], $row);
        self::assertSame(['attempting', 'refused'],
            \array_column($this->database->all('SELECT what FROM {outcomes} ORDER BY place'), 'what'));
        self::assertSame('secret words', $send->text);
    }

    public function test_references_say_nothing_and_are_all_different(): void
    {
        $references = \array_map(static fn (): string => Reference::random(\random_bytes(...)), \range(1, 50));
        self::assertCount(50, \array_unique($references));
        self::assertMatchesRegularExpression('/\A[0-9a-f]{32}\z/', $references[0]);
    }
}
