<?php
// Owns the stories of a cart that is left: from the tick beside a number to the receipt of a text, and what ends them.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

final class LoopTest extends StoryCase
{
    public function test_a_cart_that_is_left_is_texted_about_once_and_the_whole_story_is_to_be_seen(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->pass(119 * Stage::MINUTE);
        self::assertSame([], $stage->fake->texts(), 'it is too early');
        $stage->pass(Stage::MINUTE * 2);
        [$text] = $stage->fake->texts();
        self::assertSame(['+447400001456', 'Teekontor'], [$text->to, $text->from]);
        $link = 'https:\/\/s\.tee\.de\/[0-9A-Za-z]{7}';
        self::assertMatchesRegularExpression("/^Teekontor: Hi Ada, .+$link.+$link$/", $text->body);
        self::assertStringStartsWith(Door::hookUrl('twilio') . '?ref=', $text->statusCallback);
        $stage->pass(4_000);
        $why = $stage->host->why($text->sid);
        self::assertSame(['due', 'accepted', 'delivered'], [$why['reason'], $why['state'], $why['receipt']]);
        self::assertSame($text->body, $why['text']);
        self::assertSame('cart', $why['does']->purpose);
        self::assertGreaterThan(5, \count($why['trace']));
        self::assertSame(['attempting', 'accepted', 'sent', 'delivered'], \array_column($why['outcomes'], 'what'));
        self::assertEquals($why, $stage->host->why($why['decision']));
        $stage->pass(Stage::LEFT);
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_a_stop_that_somebody_writes_ends_it_and_is_confirmed_once(): void
    {
        $stage = $this->stage();
        $recipient = $stage->visit(1);
        $stage->pass(60 * Stage::MINUTE);
        self::assertSame(200, $stage->writes(Stage::phone(1), 'Bitte keine SMS mehr, STOP'));
        self::assertSame([], $stage->fake->texts(), 'nothing is done in the provider\'s call itself');
        $stage->pass(Stage::LEFT);
        self::assertSame(['sms'], \array_column($stage->host->about($recipient)['optOuts'], 'channel'));
        self::assertSame('opt_out_confirmed', $stage->host->why($stage->fake->texts()[0]->sid)['reason']);
        self::assertCount(1, $stage->fake->texts(), 'the confirmation, and nothing about the cart');
        $stage->writes(Stage::phone(1), 'STOP');
        $stage->pass(Stage::LEFT);
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_a_word_that_may_mean_stop_holds_texts_until_the_owner_read_it(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->pass(Stage::MINUTE);
        $stage->writes(Stage::phone(1), 'I will stop by the store tomorrow');
        $stage->pass(Stage::LEFT);
        [$reply] = $stage->host->overview()['replies'];
        self::assertSame('I will stop by the store tomorrow', $reply['text']);
        self::assertSame([], $stage->fake->texts());
        self::assertTrue($stage->host->answerReply($reply['place'], 'cleared'));
        self::assertFalse($stage->host->answerReply($reply['place'], 'stop'), 'it was answered');
        $stage->pass(Stage::LEFT);
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_what_was_bought_meanwhile_is_texted_about_by_nobody(): void
    {
        $stage = $this->stage();
        $recipient = $stage->visit(1);
        $stage->pass(30 * Stage::MINUTE);
        $stage->order(1, $recipient);
        $stage->pass(Stage::LEFT);
        self::assertSame([[], []], [$stage->fake->texts(), $stage->sends()]);
    }

    public function test_two_shoppers_who_are_one_get_one_text(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $cart = ['cart' => 'cart-1', 'version' => 1, 'change' => 'added', 'currency' => 'GBP', 'lines' => []];
        $what = ['cart.updated' => $cart];
        $input = ['id' => 'other', 'occurred_at' => $stage->now, 'trust' => 'server', 'what' => $what];
        $stage->inbox->say($input, $stage->now, 'other');
        $merge = ['merge' => ['a' => 's1', 'b' => 'other']];
        $stage->inbox->append('merge', 'merge:1', $merge, $stage->now);
        $stage->pass(Stage::LEFT);
        self::assertCount(1, $stage->fake->texts());
        self::assertSame(1, $stage->database->get('SELECT COUNT(*) AS times FROM {shoppers}')['times']);
        self::assertSame($stage->people->survivor('s1'), $stage->people->survivor('other'));
    }
}
