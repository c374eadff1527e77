<?php
// Owns what an order brought that was credited to a text: what was paid and kept, and what our coupon took off.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Capture\Money;
use Cartsignal\Capture\StatusMap;
use Cartsignal\Recovery\Coupons;
use Cartsignal\Services;

final class Credits
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns a credit; null where the order came to nothing. Of an order that is gone counts what it was when it was
     * credited. Amounts in another currency than the store's count as nothing.
     *
     * @param \stdClass $told `CreditOrder` of the contract.
     * @return array{decision: string, order: int, country: string, revenue: int, discount: int}|null
     */
    public function read(\stdClass $told): ?array
    {
        $decision = (string) ($told->decision ?? '');
        $order = \function_exists('wc_get_order') ? \wc_get_order((int) ($told->order ?? 0)) : false;
        $revenue = (int) ($told->amount_minor ?? 0);
        $discount = 0;
        if ($order instanceof \WC_Order) {
            if (!$this->isKept($order)) {
                return null;
            }
            $revenue = self::paid($order);
            $discount = self::discount($order);
        }
        $isOurs = ($told->currency ?? '') === $this->services->settings()->shop()['currency'];
        return [
            'decision' => $decision,
            'order' => (int) ($told->order ?? 0),
            'country' => $this->country($decision),
            'revenue' => $isOurs ? $revenue : 0,
            'discount' => $isOurs ? $discount : 0,
        ];
    }

    /** Returns whether an order stands: neither cancelled nor failed nor given back. */
    public function isKept(\WC_Order $order): bool
    {
        $means = $this->services->settings()->status($order->get_status());
        return !StatusMap::isDraft($order->get_status()) && \in_array($means, ['on_hold', 'paid'], true);
    }

    /** Returns what was paid for an order and not given back, in minor units. */
    public static function paid(\WC_Order $order): int
    {
        $currency = $order->get_currency();
        return Money::minor($order->get_total(), $currency) - Money::minor($order->get_total_refunded(), $currency);
    }

    private static function discount(\WC_Order $order): int
    {
        $taken = 0;
        foreach ($order->get_items('coupon') as $item) {
            $coupon = $item instanceof \WC_Order_Item_Coupon ? new \WC_Coupon($item->get_code()) : null;
            if ($coupon !== null && (string) $coupon->get_meta(Coupons::META) !== '') {
                $taken += Money::minor((float) $item->get_discount() + (float) $item->get_discount_tax(), $order->get_currency());
            }
        }
        return $taken;
    }

    private function country(string $decision): string
    {
        $sql = 'SELECT country FROM {outbox} WHERE decision = ?';
        return (string) ($this->services->database()->get($sql, $decision)['country'] ?? '');
    }
}
