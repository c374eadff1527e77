<?php
// Owns taking an order in: it is read as it is by now, and told of everybody here whose order it is.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Core\Json;
use Cartsignal\Core\Operation;
use Cartsignal\Host\Carts;
use Cartsignal\Host\Row;
use Cartsignal\Host\Said;
use Cartsignal\Host\Takes;
use Cartsignal\Services;

/**
 * Whose it is: the shopper whose cart it was, the user who ordered, and the recipient with the number on the bill.
 * Where none of them is known here, nothing is kept of it.
 */
final class TakesOrder implements Takes
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @return list<Said> */
    public function take(Row $row, int $now): array
    {
        $payload = $row->payload;
        if (isset($payload->gone)) {
            return $this->gone($row, $payload);
        }
        $order = OrderReading::fresh((int) $payload->order);
        if ($order === null) {
            return [];
        }
        // An order that was placed may still be a draft: the block checkout makes it pending a moment later.
        $status = StatusMap::isDraft($order->get_status()) ? $payload->status : $order->get_status();
        $map = new StatusMap($this->services->settings());
        if (OrderReading::isOfSubscription($order) && !self::wasPressed($order, $status, $map)) {
            return [];
        }
        $shopper = $this->shopper($order, $payload);
        $recipient = $this->recipient($order);
        $wasDeclined = ($payload->declined ?? false) && $map->isPending($status);
        $told = $wasDeclined ? ['order.failed', null] : $map->told($status, (float) $order->get_total_refunded() > 0);
        if ($told === null || ($shopper === null && $recipient === null)) {
            return [];
        }
        $cart = (string) $order->get_meta(Orders::CART) ?: ($payload->cart ?? null);
        $fact = OrderReading::fact($order, $cart, $payload->at);
        if ($fact === null) {
            return [];
        }
        if ($cart !== null) {
            (new Carts($this->services->database(), $this->services->vault()))->ordered($cart, $order->get_id());
        }
        [$what, $payment] = $told;
        $fact += $payment === null ? [] : ['payment' => $payment];
        $said = [new Said($shopper, $recipient, self::input($row, $payload, [$what => $fact]))];
        if ($what === 'order.failed' && $shopper !== null && $cart !== null) {
            $step = ['checkout.step_reached' => ['cart' => $cart, 'step' => 'payment_failed']];
            $said[] = new Said($shopper, null, self::input($row, $payload, $step, ':step'));
        }
        return $said;
    }

    /** A subscription that its owner paid for here is a purchase; that it was not paid is the subscription's business. */
    private static function wasPressed(\WC_Order $order, string $status, StatusMap $map): bool
    {
        return $map->isBought($status) && (string) $order->get_meta(Orders::CART) !== '';
    }

    /**
     * @param \stdClass $payload Of an order that nobody can read any more: it counts as cancelled.
     * @return list<Said>
     */
    private function gone(Row $row, \stdClass $payload): array
    {
        if (!isset($payload->shopper) || !Money::isCurrency($payload->gone->currency)) {
            return [];
        }
        $fact = [
            'order' => $payload->order,
            'version' => $payload->at,
            'placed_at' => $payload->gone->placed_at,
            'cart' => $payload->cart ?? null,
            'currency' => $payload->gone->currency,
            'total_minor' => 0,
        ];
        return [new Said($payload->shopper, null, self::input($row, $payload, ['order.cancelled' => $fact]))];
    }

    /**
     * @param array<string, mixed> $what
     * @return array<string, mixed>
     */
    private static function input(Row $row, \stdClass $payload, array $what, string $more = ''): array
    {
        // A natural key may be longer than what the core takes for an id.
        $id = 'order:' . \substr(\hash('sha256', $row->naturalKey . $more), 0, 40);
        return ['id' => $id, 'occurred_at' => $payload->at, 'trust' => 'server', 'what' => $what];
    }

    private function shopper(\WC_Order $order, \stdClass $payload): ?string
    {
        $signed = (string) $order->get_meta(Orders::SHOPPER) ?: ($payload->shopper ?? null);
        if ($signed !== null || $order->get_customer_id() === 0) {
            return $signed;
        }
        // Ordered by phone, in the admin or by the API for somebody who has an account.
        $people = $this->services->people();
        $user = $people->survivor($this->services->keys()->shopper((string) $order->get_customer_id()));
        return $people->state('shopper', $user) === null ? null : $user;
    }

    /** Returns the recipient with the number on the bill, where anything is kept of one. */
    private function recipient(\WC_Order $order): ?string
    {
        $phone = \trim($order->get_billing_phone());
        if ($phone === '' || !\mb_check_encoding($phone, 'UTF-8')) {
            return null;
        }
        $country = $order->get_billing_country();
        $request = ['text' => \mb_substr($phone, 0, 40)];
        if (\preg_match('/\A[A-Z]{2}\z/', $country)) {
            $request['country'] = $country;
        }
        $e164 = $this->services->core()->call(Operation::ParsePhone, Json::write($request))->ok()->phone->e164 ?? null;
        $recipient = $e164 === null ? null : $this->services->keys()->recipient($e164);
        return $recipient !== null && $this->services->people()->known($recipient) ? $recipient : null;
    }
}
