<?php
// Owns how journeys start and move: entries, nodes, exits, and when a cart counts as left.
declare(strict_types=1);

namespace Cartsignal\Bench\ByHand;

final class Journeys
{
    private const MINUTE_MS = 60_000;
    private const HOUR_MS = 3_600_000;
    private const MAX_ACTIVE = 12;
    private const MAX_ENDED = 12;
    private const MAX_ABANDONED = 8;
    private const FAST_EXIT_MS = 60_000;
    private const REPEAT_MS = 30 * 24 * self::HOUR_MS;
    private const OUTCOME_GRACE_MS = self::HOUR_MS;
    private const IDLE_MINUTES = [
        'payment_failed' => 15, 'pending_payment' => 60, 'repeat' => 60, 'full_cart_back' => 20,
        'stopped_at_payment' => 30, 'checkout_starter' => 30, 'fast_exit' => 120, 'other' => 60,
    ];
    private const BRINGS_A_CART = ['cart.updated', 'contact.provided', 'consent.granted'];

    public function __construct(private readonly Step $step)
    {
    }

    /** @param list<string> $entered Segments just entered. */
    public function start(array $entered): void
    {
        foreach ($this->step->config['journeys'] as $journey) {
            $entry = $journey['entry'];
            $entries = match (true) {
                $entry === 'cart' => $this->carts(),
                $entry === 'order' => $this->order(),
                default => array_values(array_intersect($entered, [$entry['segment']])),
            };
            foreach ($entries as $id) {
                $this->enter($journey, $id);
            }
        }
    }

    public function progress(): void
    {
        $journeys = array_column($this->step->config['journeys'], null, 'name');
        foreach ($this->step->shopper['positions'] as &$position) {
            if ($position['ended'] === null) {
                $this->settle($journeys[$position['journey']], $position);
            }
        }
        unset($position);
        $ended = array_filter(array_column($this->step->shopper['positions'], 'ended'));
        if (count($ended) > self::MAX_ENDED) {
            rsort($ended);
            $cutoff = $ended[self::MAX_ENDED];
            $stays = static fn (array $position): bool => $position['ended'] === null || $position['ended'] > $cutoff;
            $this->step->shopper['positions'] = array_values(array_filter($this->step->shopper['positions'], $stays));
        }
    }

    /** @return list<string> Carts that a journey may start for. */
    private function carts(): array
    {
        $shopper = $this->step->shopper;
        if ($shopper['points_at'] === null || !in_array($this->step->kind, self::BRINGS_A_CART, true)) {
            return [];
        }
        $oldest = $this->step->moment - $this->step->config['settings']['oldest_start_hours'] * self::HOUR_MS;
        $may = fn (array $cart, string $id): bool => ($cart['content']['line_count'] ?? 0) > 0
            && $cart['last_at'] >= $oldest
            && !$this->isBought($id, $cart);
        return array_map(strval(...), array_keys(array_filter($shopper['carts'], $may, ARRAY_FILTER_USE_BOTH)));
    }

    /** @return list<string> */
    private function order(): array
    {
        $order = $this->step->what['order'] ?? null;
        $known = $order === null ? null : $this->step->shopper['orders'][$order] ?? null;
        return $known !== null && Conditions::isBought($known) ? [$order] : [];
    }

    /** @param array<string, mixed> $cart */
    private function isBought(string $id, array $cart): bool
    {
        foreach ($this->step->shopper['orders'] as $order) {
            if (Conditions::isBought($order) && ($order['cart'] === $id || $order['placed_at'] >= $cart['first_at'])) {
                return true;
            }
        }
        return false;
    }

    /** @param array<string, mixed> $journey */
    private function enter(array $journey, string $entry): void
    {
        $positions = $this->step->shopper['positions'];
        $known = static fn (array $p): bool => $p['journey'] === $journey['name'] && $p['entry'] === $entry;
        $same = array_filter($positions, $known);
        $last = $same === [] ? null : end($same);
        $active = count(array_filter($positions, static fn (array $p): bool => $p['ended'] === null));
        if ($active >= self::MAX_ACTIVE || ($last !== null && !$this->again($journey, $last))) {
            return;
        }
        if (!$this->step->conditions()->holds($journey['only_if'] ?? null)) {
            return;
        }
        $this->step->shopper['positions'][] = [
            'journey' => $journey['name'],
            'entry' => $entry,
            'episode' => $last === null ? 0 : $last['episode'] + 1,
            'entered_at' => $this->step->moment,
            'node' => $journey['nodes'][0]['name'],
            'node_at' => $this->step->moment,
            'left' => null,
            'arms' => [],
            'in_flight' => null,
            'ended' => null,
            'why' => null,
        ];
    }

