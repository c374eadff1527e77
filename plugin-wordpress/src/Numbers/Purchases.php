<?php
// Owns how many people got a text within ten minutes after they had bought: it must be none.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Services;

/** Reckoned from the store's own orders, not from what the core knew: that is what would have been wrong. */
final class Purchases
{
    private const WITHIN_MS = 600_000;

    /** The block checkout makes an order when its page is opened, which may be so long before it is bought. Chosen. */
    private const OPEN_MS = 7_200_000;

    public function __construct(private readonly Services $services)
    {
    }

    public function tally(int $from, int $to): Tally
    {
        $tally = new Tally();
        $texts = $this->texts($from, $to);
        $buyers = new Buyers($this->services);
        $sent = [];
        foreach ($texts as $text) {
            $buyers->add($text['recipient'], $text['shopper']);
            $sent[$text['recipient']][] = $text;
        }
        foreach (self::windows($texts) as [$begins, $ends]) {
            foreach ($buyers->orders($begins - self::OPEN_MS, $ends) as ['recipient' => $recipient, 'order' => $order]) {
                $boughtAt = self::boughtAt($order);
                foreach ($sent[$recipient] as $place => $text) {
                    if ($text['at'] > $boughtAt && $text['at'] - $boughtAt <= self::WITHIN_MS) {
                        $tally->add(Days::of($text['at']), (string) $text['country'], 'after_purchase');
                        unset($sent[$recipient][$place]);
                    }
                }
            }
        }
        return $tally;
    }

    /** @return list<array{at: int, recipient: string, shopper: ?string, country: ?string}> */
    private function texts(int $from, int $to): array
    {
        $sql = "SELECT o.attempted_at AS at, o.recipient, o.shopper, o.country FROM {decisions} d
            JOIN {outbox} o ON o.decision = d.decision WHERE d.at >= ? AND d.at < ? AND d.act = 'send'
            AND o.class = 'marketing' AND o.state IN ('accepted', 'unknown', 'attempting')
            AND o.attempted_at IS NOT NULL AND o.recipient LIKE 'r%' ORDER BY o.attempted_at";
        return $this->services->database()->all($sql, $from, $to);
    }

    /**
     * @param list<array{at: int}> $texts By time.
     * @return list<array{int, int}> The minutes before each, those that overlap as one.
     */
    private static function windows(array $texts): array
    {
        $windows = [];
        foreach ($texts as ['at' => $at]) {
            $last = \array_key_last($windows);
            if ($last !== null && $at - self::WITHIN_MS - self::OPEN_MS <= $windows[$last][1]) {
                $windows[$last][1] = $at;
            } else {
                $windows[] = [$at - self::WITHIN_MS, $at];
            }
        }
        return $windows;
    }

    private static function boughtAt(\WC_Order $order): int
    {
        $created = ($order->get_date_created()?->getTimestamp() ?? 0) * 1_000;
        if ($order->get_created_via() !== 'store-api') {
            return $created;
        }
        $paid = $order->get_date_paid()?->getTimestamp();
        if ($paid !== null) {
            return $paid * 1_000;
        }
        // What is paid later has a note of the moment at which it was ordered.
        $asked = ['order_id' => $order->get_id(), 'limit' => 1, 'orderby' => 'date_created_gmt', 'order' => 'ASC'];
        $note = \wc_get_order_notes($asked)[0] ?? null;
        return $note === null ? $created : \max($created, $note->date_created->getTimestamp() * 1_000);
    }
}
