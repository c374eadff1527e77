<?php
// Owns replaying one person's orders by the real core, as if they had agreed and confirmed: nothing is kept or sent.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Capture\OrderReading;
use Cartsignal\Capture\StatusMap;
use Cartsignal\Core\LoadedProgram;

/**
 * What a store knows of the past is its orders: one that was never paid, or late, is a cart that was left at the checkout;
 * a text that the core would have sent in between is counted. Carts that never became an order are in no store's past.
 */
final class PastShopper
{
    /** How long the last cart is followed. Source: nothing is sent more than 48 hours after; a day more for a second text. */
    private const AFTER_MS = 4 * 86_400_000;

    /** A wake that leads to the next one without end would be a fault of the core's; chosen. */
    private const MOST_WAKES = 200;

    /** Whoever bought without a text within so long needed none. Source: defaults, attribution of 5 days. */
    private const BOUGHT_MS = 5 * 86_400_000;

    private string $shopper = '';
    private string $recipient = '';
    private ?int $wakeAt = null;
    private ?int $recipientWakeAt = null;
    /** @var list<array{at: int, decision: string, does: \stdClass}> */
    private array $texts = [];
    /** @var array<string, int> */
    private array $reasons = [];
    private int $inputs = 0;

    /**
     * @param \stdClass $phone `Phone` of the contract.
     * @param string $key Of the recipient: the arms of experiments go by it.
     */
    public function __construct(
        private readonly LoadedProgram $program,
        private readonly StatusMap $statuses,
        private readonly \stdClass $phone,
        private readonly string $key,
        private readonly string $country
    ) {
    }

    /**
     * @param list<\WC_Order> $orders Of this person, oldest first.
     * @return array{texts: list<array{at: int, decision: string, does: \stdClass, bought: bool}>,
     *     reasons: array<string, int>} Texts that would have gone, and why others would not.
     */
    public function replay(array $orders): array
    {
        $timeline = [];
        foreach ($orders as $order) {
            $timeline = [...$timeline, ...$this->inputs($order)];
        }
        \usort($timeline, static fn (array $a, array $b): int => $a[0] <=> $b[0]);
        $first = $timeline[0][0] ?? 0;
        foreach ([
            ['contact.provided' => ['recipient' => $this->key]],
            ['consent.granted' => ['purpose' => 'cart', 'channel' => 'sms', 'basis' => 'express_written', 'evidence' => 'replay']],
            ['reply' => ['kind' => 'yes', 'channel' => 'sms', 'by' => 'link']],
        ] as $what) {
            $this->step($first - 7_200_000, $what);
        }
        $bought = [];
        foreach ($timeline as [$at, $what]) {
            $this->wakesUntil($at);
            $this->step($at, $what);
            if (isset($what['order.paid']) || ($what['order.placed']['payment'] ?? '') === 'on_hold') {
                $bought[] = $at;
            }
        }
        $this->wakesUntil(($timeline === [] ? 0 : \end($timeline)[0]) + self::AFTER_MS);
        $judged = static function (array $text) use ($bought): array {
            $isSoon = static fn (int $at): bool => $at >= $text['at'] && $at <= $text['at'] + self::BOUGHT_MS;
            $after = \array_filter($bought, $isSoon);
            return $text + ['bought' => $after !== []];
        };
        return [
            'texts' => \array_map($judged, $this->texts),
            'reasons' => $this->reasons,
        ];
    }

    /** @return list<array{int, array<string, mixed>}> Each with its time. */
    private function inputs(\WC_Order $order): array
    {
        $created = ($order->get_date_created()?->getTimestamp() ?? 0) * 1_000;
        $cart = 'r' . $order->get_id();
        $fact = OrderReading::fact($order, $cart, $created);
        if ($created === 0 || $fact === null || $fact['lines'] === []) {
            return [];
        }
        $fact['placed_at'] = $created;
        $updated = ['cart' => $cart, 'version' => 1, 'change' => 'added']
            + ['currency' => $fact['currency'], 'lines' => $fact['lines']];
        $later = ['version' => 2] + $fact;
        $inputs = [
            [$created - 120_000, ['cart.updated' => $updated]],
            [$created - 60_000, ['checkout.started' => ['cart' => $cart]]],
            [$created - 60_000, ['checkout.step_reached' => ['cart' => $cart, 'step' => 'contact']]],
            [$created, ['order.placed' => ['version' => 1, 'payment' => 'pending'] + $fact]],
        ];
        $paid = $order->get_date_paid()?->getTimestamp();
        $told = $this->statuses->told($order->get_status(), false);
        $changed = \max($created + 1_000, $paid === null ? $created + 1_000 : $paid * 1_000);
        return match (true) {
            $told === null, $told[0] === 'order.placed' && $told[1] === 'pending' => $inputs,
            $told[0] === 'order.failed' => [
                ...$inputs,
                [$changed, ['order.failed' => $later]],
                [$changed, ['checkout.step_reached' => ['cart' => $cart, 'step' => 'payment_failed']]],
            ],
            // Most shops cancel what was not paid within an hour; when this one did is not known.
            $told[0] === 'order.cancelled' => $inputs,
            $told[0] === 'order.placed' => [...$inputs, [$changed, ['order.placed' => $later + ['payment' => 'on_hold']]]],
            default => [...$inputs, [$changed, ['order.paid' => $later]]],
        };
    }

    private function wakesUntil(int $until): void
    {
        for ($time = 0; $time < self::MOST_WAKES; $time += 1) {
            $next = \min($this->wakeAt ?? PHP_INT_MAX, $this->recipientWakeAt ?? PHP_INT_MAX);
            if ($next >= $until) {
                return;
            }
            $before = [$this->wakeAt, $this->recipientWakeAt];
            $this->step($next, ['wake' => new \stdClass()]);
            if ($before === [$this->wakeAt, $this->recipientWakeAt]) {
                return;
            }
        }
    }

    /** @param array<string, mixed> $what */
    private function step(int $at, array $what): void
    {
        $this->inputs += 1;
        $input = ['id' => "replay:$this->inputs", 'occurred_at' => $at, 'trust' => 'server', 'what' => $what];
        $contact = ['number' => $this->phone->number] + ($this->country === '' ? [] : ['country' => $this->country]);
        $call = ['shopper' => "w$this->key", 'recipient' => $this->key, 'contact' => $contact, 'moment' => $at, 'input' => $input];
        $stepped = $this->program->step($call, $this->shopper, $this->recipient);
        [$this->shopper, $this->recipient] = [$stepped->shopper, $stepped->recipient];
        $this->wakeAt = $stepped->answer->wakes->shopper->at ?? null;
        $this->recipientWakeAt = $stepped->answer->wakes->recipient->at ?? null;
        foreach ($stepped->answer->decisions as $decision) {
            $this->decided($decision, $at);
        }
    }

    private function decided(\stdClass $decision, int $at): void
    {
        $does = $decision->does;
        if (isset($does->send)) {
            if ($does->send->class === 'marketing') {
                $this->texts[] = ['at' => $at, 'decision' => $decision->id, 'does' => $does->send];
            }
            $result = ['done' => ['parts' => $does->send->parts]];
            $this->step($at, ['outcome' => ['decision' => $decision->id, 'result' => $result]]);
        } elseif (isset($does->issue_coupon)) {
            $result = ['refused' => ['why' => 'coupon_refused']];
            $this->step($at, ['outcome' => ['decision' => $decision->id, 'result' => $result]]);
        } elseif (isset($does->drop)) {
            $this->reasons[$decision->reason] = ($this->reasons[$decision->reason] ?? 0) + 1;
        }
    }
}
