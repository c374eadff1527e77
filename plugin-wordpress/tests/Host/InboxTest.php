<?php
// Owns the proof that an arrival is taken in once, in order, and that nothing of it is lost or read by others.
declare(strict_types=1);

namespace Cartsignal\Tests\Host;

use Cartsignal\Host\Inbox;
use Cartsignal\Host\SealBroken;

final class InboxTest extends HostTestCase
{
    private Inbox $inbox;

    protected function setUp(): void
    {
        parent::setUp();
        $this->inbox = self::inbox($this->database);
    }

    public function test_an_arrival_comes_back_as_it_was_appended(): void
    {
        $payload = ['input' => (object) ['what' => (object) ['wake' => new \stdClass()]], 'list' => []];
        self::assertTrue($this->inbox->append('cart', 'cart:1', $payload, self::NOON, 'w1', 'r1'));
        $row = $this->inbox->take($this->inbox->next(self::NOON));
        self::assertSame(['cart', 'cart:1', 'w1', 'r1', self::NOON, 0],
            [$row->kind, $row->naturalKey, $row->shopper, $row->recipient, $row->at, $row->attempts]);
        self::assertSame('{"input":{"what":{"wake":{}}},"list":[]}', \json_encode($row->payload));
    }

    public function test_a_known_natural_key_changes_nothing(): void
    {
        self::assertTrue($this->inbox->append('wake', 'wake:1', null, self::NOON, 'w1'));
        self::assertFalse($this->inbox->append('wake', 'wake:1', ['x' => 1], self::NOON + 1, 'w2'));
        $this->inbox->done($this->inbox->next(self::NOON), self::NOON);
        self::assertFalse($this->inbox->append('wake', 'wake:1', null, self::NOON, 'w1'));
        self::assertSame(1, $this->rows('inbox'));
    }

    public function test_natural_keys_too_long_for_the_column_stay_apart(): void
    {
        $long = \str_repeat('k', 255);
        self::assertTrue($this->inbox->append('wake', $long, null, self::NOON));
        self::assertTrue($this->inbox->append('wake', $long . '1', null, self::NOON));
        self::assertTrue($this->inbox->append('wake', $long . '2', null, self::NOON));
        self::assertFalse($this->inbox->append('wake', $long . '2', null, self::NOON));
        self::assertTrue($this->inbox->append('wake', 'a ', null, self::NOON));
        self::assertTrue($this->inbox->append('wake', 'a', null, self::NOON));
        self::assertTrue($this->inbox->append('wake', 'A', null, self::NOON));
    }

    public function test_an_arrival_needs_a_natural_key_and_a_bounded_payload(): void
    {
        $most = Inbox::MAX_PAYLOAD_BYTES - \strlen('{"x":""}');
        self::assertTrue($this->inbox->append('cart', 'a', ['x' => \str_repeat('x', $most)], self::NOON));
        foreach ([['b', $most + 1], ['', 1]] as [$key, $length]) {
            try {
                $this->inbox->append('cart', $key, ['x' => \str_repeat('x', $length)], self::NOON);
                self::fail('it was taken');
            } catch (\LengthException | \InvalidArgumentException) {
                self::assertSame(1, $this->rows('inbox'));
            }
        }
    }

    public function test_an_input_is_known_by_its_id_and_waits_for_the_one_whose_number_was_given(): void
    {
        $input = ['id' => 'i1', 'what' => ['contact.provided' => ['recipient' => 'r9']]];
        self::assertTrue($this->inbox->say($input, self::NOON, 'w1', null, ['first_name' => 'Ada']));
        self::assertFalse($this->inbox->say((object) $input, self::NOON, 'w1'));
        $row = $this->inbox->read(1 * $this->inbox->next(self::NOON));
        self::assertSame(['i1', 'r9', 'Ada'], [$row->naturalKey, $row->recipient, $row->payload->contact->first_name]);
        self::assertTrue($this->inbox->concerns('r9', null));
    }

    public function test_what_is_taken_in_keeps_nothing_of_what_it_said(): void
    {
        $this->inbox->append('cart', 'a', ['x' => 'secret'], self::NOON, 'w1');
        $raw = \serialize($this->database->all('SELECT * FROM {inbox}'));
        self::assertStringNotContainsString('secret', $raw);
        $place = $this->inbox->next(self::NOON);
        $this->inbox->done($place, self::NOON);
        self::assertNull($this->inbox->take($place));
        self::assertNull($this->inbox->next(self::NOON));
        $row = $this->database->get('SELECT sealed, wrapped, done_at, state FROM {inbox}');
        self::assertSame(['sealed' => null, 'wrapped' => null, 'done_at' => self::NOON, 'state' => 'done'], $row);
    }

    public function test_a_row_sealed_by_capture_is_opened_by_its_own_key_and_nothing_is_adopted(): void
    {
        $this->capture('cart:1', '{"n":1}');
        self::assertSame(1, $this->inbox->take($this->inbox->next(self::NOON))->payload->n);
        self::assertSame(0, $this->rows('data_keys'));
    }

