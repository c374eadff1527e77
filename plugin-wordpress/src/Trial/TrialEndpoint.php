<?php
// Owns the test text and the test cart over REST: beginning one, and looking at what becomes of it.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Activity\Outcomes;
use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Services;

final class TrialEndpoint implements Endpoint
{
    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $number = ['type' => 'string', 'required' => true, 'maxLength' => 40, 'description' => 'as typed; sealed, and forgotten after an hour'];
        $country = ['type' => 'string', 'pattern' => '^[A-Z]{2}$', 'description' => 'for a number without a calling code'];
        return [
            new Operation(
                'GET',
                '/trial/text',
                'Tells what became of the last test text.',
                [],
                self::textAnswers(),
                fn (): array => $this->text()
            ),
            new Operation(
                'POST',
                '/trial/text',
                'Sends a test text to a number of yours, at most five a day.',
                ['number' => $number, 'country' => $country],
                self::textAnswers(),
                $this->sendText(...)
            ),
            new Operation(
                'GET',
                '/trial/cart',
                'Tells what became of the last test cart.',
                [],
                self::cartAnswers(),
                fn (): array => $this->cart()
            ),
            new Operation(
                'POST',
                '/trial/cart',
                'Begins a test cart; `url` opens the shop in it, once.',
                [],
                self::cartAnswers(),
                fn (): array => ['url' => (new TestCart($this->services))->begin()] + $this->cart()
            ),
        ];
    }

    /**
     * @param array<string, mixed> $given
     * @return array<string, mixed>
     */
    private function sendText(array $given): array
    {
        (new TestText($this->services))->send($given['number'], $given['country'] ?? null);
        return $this->text();
    }

    /** @return array<string, mixed> */
    private function text(): array
    {
        $note = new TestNote($this->services);
        $note->forget();
        $kept = $note->read();
        if ($kept === null) {
            return ['state' => 'none'];
        }
        if (!isset($kept['decision'])) {
            return ['state' => 'over', 'at' => $kept['at'], 'opened' => $kept['opened'] ?? false, 'stopped' => $kept['stopped'] ?? false];
        }
        $outcome = new TestOutcome($this->services);
        $outcome->moveOn($kept);
        $seen = $outcome->seen($kept);
        return [
            'state' => $seen['state'],
            'at' => $kept['at'],
            'sentence' => Outcomes::sentence($seen['why'] ?? $seen['receipt'] ?? $seen['state']),
            'code' => $seen['code'],
            'accepted' => $seen['state'] === 'accepted',
            'delivered' => $seen['receipt'] === 'delivered',
            'failed' => $seen['state'] === 'refused' || \in_array($seen['receipt'], ['undelivered', 'failed'], true),
            'opened' => $seen['opened_at'] !== null,
            'stopped' => $seen['stopped_at'] !== null,
            'country' => $kept['country'],
            'is_known' => $kept['is_known'],
            'way_out' => $kept['way_out'],
            'until' => $kept['at'] + TestNote::KEPT_MS,
        ];
    }

    /** @return array<string, mixed> */
    private function cart(): array
    {
        $cart = new TestCart($this->services);
        $kept = $cart->read();
        if ($kept === null) {
            return ['state' => 'none'];
        }
        return ['state' => $cart->isOn($kept) ? 'on' : 'over', 'at' => $kept['at']] + (new CartOutcome($this->services))->seen($kept);
    }

    /** @return array<string, mixed> */
    private static function textAnswers(): array
    {
        $yes = ['type' => 'boolean'];
        $moment = ['type' => 'integer', 'description' => 'ms since epoch'];
        return ['type' => 'object', 'required' => ['state'], 'properties' => [
            'state' => ['type' => 'string', 'enum' => ['none', 'waiting', 'attempting', 'accepted', 'refused', 'unknown', 'over']],
            'at' => $moment,
            'sentence' => ['type' => 'string'],
            'code' => ['type' => ['string', 'null'], 'description' => 'the provider\'s own'],
            'accepted' => $yes,
            'delivered' => $yes,
            'failed' => $yes,
            'opened' => $yes + ['description' => 'its link was opened'],
            'stopped' => $yes + ['description' => 'its way out was used'],
            'country' => ['type' => 'string'],
            'is_known' => $yes + ['description' => 'a customer has this number: an opt-out is a real one'],
            'way_out' => ['type' => 'string', 'enum' => ['opt_out_link', 'stop_word', 'stop_number']],
            'until' => $moment,
        ]];
    }

    /** @return array<string, mixed> */
    private static function cartAnswers(): array
    {
        $yes = ['type' => 'boolean'];
        $text = ['type' => ['string', 'null']];
        return ['type' => 'object', 'required' => ['state'], 'properties' => [
            'state' => ['type' => 'string', 'enum' => ['none', 'on', 'over']],
            'url' => ['type' => 'string', 'description' => 'opens the shop, once, for whoever asked'],
            'at' => ['type' => 'integer'],
            'opened' => $yes,
            'in_cart' => ['type' => 'integer', 'description' => 'how many things'],
            'ticked' => $yes + ['description' => 'a number was given beside a ticked box'],
            'due_at' => ['type' => ['integer', 'null']],
            'sentence' => $text,
            'answer' => $text,
            'last' => $text,
        ]];
    }
}