    /**
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $last
     */
    private function again(array $journey, array $last): bool
    {
        $rested = $last['why'] === 'cart_emptied'
            || $this->step->moment >= $last['entered_at'] + ($journey['reentry_hours'] ?? 48) * self::HOUR_MS;
        $anew = match ($journey['entry']) {
            'cart' => ($this->step->shopper['carts'][$last['entry']]['added_at'] ?? 0) > $last['ended'],
            'order' => false,
            default => true,
        };
        return $last['ended'] !== null && $rested && $anew;
    }

    /**
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $position
     */
    private function settle(array $journey, array &$position): void
    {
        $over = $this->over($journey, $position);
        if ($over !== null) {
            $this->end($position, $over);
            return;
        }
        if ($position['in_flight'] !== null) {
            $this->step->wakeAt($position['in_flight']['not_after'] + self::OUTCOME_GRACE_MS, 'outcome_overdue');
            return;
        }
        $places = array_flip(array_column($journey['nodes'], 'name'));
        while ($position['ended'] === null && $position['in_flight'] === null) {
            $place = $places[$position['node']];
            $next = $this->pass($journey, $journey['nodes'][$place]['does'], $position);
            if ($next === null) {
                return;
            }
            [$name, $at] = $next;
            $position['node'] = $name ?? $journey['nodes'][$place + 1]['name'];
            $position['node_at'] = $at;
        }
    }

    /**
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $position
     */
    private function over(array $journey, array $position): ?string
    {
        if ($journey['entry'] === 'cart') {
            $cart = $this->step->shopper['carts'][$position['entry']] ?? null;
            if ($cart === null) {
                return 'cart_gone';
            }
            if ($this->isBought($position['entry'], $cart) || $this->step->boughtAt() >= $cart['first_at']) {
                return 'bought';
            }
            if (($cart['content']['line_count'] ?? 0) === 0) {
                return 'cart_emptied';
            }
        }
        $exit = $journey['exit_if'] ?? null;
        return $exit !== null && $this->step->conditions()->holds($exit) ? 'exit_condition' : null;
    }

    /**
     * Passes one node.
     *
     * @param array<string, mixed> $journey
     * @param string|array<string, mixed> $does
     * @param array<string, mixed> $position
     * @return array{string|null, int}|null The node to go to, or the next one, and since when; nothing to rest.
     */
    private function pass(array $journey, string|array $does, array &$position): ?array
    {
        $word = is_string($does) ? $does : array_key_first($does);
        $about = $does[$word] ?? null;
        $moment = $this->step->moment;
        switch ($word) {
            case 'idle':
                return $this->idle($about, $position);
            case 'delay':
                $until = $position['node_at'] + $about * self::MINUTE_MS;
                return $moment >= $until ? [null, $until] : $this->rest($until, 'delay_ends');
            case 'wait_for':
                $limit = $position['node_at'] + $about['at_most_minutes'] * self::MINUTE_MS;
                [$holds, $changes] = $this->step->conditions()->answer($about['condition']);
                if ($holds || $moment >= $limit) {
                    return $holds ? [null, min($moment, $limit)] : [$about['otherwise'], $limit];
                }
                return $this->rest(min($limit, $changes), 'wait_ends');
            case 'split':
                $holds = $this->step->conditions()->holds($about['condition']);
                return [$holds ? null : $about['otherwise'], $position['node_at']];
            case 'experiment':
                return [$this->deal($about, $position), $position['node_at']];
            case 'goto':
                return [$about, $position['node_at']];
            case 'coupon':
                return [$about['otherwise'], $moment];
            case 'message':
                $this->step->message($journey, $position, $about['text']);
                return null;
        }
        [$position['ended'], $position['why']] = [$moment, 'completed'];
        return null;
    }

