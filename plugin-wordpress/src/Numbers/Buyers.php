<?php
// Owns whose an order is, among people of whom a text was decided: by the cart it was made of, or by the number on it.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Capture\Orders;
use Cartsignal\Core\Sending;
use Cartsignal\Services;

/**
 * Reading a number by the core takes a millisecond. So only numbers are read whose last digits are somebody's; of a person
 * whose number was erased, an order is known by its cart alone.
 */
final class Buyers
{
    private const TAIL_DIGITS = 6;

    /** Orders looked at in one go. Chosen: some ten megabytes. */
    private const PIECE = 100;

    /** @var array<string, string> Shopper to recipient. */
    private array $shoppers = [];

    /** @var array<string, true> The last digits of somebody's number. */
    private array $tails = [];

    /** @var array<string, true> */
    private array $recipients = [];

    public function __construct(private readonly Services $services)
    {
    }

    /** Adds somebody whose orders are looked for. */
    public function add(string $recipient, ?string $shopper): void
    {
        if ($shopper !== null) {
            $this->shoppers[$shopper] = $recipient;
            $this->shoppers[(string) $this->services->people()->survivor($shopper)] = $recipient;
        }
        if (isset($this->recipients[$recipient])) {
            return;
        }
        $this->recipients[$recipient] = true;
        $digits = (string) ($this->services->people()->contact('recipient', $recipient)['e164'] ?? '');
        if ($digits !== '') {
            $this->tails[\substr($digits, -self::TAIL_DIGITS)] = true;
        }
    }

    /**
     * Returns these people's orders of a time that stand.
     *
     * @return \Generator<int, array{recipient: string, order: \WC_Order}>
     */
    public function orders(int $from, int $to): \Generator
    {
        if ($this->recipients === [] || !\function_exists('wc_get_orders') || $to <= $from) {
            return;
        }
        $credits = new Credits($this->services);
        $asked = ['type' => 'shop_order', 'limit' => self::PIECE, 'orderby' => 'ID', 'order' => 'ASC', 'paged' => 1];
        $asked['date_created'] = \intdiv($from, 1_000) . '...' . \intdiv($to, 1_000);
        do {
            $orders = \wc_get_orders($asked);
            foreach ($orders as $order) {
                $recipient = $order instanceof \WC_Order && $credits->isKept($order) ? $this->of($order) : null;
                if ($recipient !== null) {
                    yield ['recipient' => $recipient, 'order' => $order];
                }
            }
            $asked['paged'] += 1;
        } while (\count($orders) === self::PIECE);
    }

    private function of(\WC_Order $order): ?string
    {
        $shopper = (string) $order->get_meta(Orders::SHOPPER);
        if (isset($this->shoppers[$shopper])) {
            return $this->shoppers[$shopper];
        }
        $phone = (string) $order->get_billing_phone();
        $tail = \substr((string) \preg_replace('/\D/', '', $phone), -self::TAIL_DIGITS);
        if ($tail === '' || !isset($this->tails[$tail]) || !\mb_check_encoding($phone, 'UTF-8')) {
            return null;
        }
        $country = $order->get_billing_country();
        $known = \preg_match('/\A[A-Z]{2}\z/', $country) === 1 ? $country : null;
        $core = new Sending($this->services->core());
        $e164 = $core->parsePhone(\mb_substr($phone, 0, 40), $known)->phone->e164 ?? null;
        $recipient = $e164 === null ? null : $this->services->keys()->recipient($e164);
        return $recipient !== null && isset($this->recipients[$recipient]) ? $recipient : null;
    }
}
