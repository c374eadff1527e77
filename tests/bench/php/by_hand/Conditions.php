<?php
// Owns the answers to a store's conditions: whether one holds now, and when time alone may change that.
declare(strict_types=1);

namespace Cartsignal\Bench\ByHand;

final class Conditions
{
    private const DAY_MS = 86_400_000;
    private const HOUR_MS = 3_600_000;

    /** Rises and falls of a value by time alone. */
    private const STAYS = [PHP_INT_MAX, 0];

    /** @var array<string, true> Segments that the shopper is in, as far as they are known. */
    public array $segments = [];

    /** @var array<string, mixed>|null The cart touched last. */
    private readonly ?array $cart;

    /** @var list<array<string, mixed>> Orders that count as bought. */
    private readonly array $bought;

    private readonly ?int $lastAct;

    /**
     * @param array<string, mixed> $shopper
     * @param array<string, mixed> $recipient
     * @param array<string, mixed> $contact
     */
    public function __construct(
        private readonly array $shopper,
        private readonly array $recipient,
        private readonly array $contact,
        private readonly string $currency,
        private readonly int $moment
    ) {
        $carts = $shopper['carts'];
        usort($carts, static fn (array $a, array $b): int => $a['last_at'] <=> $b['last_at']);
        $this->cart = end($carts) ?: null;
        $this->bought = array_values(array_filter($shopper['orders'], self::isBought(...)));
        $this->lastAct = $shopper['visits'] === [] ? null : end($shopper['visits'])[1];
    }

    /** @param array{status: string} $order */
    public static function isBought(array $order): bool
    {
        return in_array($order['status'], ['paid', 'on_hold', 'refunded'], true);
    }

    /**
     * @param array<string, mixed> $condition
     * @return array{bool, int} Whether it holds, and when that may change.
     */
    public function answer(array $condition): array
    {
        $word = array_key_first($condition);
        $about = $condition[$word];
        switch ($word) {
            case 'all':
            case 'any':
                return $this->combine($about, $word === 'all');
            case 'not':
                [$holds, $changes] = $this->answer($about);
                return [!$holds, $changes];
            case 'is':
                return $this->compare(...$about);
            case 'country':
                $country = $this->contact['country'] ?? $this->contact['number']['country'] ?? null;
                return [in_array($country, $about, true), PHP_INT_MAX];
            case 'language':
                $language = strtolower(preg_split('/[-_]/', $this->contact['locale'] ?? '')[0]);
                return [in_array($language, $about, true), PHP_INT_MAX];
            case 'consent':
                $out = Gate::optedOut($this->recipient) !== null;
                return [!$out && Gate::granted($this->recipient, $about) !== null, PHP_INT_MAX];
            case 'in_segment':
                return [isset($this->segments[$about]), PHP_INT_MAX];
        }
        throw new \UnexpectedValueException("there is no condition `$word`");
    }

    public function holds(?array $condition): bool
    {
        return $condition === null || $this->answer($condition)[0];
    }

    /**
     * @param list<array<string, mixed>> $parts
     * @return array{bool, int}
     */
    private function combine(array $parts, bool $all): array
    {
        $changes = PHP_INT_MAX;
        foreach ($parts as $part) {
            $answer = $this->answer($part);
            if ($answer[0] !== $all) {
                return $answer;
            }
            $changes = min($changes, $answer[1]);
        }
        return [$all, $changes];
    }

    /**
     * @param string|array<string, mixed> $measure
     * @return array{bool, int}
     */
    private function compare(string|array $measure, string $comparison, int $than): array
    {
        $reading = is_string($measure) ? $this->plain($measure) : $this->windowed($measure);
        if ($reading === null) {
            return [false, PHP_INT_MAX];
        }
        [$value, [$from, $unit]] = $reading;
        $holds = match ($comparison) {
            'at_least' => $value >= $than,
            'at_most' => $value <= $than,
            'equals' => $value === $than,
        };
        if ($unit === 0) {
            return [$holds, self::falls($comparison, $holds, $from)];
        }
        return [$holds, self::rises($comparison, $holds, $value, $than, $from, $unit)];
    }

