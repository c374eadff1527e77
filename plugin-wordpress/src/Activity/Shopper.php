<?php
// Owns one shopper's timeline: what they agreed to, left, were sent, wrote back, bought and refused.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Capture\Orders;
use Cartsignal\Host\Consents;
use Cartsignal\Host\SealBroken;
use Cartsignal\Services;

/** A key is a number's (a recipient's) or a visitor's. A number has visitors who gave it; a visitor may have a number. */
final class Shopper
{
    /** Things of one kind that are shown, the latest. Chosen: more than a year of one shopper. */
    private const MOST = 200;

    private const YEAR_MS = 400 * 86_400_000;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns somebody's timeline, newest first; null where nothing is kept under the key.
     *
     * @return array{who: array<string, mixed>, opted_out_at: ?int,
     *     items: list<array{at: int, kind: string, says: string, text?: ?string, decision?: string, url?: ?string}>}|null
     */
    public function of(string $key): ?array
    {
        $people = $this->services->people();
        $isNumber = $people->known($key);
        $recipient = $isNumber ? $key : $people->pointsAt($people->survivor($key));
        $shoppers = $recipient === null ? [(string) $people->survivor($key)] : $people->pointing($recipient);
        $items = $recipient === null ? [] : [...$this->consents('recipient', $recipient), ...$this->replies($recipient)];
        foreach ($shoppers as $shopper) {
            $items = [...$items, ...($recipient === null ? $this->consents('shopper', $shopper) : []), ...$this->carts($shopper)];
        }
        $items = [...$items, ...$this->decisions($recipient, $shoppers), ...$this->orders($shoppers)];
        $optOuts = $recipient === null ? [] : $people->optOuts($recipient);
        foreach ($optOuts as ['at' => $at]) {
            $items[] = ['at' => $at, 'kind' => 'opt_out', 'says' => \__('They opted out. Nothing is sent to them.', 'cartsignal')];
        }
        if ($items === [] && !$isNumber) {
            return null;
        }
        \usort($items, static fn (array $one, array $other): int => $other['at'] <=> $one['at']);
        $who = (new Whom($this->services))->of($recipient, $shoppers[0] ?? null);
        return ['who' => $who, 'opted_out_at' => $optOuts[0]['at'] ?? null, 'items' => $items];
    }

    /** @return list<array<string, mixed>> */
    private function consents(string $side, string $key): array
    {
        $rows = (new Consents($this->services->database()))->of($side, $key);
        $said = static function (array $row): array {
            $offers = $row['purposes'] === ['offers'];
            $says = match (true) {
                $row['kind'] === 'granted' && $offers => \__('They agreed to offers by text. The words they saw:', 'cartsignal'),
                $row['kind'] === 'granted' => \__('They agreed to texts about their cart. The words they saw:', 'cartsignal'),
                $offers => \__('They took back that they want offers.', 'cartsignal'),
                default => \__('They took back that they want texts about their cart.', 'cartsignal'),
            };
            $text = $row['kind'] === 'granted' ? $row['shown']->text ?? null : null;
            $form = $row['shown']->form ?? null;
            return ['at' => $row['at'], 'kind' => 'consent', 'says' => $says, 'text' => $text, 'form' => $form];
        };
        return \array_map($said, \array_slice($rows, -self::MOST));
    }

    /** @return list<array<string, mixed>> */
    private function replies(string $recipient): array
    {
        $sql = 'SELECT at, kind, state, sealed FROM {replies} WHERE recipient = ? ORDER BY place DESC LIMIT ' . self::MOST;
        $items = [];
        foreach ($this->services->database()->all($sql, $recipient) as $row) {
            $says = match ($row['state']) {
                'waiting' => \__('They wrote back. Please read it: it may mean STOP.', 'cartsignal'),
                'stop' => \__('They wrote back. You read it as STOP.', 'cartsignal'),
                'cleared' => \__('They wrote back. You read it as no STOP.', 'cartsignal'),
                default => \__('They wrote back.', 'cartsignal'),
            };
            $items[] = ['at' => $row['at'], 'kind' => 'reply', 'says' => $says, 'text' => $this->opened($recipient, $row['sealed'])];
        }
        return $items;
    }

