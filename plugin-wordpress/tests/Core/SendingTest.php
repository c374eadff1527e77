<?php
// Owns the tests of what the core knows of sending: numbers, answers, providers and senders, as the plugin asks for it.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Core;
use Cartsignal\Core\Refused;
use Cartsignal\Core\Sending;
use PHPUnit\Framework\TestCase;

final class SendingTest extends TestCase
{
    private const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';

    private const MESSAGE = 'SM0123456789abcdef0123456789abcdef';

    private const TWILIO = ['account_sid' => self::ACCOUNT, 'auth_token' => '12345'];

    /** The secret is that of the examples of Standard Webhooks. */
    private const OWN = ['url' => 'https://sms.example.com/cartsignal', 'secret' => self::SECRET];

    private const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

    private const HOOK = 'https://shop.example.com/hooks/twilio?ref=r-1';

    /** 2026-11-21T12:00:00Z. */
    private const MOMENT = 1_795_262_400_000;

    private const SEND = ['reference' => 'r-1', 'to' => '+4915123456789', 'from' => '+491713920001',
        'text' => 'Grüße 😜 & mehr', 'callback' => self::HOOK, 'not_after' => self::MOMENT + 3_600_000];

    public function test_a_number_is_read_as_it_was_typed(): void
    {
        $phone = self::sending()->parsePhone('(0151) 23 45 67 89', 'DE')->phone;
        self::assertSame(['+4915123456789', '4915123456'], [$phone->e164, $phone->block]);
        self::assertSame(['mobile', 'DE', '151'], \array_values((array) $phone->number));
        self::assertSame('GB', self::sending()->parsePhone('+44 7400 123456')->phone->number->country);
        self::assertSame('special', self::sending()->parsePhone('0800 1234567', 'DE')->refused);
        self::assertSame('no_country', self::sending()->parsePhone('0151 23456789')->refused);
    }

    public function test_what_a_recipient_wrote_is_read_in_their_language(): void
    {
        $stop = self::sending()->readReply('Bitte keine SMS mehr 🙏', 'de-DE');
        self::assertSame(['stop', 'de'], [$stop->kind, $stop->language]);
        self::assertSame('yes', self::sending()->readReply('Oui, d’accord', 'fr-FR')->kind);
        $sign = self::sending()->readReply('🛑');
        self::assertSame(['stop', 'sign', false], [$sign->kind, $sign->by, isset($sign->language)]);
    }

    public function test_a_text_goes_to_twilio_as_a_form(): void
    {
        $http = self::sending()->request(self::asking(['errand' => ['send' => self::SEND]]))->http;
        $url = 'https://api.twilio.com/2010-04-01/Accounts/' . self::ACCOUNT . '/Messages.json';
        self::assertSame(['POST', $url], [$http->method, $http->url]);
        self::assertContains(['authorization', 'Basic ' . \base64_encode(self::ACCOUNT . ':12345')], $http->headers);
        \parse_str($http->body, $fields);
        self::assertSame(self::SEND['text'], $fields['Body']);
        self::assertSame([self::SEND['to'], self::HOOK], [$fields['To'], $fields['StatusCallback']]);
        self::assertSame('3600', $fields['ValidityPeriod']);
        self::assertFalse(isset($http->seal));
    }

    public function test_an_answer_becomes_an_outcome(): void
    {
        $made = ['sid' => self::MESSAGE, 'num_segments' => '2', 'price' => '-0.01500', 'price_unit' => 'USD'];
        $accepted = self::outcome(['answered' => ['status' => 201, 'headers' => []]], \json_encode($made))->accepted;
        self::assertSame([self::MESSAGE, 2], [$accepted->provider_id, $accepted->parts]);
        self::assertSame([15_000, 'USD'], [$accepted->price->micros, $accepted->price->currency]);
        $refused = self::outcome(['answered' => ['status' => 400, 'headers' => []]], '{"code":21610}')->refused;
        self::assertSame(['opted_out', '21610', false], [$refused->why, $refused->code, isset($refused->retry_at)]);
        $slower = self::outcome(['answered' => ['status' => 429, 'headers' => [['Retry-After', '5']]]], '')->refused;
        self::assertSame(['pacing', self::MOMENT + 5_000], [$slower->why, $slower->retry_at]);
    }

    public function test_what_nobody_knows_is_unknown_and_what_never_left_is_not(): void
    {
        $unknown = self::outcome(['answered' => ['status' => 201, 'headers' => []]], "\xff\xfe\x00")->unknown;
        self::assertSame(['http_201', self::MOMENT + 60_000], [$unknown->code, $unknown->look_up_at]);
        self::assertSame('silent', self::outcome(['silent' => ['left' => true]])->unknown->code);
        self::assertSame('provider_unavailable', self::outcome(['silent' => ['left' => false]])->refused->why);
    }

