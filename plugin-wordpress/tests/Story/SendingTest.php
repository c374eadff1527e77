<?php
// Owns the stories of what is checked before a text leaves, and of what a provider makes of it.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

final class SendingTest extends StoryCase
{
    public function test_an_order_that_came_in_after_the_decision_stops_the_text(): void
    {
        $stage = $this->stage();
        $recipient = $stage->visit(1);
        $stage->host->permission()->pause('lunch');
        $stage->pass(Stage::DECIDED);
        self::assertSame(['waiting'], $stage->sends());
        $stage->order(1, $recipient);
        $stage->host->resume();
        $stage->pass(Stage::LEFT);
        self::assertSame([[], ['refused cancelled']], [$stage->fake->texts(), $stage->sends()]);
    }

    public function test_a_text_decided_before_its_journey_was_paused_does_not_leave(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->host->permission()->pause('lunch');
        $stage->pass(Stage::DECIDED);
        self::assertSame(['waiting'], $stage->sends());
        $stage->host->configure(self::paused());
        $stage->host->resume();
        $stage->pass(Stage::MINUTE);
        self::assertSame([[], ['refused paused']], [$stage->fake->texts(), $stage->sends()]);
        self::assertSame(['drop', 'journey_paused'], self::latest($stage));
        self::assertSame(0, $stage->host->spending()['day']['spent_micros']);
        $stage->host->configure(Stage::configuration());
        $stage->pass(Stage::LEFT);
        self::assertSame([], $stage->fake->texts(), 'nothing of a pause is made up for');
    }

    public function test_a_cart_left_in_a_pause_is_not_texted_after_it_and_the_next_one_is(): void
    {
        $stage = $this->stage();
        $stage->host->configure(self::paused());
        $stage->visit(1);
        $stage->pass(Stage::DECIDED - 10 * Stage::MINUTE);
        $stage->host->configure(Stage::configuration());
        $stage->visit(2);
        $stage->pass(Stage::LEFT);
        self::assertSame([Stage::phone(2)], \array_column($stage->fake->texts(), 'to'));
    }

