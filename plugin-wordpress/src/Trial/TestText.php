<?php
// Owns the test text: to the number that a manager typed, by the very way that texts to customers take.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Consent\Limit;
use Cartsignal\Core\Sending;
use Cartsignal\Host\Journal;
use Cartsignal\Host\Outbox;
use Cartsignal\Host\Scene;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Settings\Unfit;
use Cartsignal\Wake\Wake;

/**
 * Provider, sender, price, budget, links and the way out are the real ones; hours and permission are not asked for, for
 * nobody else is texted. So that the owner's own opt-out does not stop him for good, a number of which nothing is known is
 * a recipient of this test alone, forgotten with it; the opt-out of a number that is known is a real one.
 */
final class TestText
{
    /** Chosen: enough to try each country and a second time; too few to annoy somebody with. */
    public const MOST_A_DAY = 5;

    public const REASON = 'test_text';

    private const DAY_MS = 86_400_000;

    /** Until when it may be handed over. Chosen: as long as a text that was decided is true (Host\Outbox). */
    private const GOOD_MS = 900_000;

    /** For sending it while its owner waits. Chosen. */
    private const BUDGET_MS = 8_000;

    /** Countries whose carriers take texts of registered senders only. Source: the core's table of senders. */
    private const REGISTERED = ['US'];

    private readonly TestNote $note;

    public function __construct(private readonly Services $services)
    {
        $this->note = new TestNote($services);
    }

    /**
     * Sends one.
     *
     * @param string $typed The number as it was typed; kept sealed, for an hour.
     * @param string|null $country For a number without a calling code.
     * @throws Unfit
     * @throws RestFault
     */
    public function send(#[\SensitiveParameter] string $typed, ?string $country): void
    {
        $this->mayGo();
        $phone = $this->phone($typed, $country);
        $market = $this->market($phone->number->country);
        $people = $this->services->people();
        $number = $this->services->keys()->recipient($phone->e164);
        if (\in_array('sms', \array_column($people->optOuts($number), 'channel'), true)) {
            throw new Unfit(['/number' => \__('This number opted out of your texts, so it gets no test either. Use another phone.', 'cartsignal')]);
        }
        if (!(new Limit($this->services))->passes('trial:text', self::MOST_A_DAY, self::DAY_MS)) {
            /* translators: %d: a number of texts. */
            throw new RestFault('too_many', \sprintf(\__('That is %d test texts in a day: try again tomorrow.', 'cartsignal'), self::MOST_A_DAY), 429);
        }
        if (!$this->note->forget(true)) {
            throw new RestFault('not_now', \__('Something about the last test is still being taken in: try again in a minute.', 'cartsignal'), 409);
        }
        $isKnown = $people->known($number);
        $recipient = $isKnown ? $number : TestNote::PREFIX . \bin2hex(\random_bytes(24));
        $now = $this->services->now();
        $decision = $this->decision($phone->number->country, $market, $now);
        $this->services->database()->transaction(function () use ($people, $recipient, $isKnown, $phone, $decision, $now): void {
            $people->lock([], [$recipient]);
            if (!$isKnown) {
                $people->learn('recipient', $recipient, ['e164' => $phone->e164, 'number' => $phone->number, 'country' => $phone->number->country]);
            }
            $this->outbox()->take($decision, new Scene($now, null, $recipient), $this->services->settings()->linkOrigin());
        });
        $this->note->write([
            'at' => $now,
            'decision' => $decision->id,
            'recipient' => $recipient,
            'number' => $number,
            'country' => $phone->number->country,
            'is_known' => $isKnown,
            'way_out' => $market['sender']['way_out'] ?? 'opt_out_link',
        ]);
        $this->services->point('test_text_written');
        $this->services->host()->drain(budgetMs: self::BUDGET_MS);
        Wake::soon();
    }

    /** @throws RestFault Nothing may be sent at all. */
    private function mayGo(): void
    {
        if ($this->services->settings()->providerName() === null) {
            throw new RestFault('no_provider', \__('First enter a provider.', 'cartsignal'), 409);
        }
        if (!$this->services->settings()->carriesLinks()) {
            throw new RestFault('no_links', \__('First enter an https address for short links, under Settings > Your shop in texts.', 'cartsignal'), 409);
        }
        if (!$this->services->host()->permission()->sending()['allowed']) {
            throw new RestFault('paused', \__('Nothing is sent at the moment: the top of the page says why.', 'cartsignal'), 409);
        }
    }

    /** @throws Unfit */
    private function phone(#[\SensitiveParameter] string $typed, ?string $country): \stdClass
    {
        $phone = (new Sending($this->services->core()))->parsePhone(\mb_substr(\trim($typed), 0, 40), $country)->phone ?? null;
        if ($phone === null) {
            throw new Unfit(['/number' => \__('This is no phone number. Type it with its country code, as +49 171 3920002.', 'cartsignal')]);
        }
        if ($phone->number->kind === 'fixed') {
            throw new Unfit(['/number' => \__('This is a landline: it takes no texts.', 'cartsignal')]);
        }
        return $phone;
    }

    /**
     * @return array<string, mixed>
     * @throws Unfit
     */
    private function market(string $country): array
    {
        $market = $this->services->settings()->markets()[$country] ?? null;
        $lacks = match (true) {
            $market === null => \__('This number is in a country that you do not send to.', 'cartsignal'),
            ($market['sender']['id'] ?? '') === '' => \__('First enter a sender for the country of this number.', 'cartsignal'),
            \in_array($country, self::REGISTERED, true) && ($market['sender']['registered'] ?? false) === false => \__('The sender for the country of this number is not registered yet: carriers would refuse the text.', 'cartsignal'),
            default => null,
        };
        if ($lacks !== null) {
            throw new Unfit(['/number' => $lacks]);
        }
        return $market;
    }

    /**
     * @param array<string, mixed> $market
     * @return \stdClass `Decision` of the contract: made here, since the core decides about customers alone.
     */
    private function decision(string $country, array $market, int $now): \stdClass
    {
        $words = (new TestWords($this->services))->of($country, $market);
        return (object) [
            'id' => \bin2hex(\random_bytes(16)),
            'reason' => self::REASON,
            'trace' => [],
            'does' => (object) ['send' => (object) [
                'channel' => 'sms',
                'class' => 'test',
                'sender' => $market['sender']['id'],
                'country' => $country,
                'language' => $words['language'],
                'text' => $words['text'],
                'links' => $words['links'],
                'parts' => $words['parts'],
                'not_after' => $now + self::GOOD_MS,
            ]],
        ];
    }

    private function outbox(): Outbox
    {
        $database = $this->services->database();
        return new Outbox($database, $this->services->vault(), $this->services->links(), $this->services->inbox(), new Journal($database));
    }
}