    public function test_a_receipt_is_believed_once_its_signature_is_proven(): void
    {
        $body = \http_build_query(['MessageStatus' => 'delivered', 'MessageSid' => self::MESSAGE]);
        $signed = self::HOOK . 'MessageSid' . self::MESSAGE . 'MessageStatusdelivered';
        $signature = \base64_encode(\hash_hmac('sha1', $signed, self::TWILIO['auth_token'], true));
        $headers = [['Content-Type', 'application/x-www-form-urlencoded'], ['X-Twilio-Signature', $signature]];
        $asked = self::asking(['hook' => ['method' => 'POST', 'url' => self::HOOK, 'headers' => $headers]]);
        $heard = self::heard($asked, $body)->heard;
        $receipt = $heard->notices[0]->receipt;
        self::assertSame([self::MESSAGE, 'r-1'], [$receipt->provider_id, $receipt->reference]);
        self::assertSame(['delivered', false], [$receipt->state, isset($receipt->why)]);
        self::assertSame([self::MESSAGE . ':delivered', 204], [$heard->replay->key, $heard->reply->status]);
        self::assertSame('forged', self::heard($asked, \str_replace('delivered', 'failed', $body))->refused);
    }

    public function test_an_unsigned_hook_is_refused_before_anything_is_computed(): void
    {
        $asked = self::asking(['hook' => ['method' => 'POST', 'url' => self::HOOK, 'headers' => []]]);
        [$answer, $bytes] = self::sending()->challenge($asked, 'MessageStatus=delivered');
        self::assertSame(['unsigned', []], [$answer->refused, $bytes]);
        self::assertSame('unsigned', self::sending()->webhook($asked + ['proofs' => []], '')->refused);
    }

    public function test_a_text_of_a_recipient_comes_in_through_the_owners_endpoint(): void
    {
        $text = "keine SMS mehr\n🙏";
        $inbound = ['id' => 'in-1', 'from' => '+4915123456789', 'to' => 'Teekontor', 'text' => $text];
        $body = \json_encode(['event' => 'inbound'] + $inbound);
        $at = (string) \intdiv(self::MOMENT, 1_000);
        $key = \base64_decode(\substr(self::OWN['secret'], \strlen('whsec_')), true);
        $signature = 'v1,' . \base64_encode(\hash_hmac('sha256', "msg-1.$at.$body", $key, true));
        $hook = static fn (string $at): array => ['method' => 'POST', 'url' => self::HOOK, 'headers' => [
            ['webhook-id', 'msg-1'], ['webhook-timestamp', $at], ['webhook-signature', $signature],
        ]];
        $asked = static fn (string $at): array => self::asking(['hook' => $hook($at)], 'webhook', self::OWN);
        $heard = self::heard($asked($at), $body)->heard;
        self::assertSame([$text, 'msg-1'], [$heard->notices[0]->inbound->text, $heard->replay->key]);
        self::assertSame('forged', self::heard($asked((string) ((int) $at - 1)), $body)->refused);
        [$stale, $bytes] = self::sending()->challenge($asked((string) ((int) $at - 301)), $body);
        self::assertSame(['stale', []], [$stale->refused, $bytes]);
    }

    public function test_the_host_seals_what_goes_to_the_owners_endpoint(): void
    {
        $asked = self::asking(['errand' => ['send' => self::SEND]], 'webhook', self::OWN);
        $http = self::sending()->request($asked)->http;
        $seal = $http->seal;
        self::assertSame('r-1.' . \intdiv(self::MOMENT, 1_000) . '.' . $http->body, $seal->message);
        self::assertSame(['hmac_sha256', 'base64'], [$seal->algorithm, $seal->encoding]);
        self::assertSame(['webhook-signature', 'v1,'], [$seal->header, $seal->prefix]);
        self::assertSame(['setting' => 'secret', 'encoding' => 'base64', 'skip' => 6], (array) $seal->key);
        self::assertSame(self::SEND['text'], \json_decode($http->body)->text);
        self::assertStringNotContainsString(self::OWN['secret'], \json_encode($http));
    }

    public function test_by_the_log_nothing_leaves(): void
    {
        $settled = self::sending()->request(self::asking(['errand' => ['send' => self::SEND]], 'log', []))->settled;
        self::assertSame('log-r-1', $settled->accepted->provider_id);
    }