    public function test_a_paused_journey_leaves_stop_its_answer(): void
    {
        $stage = $this->stage();
        $stage->host->configure(self::paused());
        $stage->visit(1);
        $stage->host->drain();
        $stage->writes(Stage::phone(1), 'STOP');
        $stage->pass(Stage::MINUTE);
        self::assertSame(['accepted'], $stage->sends());
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_what_a_text_costs_is_known_from_the_hand_over_and_in_the_end_from_the_provider(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->host->permission()->pause('lunch');
        $stage->pass(Stage::DECIDED);
        $cost = static fn (): ?int => $stage->database->get('SELECT cost_micros AS cost FROM {outbox}')['cost'];
        self::assertNull($cost());
        $limits = ['limit_micros' => 5_000_000];
        $nothing = ['day' => ['spent_micros' => 0] + $limits, 'month' => ['spent_micros' => 0, 'limit_micros' => 50_000_000]];
        self::assertSame($nothing + ['currency' => 'GBP'], $stage->host->spending());
        $stage->host->resume();
        $stage->pass(Stage::MINUTE);
        // Two parts at 40,000 in Britain, or what the provider charged.
        $entry = $stage->database->get('SELECT charged, cost_micros FROM {outbox}');
        self::assertGreaterThan(0, $entry['cost_micros']);
        $spent = $stage->host->spending();
        self::assertSame([$entry['cost_micros'], $entry['cost_micros']], [
            $spent['day']['spent_micros'],
            $spent['month']['spent_micros'],
        ]);
        $tomorrow = $stage->host->spending($stage->now + 86_400_000);
        self::assertSame([0, $entry['cost_micros']], [$tomorrow['day']['spent_micros'], $tomorrow['month']['spent_micros']]);
    }

    public function test_a_text_that_the_provider_refused_cost_nothing(): void
    {
        $stage = $this->stage();
        $stage->visit(19, '901');
        $stage->pass(Stage::LEFT);
        $row = $stage->database->get('SELECT state, cost_micros FROM {outbox}');
        self::assertSame(['state' => 'refused', 'cost_micros' => 0], $row);
        self::assertSame(0, $stage->host->spending()['month']['spent_micros']);
    }

    public function test_an_order_that_nobody_worked_out_yet_holds_every_text(): void
    {
        $stage = $this->stage(['takes' => ['order' => new Stubborn()]]);
        $stage->visit(1);
        $stage->pass(Stage::DECIDED - 6 * Stage::MINUTE + 30_000);
        $stage->inbox->append('order', 'order:7', ['order' => 7], $stage->now);
        $stage->pass(Stage::MINUTE);
        self::assertSame(1, $stage->count("state = 'waiting'"));
        self::assertSame([], $stage->fake->texts(), 'it may be the order of this very cart');
        $stage->pass(30 * Stage::MINUTE);
        self::assertSame(['order:7'], \array_column($stage->host->overview()['quarantined'], 'naturalKey'));
        self::assertCount(1, $stage->fake->texts(), 'one that nobody can take in holds up nobody for ever');
    }

    public function test_an_opt_out_between_decision_and_sending_stops_the_text(): void
    {
        $stage = $this->stage();
        $recipient = $stage->visit(1);
        $stage->host->permission()->pause('restored from a backup');
        $stage->pass(Stage::DECIDED);
        $sql = "INSERT INTO {opt_outs} (recipient, channel, at) VALUES (?, 'sms', ?)";
        $stage->database->run($sql, $recipient, $stage->now);
        $stage->host->resume();
        $stage->pass(Stage::MINUTE);
        self::assertSame([[], ['refused opted_out']], [$stage->fake->texts(), $stage->sends()]);
    }

    public function test_a_stop_that_lies_in_the_inbox_is_first(): void
    {
        $stage = $this->stage();
        $recipient = $stage->visit(1);
        $stage->host->permission()->pause('lunch');
        $stage->pass(Stage::DECIDED);
        $stage->host->resume();
        $stage->writes(Stage::phone(1), 'STOP');
        $stage->host->drain();
        self::assertSame(['refused cancelled', 'accepted'], $stage->sends(), 'the second one confirms the STOP');
        self::assertCount(1, $stage->host->about($recipient)['optOuts']);
    }

    public function test_a_text_that_waited_for_longer_than_a_quarter_of_an_hour_is_decided_again_not_flushed(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->pass(Stage::LEFT - 70 * Stage::MINUTE);
        $stage->host->permission()->pause('a long lunch');
        $stage->pass(50 * Stage::MINUTE);
        self::assertSame(['refused stale', 'refused stale', 'waiting'], $stage->sends(), 'it is decided again at once');
        $stage->pass(24 * 60 * Stage::MINUTE);
        self::assertLessThan(40, \count($stage->sends()), 'but not in a circle');
        $stage->host->resume();
        $stage->pass(24 * 60 * Stage::MINUTE);
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_a_text_that_nobody_was_there_to_send_is_decided_again_once_the_host_runs_again(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->host->permission()->pause('a long lunch');
        $stage->pass(Stage::DECIDED);
        self::assertSame(['waiting'], $stage->sends());
        $stage->now += 3 * 60 * Stage::MINUTE;
        $stage->host->resume();
        $stage->pass(5 * Stage::MINUTE);
        self::assertSame(['refused expired', 'accepted'], $stage->sends());
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_a_copy_of_the_database_sends_nothing_until_the_owner_says_that_it_moved(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->host->drain();
        $copy = $stage->another(['instance' => 'staging']);
        self::assertSame(['allowed' => false, 'why' => 'other_instance'], $copy->permission()->sending());
        $stage->at($stage->now + Stage::DECIDED);
        $copy->drain();
        self::assertSame([['waiting'], []], [$stage->sends(), $stage->fake->texts()]);
        $copy->permission()->adopt();
        $copy->drain();
        self::assertCount(1, $stage->fake->texts());
        self::assertSame(['allowed' => false, 'why' => 'other_instance'], $stage->host->permission()->sending());
    }

    public function test_without_a_provider_everything_is_decided_and_nothing_sent(): void
    {
        $stage = $this->stage(['provider' => null]);
        $stage->visit(1);
        $stage->pass(Stage::DECIDED);
        self::assertSame([['waiting'], []], [$stage->sends(), $stage->fake->texts()]);
        self::assertSame('no_provider', $stage->host->overview()['sending']['why']);
    }

    public function test_settings_that_the_provider_can_not_work_with_cost_no_text(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->pass(Stage::DECIDED - 10 * Stage::MINUTE);
        $stage->open(['provider' => ['name' => 'twilio', 'settings' => ['account_sid' => 'AC1']]]);
        $stage->pass(10 * Stage::MINUTE);
        self::assertSame(['waiting'], $stage->sends());
        self::assertSame(['provider_settings'], \array_column($stage->host->overview()['alarms'], 'alarm'));
        $stage->open();
        $stage->pass(Stage::MINUTE);
        self::assertSame(['accepted'], $stage->sends());
    }

    public function test_a_provider_that_is_busy_is_asked_again_later_by_a_new_decision(): void
    {
        $stage = $this->stage();
        $stage->visit(19, '927');
        $stage->pass(Stage::LEFT);
        self::assertSame(['refused pacing', 'accepted'], $stage->sends());
        self::assertCount(1, $stage->fake->texts());
        self::assertSame(2, $stage->database->get('SELECT COUNT(DISTINCT decision) AS times FROM {outbox}')['times']);
    }

    public function test_a_provider_that_is_out_of_order_may_have_taken_the_text(): void
    {
        $stage = $this->stage();
        $stage->visit(19, '926'); // 503, nothing was made
        $stage->visit(29, '919'); // 500, the text was made
        $stage->pass(24 * 60 * Stage::MINUTE);
        self::assertSame(2, $stage->count('reference IS NOT NULL'), 'one request for each, and no third');
        self::assertSame(['unknown', 'accepted'], $stage->sends());
        $history = $stage->host->why($stage->fake->texts()[0]->sid)['outcomes'];
        self::assertSame(['attempting', 'unknown', 'accepted'], \array_slice(\array_column($history, 'what'), 0, 3));
        self::assertCount(1, $stage->fake->texts());
    }

    public function test_an_answer_that_never_came_is_unknown_and_never_sent_again(): void
    {
        $stage = $this->stage();
        $stage->visit(19, '912'); // nothing was made
        $stage->visit(29, '913'); // the text was made
        $stage->pass(48 * 60 * Stage::MINUTE);
        self::assertCount(1, $stage->fake->texts());
        self::assertSame(2, $stage->count("reference IS NOT NULL"), 'one request for each, and no third');
        self::assertSame(['unknown', 'accepted'], $stage->sends(), 'looked up');
    }

    public function test_a_provider_that_is_not_there_is_no_unknown(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->pass(Stage::DECIDED - 10 * Stage::MINUTE);
        $stage->fake->close();
        $stage->pass(10 * Stage::MINUTE);
        self::assertSame(['refused provider_unavailable'], \array_values(\array_unique($stage->sends())));
    }

    public function test_a_wrong_number_ends_the_matter(): void
    {
        $stage = $this->stage();
        $stage->visit(19, '901');
        $stage->pass(24 * 60 * Stage::MINUTE);
        self::assertSame([[], ['refused bad_number']], [$stage->fake->texts(), $stage->sends()]);
    }

    public function test_a_budget_that_is_used_up_stops_texts_hard(): void
    {
        $poor = Stage::configuration();
        // A part is 40,000 millionths in Britain.
        $poor->budget = (object) ['month_micros' => 1_000_000, 'day_micros' => 80_000];
        $stage = $this->stage([], $poor);
        \array_map($stage->visit(...), [1, 2, 3, 4]);
        $stage->pass(Stage::LEFT);
        self::assertCount(2, $stage->fake->texts());
        self::assertSame(['accepted' => 2, 'refused budget' => 2], \array_count_values($stage->sends()));
    }

    public function test_an_erased_recipient_gets_no_text_that_waits(): void
    {
        $stage = $this->stage();
        $recipient = $stage->visit(1);
        $stage->host->permission()->pause('lunch');
        $stage->pass(Stage::DECIDED);
        self::assertTrue($stage->host->erase('recipient', $recipient));
        $stage->host->resume();
        $stage->pass(Stage::LEFT);
        self::assertSame([[], ['refused cancelled']], [$stage->fake->texts(), $stage->sends()]);
        self::assertNull($stage->host->why($stage->host->recent(1)[0]['decision'])['text']);
    }

    private static function paused(): \stdClass
    {
        $configuration = Stage::configuration();
        $configuration->paused_journeys = ['cart_recovery'];
        return $configuration;
    }

    /** @return array{string, string} Act and reason of the decision that was made last. */
    private static function latest(Stage $stage): array
    {
        $latest = $stage->database->get('SELECT act, reason FROM {decisions} ORDER BY place DESC LIMIT 1');
        return [$latest['act'], $latest['reason']];
    }
}