    /** Asks to be called again; always nothing to go to. */
    private function rest(int $until, string $reason): ?array
    {
        $this->step->wakeAt($until, $reason);
        return null;
    }

    /**
     * @param array<string, int> $minutes
     * @param array<string, mixed> $position
     * @return array{null, int}|null
     */
    private function idle(array $minutes, array &$position): ?array
    {
        $cart = $this->step->shopper['carts'][$position['entry']];
        $kind = $this->kind($cart, $position);
        $at = $this->lastAct($cart);
        $due = $at + ($minutes[$kind] ?? self::IDLE_MINUTES[$kind]) * self::MINUTE_MS;
        if ($this->step->moment < $due) {
            return $this->rest($due, 'cart_idle');
        }
        $position['left'] = ['kind' => $kind, 'at' => $at];
        $stamp = crc32("{$position['entry']} {$position['episode']}");
        $other = static fn (array $known): bool => $known[1] !== $stamp;
        $others = array_filter($this->step->shopper['abandoned'], $other);
        $this->step->shopper['abandoned'] = array_slice([...$others, [$at, $stamp]], -self::MAX_ABANDONED);
        $this->step->left = true;
        return [null, $due];
    }

    /**
     * @param array<string, mixed> $cart
     * @param array<string, mixed> $position
     */
    private function kind(array $cart, array $position): string
    {
        $last = $this->lastAct($cart);
        $own = crc32("{$position['entry']} {$position['episode']}");
        $mine = static fn (array $order): bool => $order['cart'] === $position['entry'];
        $orders = array_column(array_filter($this->step->shopper['orders'], $mine), 'status');
        $start = $last - self::REPEAT_MS;
        $earlier = static fn (array $left): bool => $left[1] !== $own && $left[0] > $start && $left[0] <= $last;
        $visits = $this->step->shopper['visits'];
        $steps = $cart['steps'];
        return match (true) {
            isset($steps['payment_failed']) && $steps['payment_failed'] >= $cart['added_at'] => 'payment_failed',
            in_array('failed', $orders, true) => 'payment_failed',
            in_array('pending', $orders, true) => 'pending_payment',
            count(array_filter($this->step->shopper['abandoned'], $earlier)) + 1 >= 3 => 'repeat',
            end($visits)[0] >= $cart['first_at'] + 24 * self::HOUR_MS => 'full_cart_back',
            isset($steps['payment']) || isset($steps['payment_failed']) => 'stopped_at_payment',
            $steps !== [] || $cart['checkout_at'] !== null => 'checkout_starter',
            $cart['added_at'] !== null && $last - $cart['added_at'] <= self::FAST_EXIT_MS => 'fast_exit',
            default => 'other',
        };
    }

    /** @param array<string, mixed> $cart */
    private function lastAct(array $cart): int
    {
        $visits = $this->step->shopper['visits'];
        return $visits === [] ? $cart['last_at'] : max(end($visits)[1], $cart['last_at']);
    }

    /**
     * @param array<string, mixed> $experiment
     * @param array<string, mixed> $position
     */
    private function deal(array $experiment, array &$position): string
    {
        $arms = array_column($experiment['arms'], null, 'name');
        $name = $position['arms'][$experiment['name']] ?? null;
        if ($name === null) {
            $bucket = Gate::bucket($this->step->recipient['key'], $experiment['name']);
            $left = intdiv($bucket * array_sum(array_column($arms, 'weight')), 10_000);
            foreach ($arms as $name => ['weight' => $weight]) {
                if ($left < $weight) {
                    break;
                }
                $left -= $weight;
            }
            $position['arms'][$experiment['name']] = $name;
        }
        return $arms[$name]['goto'];
    }

    /** @param array<string, mixed> $position */
    private function end(array &$position, string $reason): void
    {
        if ($position['in_flight'] !== null) {
            $this->step->decide('cancel', ['decision' => $position['in_flight']['decision']], $reason);
        }
        $this->step->decide('drop', $this->step->place($position), $reason);
        [$position['ended'], $position['why'], $position['in_flight']] = [$this->step->moment, $reason, null];
    }
}