    /** @return list<array<string, mixed>> */
    private function carts(string $shopper): array
    {
        $sql = 'SELECT at, order_id FROM {carts} WHERE shopper = ? ORDER BY at DESC LIMIT ' . self::MOST;
        $said = static fn (array $row): array => ['at' => $row['at'], 'kind' => 'cart', 'says' => $row['order_id'] === null
            ? \__('The cart was last changed.', 'cartsignal')
            : \__('The cart became an order.', 'cartsignal')];
        return \array_map($said, $this->services->database()->all($sql, $shopper));
    }

    /**
     * @param list<string> $shoppers
     * @return list<array<string, mixed>>
     */
    private function decisions(?string $recipient, array $shoppers): array
    {
        $rows = new Rows($this->services->database());
        $now = $this->services->now();
        [$from, $to] = [$now - self::YEAR_MS, $now + self::YEAR_MS];
        $found = $recipient === null ? [] : $rows->about('recipient', [$recipient], $from, $to);
        $found = [...$found, ...$rows->about('shopper', \array_slice($shoppers, 0, 50), $from, $to)];
        $items = [];
        foreach (\array_column($found, null, 'decision') as $row) {
            $does = $row['told']->{$row['act']} ?? null;
            $context = ['country' => $row['country'], 'until' => $does->until ?? null];
            $state = $row['receipt'] ?? ($row['state'] === 'refused' ? $row['why'] ?? 'refused' : $row['state']);
            $items[] = [
                'at' => $row['at'],
                'kind' => $row['act'] === 'send' && $row['state'] !== 'refused' ? 'text' : $row['act'],
                'says' => Reasons::sentence($row['reason'], $context),
                'then' => $row['act'] === 'send' && $state !== null ? Reasons::outcome($state) : null,
                'decision' => $row['decision'],
            ];
            if ($row['clicked_at'] !== null) {
                $says = \__('They opened the link to the cart.', 'cartsignal');
                $items[] = ['at' => $row['clicked_at'], 'kind' => 'click', 'says' => $says, 'decision' => $row['decision']];
            }
        }
        return $items;
    }

    /**
     * @param list<string> $shoppers
     * @return list<array<string, mixed>> Orders made of these visitors' carts.
     */
    private function orders(array $shoppers): array
    {
        if ($shoppers === [] || !\function_exists('wc_get_order')) {
            return [];
        }
        $in = \implode(', ', \array_fill(0, \count($shoppers), '?'));
        $sql = "SELECT DISTINCT order_id FROM {carts} WHERE shopper IN ($in) AND order_id IS NOT NULL LIMIT " . self::MOST;
        $items = [];
        foreach ($this->services->database()->all($sql, ...$shoppers) as ['order_id' => $id]) {
            $order = \wc_get_order($id);
            if (!$order instanceof \WC_Order || (string) $order->get_meta(Orders::CART) === '') {
                continue;
            }
            $says = \sprintf(
                /* translators: 1: an order's number, 2: its status, such as "Processing". */
                \__('Order %1$s (%2$s)', 'cartsignal'),
                $order->get_order_number(),
                \wc_get_order_status_name($order->get_status())
            );
            $at = ($order->get_date_created()?->getTimestamp() ?? 0) * 1_000;
            $items[] = ['at' => $at, 'kind' => 'order', 'says' => $says, 'url' => $order->get_edit_order_url()];
        }
        return $items;
    }

    private function opened(string $recipient, ?string $sealed): ?string
    {
        try {
            return $this->services->vault()->open('recipient', $recipient, $sealed)?->text ?? null;
        } catch (SealBroken) {
            return null;
        }
    }
}
