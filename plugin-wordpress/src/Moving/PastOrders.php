<?php
// Owns taking the store's past orders in: in the background, page by page, paused and gone on with; facts, never a text.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Capture\Orders;
use Cartsignal\Capture\StatusMap;
use Cartsignal\Core\Sending;
use Cartsignal\Host\Notes;
use Cartsignal\Services;

/**
 * Only orders of people who are known here (they allowed texts, or opted out) are told of; of anybody else nothing is
 * written, not even that they bought. Whoever allows texts later is met by a second run, which costs little: what was
 * told is known by its natural key, the one of the hooks. What is told goes the way of every order (`TakesOrder`).
 */
final class PastOrders
{
    private const NOTE = 'moving_orders';

    private const LOCK = 'moving_orders';

    /** An order that changed since is told by the hooks; only what was bought in it matters here. Source: `oldest_start_hours`. */
    private const FRESH_SECONDS = 49 * 3_600;

    private const NOBODY = ['state' => 'never', 'done' => 0, 'of' => 0, 'told' => 0, 'at' => null, 'after' => 0, 'last' => 0];

    private readonly Notes $notes;

    private readonly StatusMap $statuses;

    /** @param int $atOnce Orders of a page; tests take fewer. */
    public function __construct(private readonly Services $services, private readonly int $atOnce = OrderPages::AT_ONCE)
    {
        $this->notes = new Notes($services->database());
        $this->statuses = new StatusMap($services->settings());
    }

    /**
     * @return array{state: 'never'|'running'|'paused'|'done'|'cancelled', done: int, of: int, told: int, at: ?int,
     *     after: int, last: int}
     */
    public function progress(): array
    {
        $kept = $this->notes->read(self::NOTE);
        return ($kept === null ? [] : (array) \json_decode($kept, true)) + self::NOBODY;
    }

    public function start(): void
    {
        ['last' => $last, 'of' => $of] = OrderPages::extent();
        $this->keep(['state' => 'running', 'last' => $last, 'of' => $of, 'at' => $this->services->now()] + self::NOBODY);
    }

    /** Goes through all orders once more, where that was done before: more people are known by now. */
    public function again(): void
    {
        if ($this->progress()['state'] === 'done') {
            $this->start();
        }
    }

    /** @param 'running'|'paused'|'cancelled' $state Returns whether that was possible. */
    public function turn(string $state): bool
    {
        $before = $this->progress();
        $may = ['running' => ['paused'], 'paused' => ['running'], 'cancelled' => ['running', 'paused']];
        if (!\in_array($before['state'], $may[$state], true)) {
            return false;
        }
        $this->keep(['state' => $state, 'at' => $this->services->now()] + $before);
        return true;
    }

    /**
     * Works for a while; returns whether anything is left. Two at once do nothing twice.
     *
     * @param (\Closure(array<string, mixed>): void)|null $each Is told of the progress after each page.
     */
    public function work(int $budgetMs, ?\Closure $each = null): bool
    {
        $database = $this->services->database();
        if ($this->progress()['state'] !== 'running' || !$database->tryLock(self::LOCK)) {
            return $this->progress()['state'] === 'running';
        }
        try {
            $until = \hrtime(true) + $budgetMs * 1_000_000;
            do {
                // Somebody may have paused it.
                $progress = $this->progress();
                if ($progress['state'] !== 'running') {
                    return false;
                }
                $progress = $this->page($progress);
                if ($each !== null) {
                    $each($progress);
                }
            } while ($progress['state'] === 'running' && \hrtime(true) < $until);
            return $progress['state'] === 'running';
        } finally {
            $database->unlock(self::LOCK);
        }
    }

    /**
     * @param array<string, mixed> $progress
     * @return array<string, mixed>
     */
    private function page(array $progress): array
    {
        $page = OrderPages::page($progress['after'], $progress['last'], 0, $this->atOnce);
        $told = 0;
        foreach ($page as $order) {
            $told += $this->tell($order) ? 1 : 0;
        }
        if ($told > 0) {
            $this->services->host()->takeIn($told);
        }
        $this->services->point('orders_page');
        $isOver = \count($page) < $this->atOnce;
        $after = $page === [] ? $progress['after'] : \end($page)['id'];
        $progress = [
            'state' => $isOver ? 'done' : 'running',
            'after' => $after,
            'done' => \min($progress['of'], $progress['done'] + \count($page)),
            'told' => $progress['told'] + $told,
            'at' => $this->services->now(),
        ] + $progress;
        if ($isOver) {
            $progress['done'] = $progress['of'];
        }
        // What was turned meanwhile stays turned.
        $state = $this->progress()['state'];
        $this->keep(($state === 'running' ? [] : ['state' => $state]) + $progress);
        OrderPages::forget();
        return $progress;
    }

    /** @param array<string, mixed> $order Of `OrderPages`. */
    private function tell(array $order): bool
    {
        $isFresh = $order['changed'] > \intdiv($this->services->now(), 1_000) - self::FRESH_SECONDS;
        if (StatusMap::isDraft($order['status']) || ($isFresh && !$this->statuses->isBought($order['status']))) {
            return false;
        }
        $recipient = $this->recipient($order['phone'], $order['country']);
        $shopper = $this->shopper($order['customer']);
        if ($recipient === null && $shopper === null) {
            return false;
        }
        $payload = ['order' => (string) $order['id'], 'status' => $order['status'], 'at' => $order['changed'] * 1_000];
        $name = Orders::naturalKey($order['id'], $order['status'], $order['changed']);
        return $this->services->inbox()->append('order', $name, $payload, $this->services->now(), $shopper, $recipient);
    }

    private function recipient(string $phone, string $country): ?string
    {
        if ($phone === '' || !\mb_check_encoding($phone, 'UTF-8')) {
            return null;
        }
        $country = \preg_match('/\A[A-Z]{2}\z/', $country) === 1 ? $country : null;
        $e164 = (new Sending($this->services->core()))->parsePhone(\mb_substr($phone, 0, 40), $country)->phone->e164 ?? null;
        $recipient = $e164 === null ? null : $this->services->keys()->recipient($e164);
        return $recipient !== null && $this->services->people()->known($recipient) ? $recipient : null;
    }

    private function shopper(int $customer): ?string
    {
        if ($customer === 0) {
            return null;
        }
        $people = $this->services->people();
        $shopper = $people->survivor($this->services->keys()->shopper((string) $customer));
        return $people->state('shopper', $shopper) === null ? null : $shopper;
    }

    /** @param array<string, mixed> $progress */
    private function keep(array $progress): void
    {
        $this->notes->write(self::NOTE, (string) \json_encode($progress, JSON_THROW_ON_ERROR));
    }
}