    /** A value that falls first at a moment. */
    private static function falls(string $comparison, bool $holds, int $first): int
    {
        $stays = ($comparison === 'at_least' && !$holds) || ($comparison === 'at_most' && $holds);
        return $stays ? PHP_INT_MAX : $first;
    }

    /** A value that rises by one with each unit since a moment. */
    private static function rises(string $comparison, bool $holds, int $value, int $than, int $from, int $unit): int
    {
        return match (true) {
            $comparison === 'at_least' => $holds ? PHP_INT_MAX : $from + $than * $unit,
            $comparison === 'at_most' => $holds ? $from + ($than + 1) * $unit : PHP_INT_MAX,
            $holds => $from + ($than + 1) * $unit,
            default => $value > $than ? PHP_INT_MAX : $from + $than * $unit,
        };
    }

    /** @return array{int, array{int, int}}|null The value, and how time changes it. */
    private function plain(string $measure): ?array
    {
        $content = $this->cart['content'] ?? null;
        $orders = count($this->bought);
        $value = match ($measure) {
            'cart_value_minor' => $content['total'] ?? null,
            'cart_lines' => $content['line_count'] ?? null,
            'cart_on_sale' => $content === null ? null : (int) $content['on_sale'],
            'checkout_depth' => $this->cart === null ? null : $this->depth(),
            'orders' => $orders,
            'spent_minor' => $this->spent(),
            'average_order_minor' => $orders === 0 ? null : intdiv($this->spent(), $orders),
            'on_sale_percent' => $orders === 0 ? null : intdiv($this->onSale() * 100, $orders),
            'cart_age_hours' => $this->cart['first_at'] ?? null,
            'days_since_order' => $orders === 0 ? null : max(array_column($this->bought, 'placed_at')),
            'days_since_activity' => $this->lastAct,
        };
        $unit = match ($measure) {
            'cart_age_hours' => self::HOUR_MS,
            'days_since_order', 'days_since_activity' => self::DAY_MS,
            default => 0,
        };
        if ($value === null || $unit === 0) {
            return $value === null ? null : [$value, self::STAYS];
        }
        return [intdiv($this->moment - $value, $unit), [$value, $unit]];
    }

    /**
     * @param array<string, mixed> $measure
     * @return array{int, array{int, int}}
     */
    private function windowed(array $measure): array
    {
        $word = array_key_first($measure);
        $about = $measure[$word];
        [$subject, $days] = is_array($about) ? $about : [null, $about];
        $start = $this->moment - $days * self::DAY_MS;
        $sets = match ($word) {
            'visits' => [$this->shopper['visits']],
            'product_views', 'product_views_of_one' => $this->shopper['products'],
            'category_views_of_one' => $this->shopper['categories'],
            'category_views' => [$this->shopper['categories'][$subject] ?? []],
            'page_views' => [$this->shopper['pages'][$subject] ?? []],
            'links_opened' => [$this->shopper['links']],
            'carts_abandoned' => [$this->shopper['abandoned']],
        };
        $counts = [0];
        $leaves = PHP_INT_MAX;
        foreach ($sets as $stamps) {
            $inside = 0;
            foreach ($stamps as [$at]) {
                if ($at > $start) {
                    $inside++;
                    $leaves = min($leaves, $at + $days * self::DAY_MS);
                }
            }
            $counts[] = $inside;
        }
        return [$word === 'product_views' ? array_sum($counts) : max($counts), [$leaves, 0]];
    }

    private function onSale(): int
    {
        return count(array_filter(array_column($this->bought, 'on_sale')));
    }

    private function spent(): int
    {
        $sum = 0;
        foreach ($this->bought as $order) {
            $sum += $order['currency'] === $this->currency ? $order['net'] : 0;
        }
        return $sum;
    }

    /** How deep the latest cart went: 1 a cart, 2 checkout, 3 contact, 4 shipping, 5 payment. */
    private function depth(): int
    {
        $steps = $this->cart['steps'];
        return match (true) {
            isset($steps['payment']) || isset($steps['payment_failed']) => 5,
            isset($steps['shipping']) => 4,
            isset($steps['contact']) => 3,
            $this->cart['checkout_at'] !== null => 2,
            default => 1,
        };
    }
}
