<?php
// Owns what is told of orders: that one was placed, at once; what became of it, once at the end of the request.
declare(strict_types=1);

namespace Cartsignal\Capture;

use Cartsignal\Services;

/**
 * An arrival names the order and nothing of its buyer: it is read when it is taken in. Every order is told, also of
 * strangers: whose number is on it may be known from another device.
 */
final class Orders
{
    public const CART = '_cartsignal_cart';
    public const SHOPPER = '_cartsignal_shopper';

    private const TYPE = 'shop_order';

    /** As `Arrivals` takes it. */
    private const LONGEST_KEY = 191;

    /** Orders remembered until the end of a request. Chosen: an import is told as it goes. */
    private const MOST = 50;

    /** @var array<int, array{\WC_Order, string}> With what more names the change. */
    private array $changed = [];

    /** @var array<int, true> Orders placed in this request whose payment is still to begin. */
    private array $placed = [];

    private bool $hasError = false;

    public function __construct(private readonly Services $services)
    {
    }

    /** Writes whose cart it was on an order that WooCommerce is about to save. */
    public function sign(\WC_Order $order): void
    {
        $visitor = $this->services->visitor();
        if ($visitor->reachable() && $visitor->key() !== null) {
            $order->update_meta_data(self::CART, $visitor->ensureCart());
            $order->update_meta_data(self::SHOPPER, $visitor->key());
        }
    }

    /** Tells of an order placed at a checkout, before it is paid: paying may take its time, or end the request. */
    public function processed(\WC_Order $order): void
    {
        $visitor = $this->services->visitor();
        if ($visitor->reachable()) {
            // The box may have been ticked with this very order, after it was saved.
            if ((string) $order->get_meta(self::CART) === '') {
                $this->sign($order);
                $order->save_meta_data();
            }
            $visitor->ordered($order->get_id());
        }
        [$this->placed[$order->get_id()], $this->hasError] = [true, false];
        $status = StatusMap::isDraft($order->get_status()) ? 'pending' : $order->get_status();
        $this->services->arrivals()->append(...$this->arrival($order, $status, $this->services->now()));
    }

    /** Notes that a gateway took the money, or sends the shopper to where it does. */
    public function paymentBegan(int $order): void
    {
        unset($this->placed[$order]);
    }

    /** Notes that WooCommerce told the shopper of an error: of an order placed in this request the payment failed. */
    public function errorShown(): void
    {
        $this->hasError = true;
    }

    /**
     * Notes that something became of an order.
     *
     * @param string $more Names a change that leaves the order's status, and its date, as they were.
     */
    public function changed(mixed $order, string $more = ''): void
    {
        $order = \is_numeric($order) ? \wc_get_order((int) $order) : $order;
        if (!$order instanceof \WC_Order || $order->get_type() !== self::TYPE) {
            return;
        }
        $this->changed[$order->get_id()] = [$order, $more . ($this->changed[$order->get_id()][1] ?? '')];
        if (\count($this->changed) >= self::MOST) {
            $this->end();
        }
    }

    /** Tells of an order that is about to be gone: then nobody could read it any more. */
    public function deleting(\WC_Order $order): void
    {
        unset($this->changed[$order->get_id()]);
        if ($order->get_type() !== self::TYPE || StatusMap::isDraft($order->get_status())) {
            return;
        }
        $now = $this->services->now();
        [$kind, $name, $payload, $shopper] = $this->arrival($order, 'deleted', $now);
        $payload['gone'] = [
            'currency' => $order->get_currency(),
            'placed_at' => ($order->get_date_created()?->getTimestamp() ?? \intdiv($now, 1_000)) * 1_000,
        ];
        $this->services->arrivals()->append($kind, $name, $payload, $shopper);
    }

    /** Tells of the orders that something became of in this request. */
    public function end(): void
    {
        $changed = $this->changed;
        $this->changed = [];
        foreach ($changed as [$order, $more]) {
            if (!StatusMap::isDraft($order->get_status())) {
                $arrival = $this->arrival($order, $order->get_status(), $this->services->now());
                $arrival[1] = \substr($arrival[1] . $more, 0, self::LONGEST_KEY);
                $this->services->arrivals()->later(...$arrival);
            }
        }
        $this->tellDeclined();
    }

    /**
     * Some gateways throw, or answer a failure, and leave the order pending. It was placed here, no payment began, and the
     * shopper was shown an error: that is a payment that failed.
     */
    private function tellDeclined(): void
    {
        $placed = $this->hasError ? \array_keys($this->placed) : [];
        [$this->placed, $this->hasError] = [[], false];
        foreach ($placed as $id) {
            $order = \wc_get_order($id);
            if ($order instanceof \WC_Order && $order->get_status() === 'pending') {
                $now = $this->services->now();
                [$kind, , $payload, $shopper] = $this->arrival($order, 'pending', $now);
                // Each try is one of its own.
                $this->services->arrivals()->later($kind, "order:$id:declined:$now", ['declined' => true] + $payload, $shopper);
            }
        }
    }

    /** Returns what names a state of an order: the same whoever saw it, a hook or the look at what was missed. */
    public static function naturalKey(int $order, string $status, int $modifiedSeconds): string
    {
        $word = \substr((string) \preg_replace('/[^\w-]/', '', $status), 0, 32);
        return "order:$order:$word:$modifiedSeconds";
    }

    /** @return array{string, string, array<string, mixed>, ?string} As `Arrivals::append` takes it. */
    private function arrival(\WC_Order $order, string $status, int $at): array
    {
        $modified = $order->get_date_modified()?->getTimestamp() ?? \intdiv($at, 1_000);
        $cart = (string) $order->get_meta(self::CART);
        $shopper = (string) $order->get_meta(self::SHOPPER);
        $payload = ['order' => (string) $order->get_id(), 'status' => $status, 'at' => $at];
        $payload += ($cart === '' ? [] : ['cart' => $cart]) + ($shopper === '' ? [] : ['shopper' => $shopper]);
        $name = self::naturalKey($order->get_id(), $status, $modified);
        return ['order', $name, $payload, $shopper === '' ? null : $shopper];
    }
}