    public function test_a_sealed_payload_moved_to_another_row_is_refused(): void
    {
        $this->capture('cart:1', '{"n":1}');
        $this->database->run("UPDATE {inbox} SET natural_key = 'cart:2'");
        $this->expectException(SealBroken::class);
        $this->inbox->take($this->inbox->next(self::NOON));
    }

    public function test_an_arrival_whose_data_key_is_gone_is_refused_rather_than_taken_for_empty(): void
    {
        $this->inbox->append('inbound', 'a', ['notice' => 1], self::NOON, null, 'r1');
        self::vault($this->database)->erase('recipient', 'r1');
        $this->expectException(SealBroken::class);
        $this->inbox->take($this->inbox->next(self::NOON));
    }

    public function test_a_failure_is_tried_three_times_and_then_shown(): void
    {
        $this->inbox->append('wake', 'a', null, self::NOON, 'w1');
        $place = $this->inbox->next(self::NOON);
        self::assertSame('later', $this->inbox->failed($place, self::NOON, 'core.trap'));
        self::assertNull($this->inbox->next(self::NOON));
        self::assertSame(self::NOON + 1_000, $this->inbox->nextAt());
        self::assertSame('later', $this->inbox->failed($place, self::NOON + 1_000, 'core.trap'));
        self::assertSame(self::NOON + 61_000, $this->inbox->nextAt());
        self::assertSame('quarantined', $this->inbox->failed($place, self::NOON + 61_000, \str_repeat('long', 40)));
        self::assertSame([null, 0], [$this->inbox->nextAt(), $this->inbox->pending()]);
        $shown = $this->inbox->quarantined()[0];
        self::assertSame(['a', 3], [$shown['naturalKey'], $shown['attempts']]);
        self::assertTrue($this->inbox->retry($place));
        self::assertFalse($this->inbox->retry($place));
        self::assertSame($place, $this->inbox->next(self::NOON));
    }

    public function test_a_state_of_a_newer_core_waits_for_the_update_for_ever(): void
    {
        $this->inbox->append('wake', 'a', null, self::NOON, 'w1');
        $place = $this->inbox->next(self::NOON);
        for ($n = 0; $n < 9; $n += 1) {
            self::assertSame('later', $this->inbox->failed($place, self::NOON, 'state.too_new'));
        }
        self::assertSame($place, $this->inbox->next(self::NOON + 60_000));
    }

    /** @dataProvider concerning */
    public function test_a_text_waits_for_what_may_concern_it(bool $waits, array $row, string $state = 'pending'): void
    {
        $this->database->run("INSERT INTO {shoppers} (shopper, points_at) VALUES ('w2', 'r1'), ('w3', 'r2')");
        $this->database->run("INSERT INTO {aliases} (alias, survivor) VALUES
            ('w1a', 'w1'), ('w2a', 'w2'), ('w3a', 'w3')");
        [$kind, $shopper, $recipient] = $row;
        $this->inbox->append($kind, 'a', null, self::NOON, $shopper, $recipient);
        $this->database->run('UPDATE {inbox} SET state = ?', $state);
        self::assertSame($waits, $this->inbox->concerns('r1', 'w1'));
    }

    public static function concerning(): array
    {
        return [
            'the recipient' => [true, ['inbound', null, 'r1']],
            'the shopper' => [true, ['cart', 'w1', null]],
            'a key that leads to the shopper' => [true, ['cart', 'w1a', null]],
            'another shopper who points there' => [true, ['cart', 'w2', null]],
            'a key that leads to one who points there' => [true, ['cart', 'w2a', null]],
            'an order of nobody knows whom' => [true, ['order', 'w9', null]],
            'a number that nobody read yet' => [true, ['contact', 'w9', null]],
            'an order of another recipient' => [false, ['order', 'w9', 'r2']],
            'a cart of another shopper' => [false, ['cart', 'w3', null]],
            'a key that leads to another shopper' => [false, ['cart', 'w3a', null]],
            'another recipient' => [false, ['inbound', null, 'r2']],
            'the recipient, taken in' => [false, ['inbound', null, 'r1'], 'done'],
            'the recipient\'s own word, quarantined' => [true, ['inbound', null, 'r1'], 'quarantined'],
            'a cart of the shopper, quarantined' => [false, ['cart', 'w1', 'r1'], 'quarantined'],
            'an order, quarantined' => [false, ['order', 'w9', null], 'quarantined'],
        ];
    }

    private function capture(string $naturalKey, string $json): void
    {
        $vault = self::vault($this->database);
        $key = $vault->freshKey();
        $sealed = $vault->sealWith($key, Inbox::about($naturalKey), $json);
        $sql = "INSERT INTO {inbox} (natural_key, kind, shopper, wrapped, sealed, at)
            VALUES (?, 'cart', 'w1', ?, ?, 1)";
        $this->database->run($sql, $naturalKey, $key, $sealed);
    }
}