    public function test_settings_that_can_not_be_right_are_refused_and_not_repeated(): void
    {
        $send = ['errand' => ['send' => self::SEND]];
        foreach ([
            ['/provider', 'pigeon', []],
            ['/settings/auth_token', 'twilio', ['auth_token' => "12345\r\nx: y"] + self::TWILIO],
            ['/settings/base', 'twilio', self::TWILIO + ['base' => 'http://example.com']],
            ['/settings/secret', 'webhook', ['secret' => '12345'] + self::OWN],
        ] as [$pointer, $provider, $settings]) {
            try {
                self::sending()->request(self::asking($send, $provider, $settings));
                self::fail("$pointer is not refused");
            } catch (Refused $refused) {
                $code = $pointer === '/provider' ? 'gateway.provider' : 'gateway.setting';
                self::assertSame([$code, $pointer], [$refused->refusal, $refused->pointer]);
                self::assertStringNotContainsString('12345', $refused->getMessage());
            }
        }
    }

    public function test_an_errand_that_can_not_be_right_is_refused_without_its_number(): void
    {
        try {
            self::sending()->request(self::asking(['errand' => ['send' => ['to' => '0151 23456789'] + self::SEND]]));
            self::fail('not refused');
        } catch (Refused $refused) {
            self::assertSame('gateway.errand', $refused->refusal);
            self::assertStringNotContainsString('23456789', $refused->getMessage());
        }
    }

    public function test_providers_say_which_settings_are_secret(): void
    {
        $providers = self::sending()->providers()->providers;
        self::assertSame(['twilio', 'webhook', 'log'], \array_column($providers, 'name'));
        $secret = \array_filter($providers[0]->settings, static fn (\stdClass $setting): bool => $setting->secret);
        self::assertSame(['auth_token', 'api_secret'], \array_column($secret, 'name'));
    }

    public function test_senders_are_those_of_one_country_or_of_all(): void
    {
        $american = self::sending()->senders('US')->senders;
        $allowed = \array_column($american, 'allowed', 'kind');
        self::assertSame(['with_registration', 'no'], [$allowed['toll_free'], $allowed['alphanumeric']]);
        self::assertGreaterThan(\count($american), \count(self::sending()->senders()->senders));
        self::assertSame([], self::sending()->senders('XX')->senders);
    }

    public function test_a_registration_quotes_what_is_sent(): void
    {
        $market = ['live' => false, 'sender' => ['id' => '+18335550123', 'two_way' => true, 'way_out' => 'stop_word']];
        $shop = ['name' => 'Teekontor', 'link_origin' => 'https://s.tee.de', 'currency' => 'USD'];
        $shop += ['help_contact' => 'help@tee.de'];
        $store = \json_encode(['format' => 1, 'shop' => $shop, 'markets' => ['US' => $market]]);
        $pages = \array_fill_keys(['privacy', 'terms', 'opt_in'], 'https://tee.example/page');
        $forms = self::sending()->registration(['country' => 'US', 'pages' => $pages], $store)->forms;
        self::assertSame(['toll_free', 'long_code_10dlc'], \array_column($forms, 'kind'));
        $values = \array_column($forms[1]->fields, 'value', 'name');
        self::assertStringContainsString('Reply STOP to opt out', $values['HelpMessage']);
        self::assertStringStartsWith('Teekontor: ', $values['MessageSamples'][0]);
        try {
            self::sending()->registration(['country' => 'US'], $store);
            self::fail('not refused');
        } catch (Refused $refused) {
            self::assertSame(['registration.pages', '/pages'], [$refused->refusal, $refused->errors[0]->pointer]);
        }
    }

    private static function sending(): Sending
    {
        return new Sending(Core::ready());
    }

    /** Returns a request to a provider with all that every one has. */
    private static function asking(array $more, string $provider = 'twilio', array $settings = self::TWILIO): array
    {
        return ['provider' => $provider, 'settings' => (object) $settings, 'moment' => self::MOMENT] + $more;
    }

    /** Returns what became of a text that was asked to be sent, after what was heard. */
    private static function outcome(array $heard, string $body = ''): \stdClass
    {
        $asked = self::asking(['errand' => ['send' => self::SEND], 'heard' => $heard]);
        return self::sending()->response($asked, $body)->outcome;
    }

    /** Returns what a hook says, its proofs computed as a host computes them. */
    private static function heard(array $asked, string $body): \stdClass
    {
        [$answer, $bytes] = self::sending()->challenge($asked, $body);
        $settings = (array) $asked['settings'];
        $proof = static fn (\stdClass $proof, string $text): string => \hash_hmac(
            \substr($proof->algorithm, \strlen('hmac_')),
            $text,
            self::key($proof->key, $settings[$proof->key->setting])
        );
        return self::sending()->webhook($asked + ['proofs' => \array_map($proof, $answer->prove, $bytes)], $body);
    }

    private static function key(\stdClass $key, string $value): string
    {
        $rest = \substr($value, $key->skip);
        return $key->encoding === 'base64' ? (string) \base64_decode($rest, true) : $rest;
    }
}
