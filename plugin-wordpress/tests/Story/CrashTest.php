<?php
// Owns the stories of processes that are killed: between any two effects, and a fresh one goes on.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

final class CrashTest extends StoryCase
{
    private const DAY = 24 * 60 * Stage::MINUTE;

    /** Where an ordinary story is interrupted. */
    private const POINTS = [
        'input_taken', 'stepped', 'states_written', 'decisions_written', 'input_written', 'input_committed',
        'input_failed', 'wakes_moved', 'wakes_committed', 'checked', 'admitted', 'attempting_written', 'attempting_committed',
        'mark_written', 'request_begun', 'connected', 'request_written', 'answer_begun', 'answer_read',
        'outcome_written', 'outcome_committed', 'hook_read', 'hook_proved', 'hook_written', 'hook_committed',
    ];

    /** Two deaths, the second one in seeing to the first; the last number's answer never comes. */
    private const CHAINS = [['request_written', 'unknown_written', '456'], ['connected', 'unknown_committed', '456'],
        ['looked_up', 'looked_up', '913'], ['looked_up', 'outcome_written', '913']];

    public function test_whatever_point_a_process_dies_at_each_text_goes_once_or_not_at_all_and_nothing_is_lost(): void
    {
        $stage = $this->stage();
        $stories = \array_map(static fn (string $point): array => [[$point], '456'], self::POINTS);
        foreach (self::CHAINS as [$first, $second, $end]) {
            $stories[] = [[$first, $second], $end];
        }
        $sent = 0;
        foreach ($stories as $day => [$points, $end]) {
            $sent += $this->interrupted($stage, $day, $points, $end);
        }
        // A text whose process died before the request left is unknown: that is the price of never sending twice.
        self::assertGreaterThan(\count($stories) - 8, $sent);
    }

    public function test_wherever_in_its_life_a_process_dies_it_is_the_same(): void
    {
        $stage = $this->stage();
        $every = \getenv('CARTSIGNAL_EVERY') === '1' ? 1 : 9;
        foreach (\range(3, 66, $every) as $day => $nth) {
            $this->interrupted($stage, $day, [$nth], '456');
        }
    }

    /**
     * Plays a story whose process is killed at each of these points in turn; returns how many texts the phone got.
     *
     * @param list<string|int> $points A name, or which point of a process's life.
     */
    private function interrupted(Stage $stage, int $day, array $points, string $end): int
    {
        $n = 100 + $day * 10 + ($end === '456' ? 0 : 9);
        $begin = Stage::START + $day * self::DAY;
        $stage->at($begin);
        $poison = ['id' => "poison-$n", 'occurred_at' => $begin, 'trust' => 'server', 'what' => ['wake' => 1]];
        $stage->inbox->say($poison, $begin, "poisoned-$n");
        $stage->visit($n, $end);
        foreach ($points as $point) {
            // A receipt would settle what a chain is about.
            $phone = \count($points) > 1 ? '' : Stage::phone($n, $end);
            $ended = Crew::alone(fn () => $this->live($stage, $begin, $phone, $point));
            self::assertFalse($ended && \is_string($point), "the story never came to `$point`");
        }
        $stage->open();
        $stage->at(\max($stage->now, $begin + Stage::DECIDED));
        $stage->pass(3 * 60 * Stage::MINUTE);
        return $this->judged($stage, Stage::phone($n, $end), \implode(', ', $points));
    }

    /**
     * A process's life: it takes the visit in, sends what is due, hears the receipt and looks up what is unknown.
     *
     * @param string $phone Whose receipts come.
     */
    private function live(Stage $stage, int $begin, string $phone, string|int $point): void
    {
        $reached = 0;
        $stage->open(['point' => static function (string $name) use ($point, &$reached): void {
            $reached += 1;
            if ($name === $point || $reached === $point) {
                \posix_kill(\getmypid(), SIGKILL);
            }
        }]);
        foreach ([0, 1, 121, 124, 128, 200] as $minutes) {
            $stage->at(\max($stage->now, $begin + $minutes * Stage::MINUTE));
            $stage->host->drain(alone: false);
            foreach ($stage->fake->texts() as $text) {
                if ($text->to === $phone) {
                    self::receipt($stage, $text);
                }
            }
        }
    }

    private static function receipt(Stage $stage, \stdClass $text): void
    {
        $form = ['MessageSid' => $text->sid, 'MessageStatus' => 'sent'];
        $signed = $text->statusCallback . "MessageSid{$form['MessageSid']}MessageStatus{$form['MessageStatus']}";
        $signature = \base64_encode(\hash_hmac('sha1', $signed, 'fake-token', true));
        $headers = [['Content-Type', 'application/x-www-form-urlencoded'], ['X-Twilio-Signature', $signature]];
        $stage->host->hooks()->answer('twilio', 'POST', $text->statusCallback, $headers, \http_build_query($form));
    }

    private function judged(Stage $stage, string $phone, string $killed): int
    {
        $theirs = \array_filter($stage->fake->texts(), static fn (\stdClass $text): bool => $text->to === $phone);
        $where = "killed at $killed";
        self::assertLessThanOrEqual(1, \count($theirs), "$where: somebody got two texts for one cart");
        $open = "SELECT natural_key, state FROM {inbox} WHERE state <> 'done' AND natural_key NOT LIKE 'poison%'";
        $open = $stage->database->all($open);
        self::assertSame([], $open, "$where: an input was not taken in");
        self::assertSame(0, $stage->count("state IN ('waiting', 'attempting')"), "$where: a decision is left open");
        $recipient = $stage->keys->recipient($phone);
        $sends = "SELECT state, reference FROM {outbox} WHERE act = 'send' AND recipient = ?";
        $sends = $stage->database->all($sends, $recipient);
        self::assertNotSame([], $sends, "$where: nothing was decided");
        $states = \array_column($sends, 'state');
        foreach ($theirs as $text) {
            $references = \array_column($sends, 'state', 'reference');
            $state = $references[\explode('ref=', $text->statusCallback)[1]] ?? 'nowhere';
            self::assertContains($state, ['accepted', 'unknown'], "$where: a text that was sent counts as $state");
        }
        self::assertContains($theirs === [] ? 'unknown' : 'accepted', $states, "$where: " . \implode(', ', $states));
        return \count($theirs);
    }
}
