<?php
// Owns the stories of the door for providers: what is believed there, and what is not.
declare(strict_types=1);

namespace Cartsignal\Tests\Story;

use Cartsignal\Host\Hooks;

final class DoorTest extends StoryCase
{
    private const FORM = ['MessageSid' => 'SM0123456789abcdef0123456789abcdef', 'From' => '+447400001456',
        'To' => '+447400999999', 'Body' => 'STOP'];

    public function test_what_nobody_signed_is_refused_counted_and_leaves_nothing(): void
    {
        $stage = $this->stage();
        $url = Door::hookUrl('twilio');
        $signed = self::signed($url, self::FORM);
        foreach ([
            'unsigned' => [403, $url, \http_build_query(self::FORM), []],
            'forged' => [403, $url, \http_build_query(['Body' => 'START'] + self::FORM), $signed],
            'forged for another address' => [403, "$url?ref=1", \http_build_query(self::FORM), $signed],
            'too long' => [413, $url, \str_repeat('a', Hooks::MOST_BYTES + 1), $signed],
            'not read to its end' => [413, $url, null, $signed],
        ] as $what => [$status, $address, $body, $headers]) {
            $reply = $stage->host->hooks()->answer('twilio', 'POST', $address, $headers, $body);
            self::assertSame([$status, '', false], [$reply['status'], $reply['body'], $reply['written']], $what);
        }
        self::assertSame(404, $stage->host->hooks()->answer('pigeon', 'POST', $url, $signed, '')['status']);
        $counts = \array_column($stage->host->overview()['hooks'], 'times', 'what');
        self::assertSame(['forged' => 2, 'malformed' => 2, 'unsigned' => 1, 'unsupported' => 1], $counts);
        self::assertSame([0, ''], [$stage->host->overview()['pending'], self::kept($stage, 'pigeon')]);
    }

    public function test_a_call_that_is_repeated_is_answered_alike_and_written_once(): void
    {
        $stage = $this->stage();
        $url = Door::hookUrl('twilio');
        $answer = static fn (): array => $stage->host->hooks()->answer(
            'twilio',
            'POST',
            $url,
            self::signed($url, self::FORM),
            \http_build_query(self::FORM)
        );
        [$first, $second] = [$answer(), $answer()];
        self::assertSame([true, false], [$first['written'], $second['written']]);
        self::assertSame([200, 200], [$first['status'], $second['status']]);
        self::assertSame([$first['headers'], $first['body']], [$second['headers'], $second['body']]);
        self::assertStringContainsString('<Response', $first['body']);
        self::assertSame(1, $stage->host->overview()['pending']);
        $stage->host->drain();
        self::assertSame(1, $stage->database->get('SELECT COUNT(*) AS times FROM {opt_outs}')['times']);
    }

    public function test_a_receipt_that_comes_late_takes_nothing_back_and_of_an_unknown_text_says_nothing(): void
    {
        $stage = $this->stage();
        $stage->visit(1);
        $stage->pass(Stage::DECIDED);
        [$text] = $stage->fake->texts();
        foreach ([[$text->sid, 204], ['SM' . \str_repeat('f', 32), 204]] as [$sid, $status]) {
            $url = $sid === $text->sid ? $text->statusCallback : Door::hookUrl('twilio') . '?ref=nobody';
            $form = ['MessageSid' => $sid, 'MessageStatus' => 'failed', 'ErrorCode' => '30008'];
            $headers = self::signed($url, $form);
            $reply = $stage->host->hooks()->answer('twilio', 'POST', $url, $headers, \http_build_query($form));
            self::assertSame($status, $reply['status']);
        }
        $stage->host->drain();
        self::assertSame('delivered', $stage->host->why($text->sid)['receipt']);
        self::assertContains('unknown_reference', \array_column($stage->host->overview()['hooks'], 'what'));
    }

    /** @return list<array{string, string}> */
    private static function signed(string $url, array $form): array
    {
        \ksort($form);
        $pairs = \array_map(static fn (string $name): string => $name . $form[$name], \array_keys($form));
        $text = $url . \implode('', $pairs);
        $signature = \base64_encode(\hash_hmac('sha1', $text, 'fake-token', true));
        return [['Content-Type', 'application/x-www-form-urlencoded'], ['X-Twilio-Signature', $signature]];
    }

    private static function kept(Stage $stage, string $provider): string
    {
        $sql = 'SELECT provider FROM {hook_counts} WHERE provider = ?';
        return $stage->database->get($sql, $provider)['provider'] ?? '';
    }
}
