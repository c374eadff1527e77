<?php
// Owns the question what Cartsignal would have done with the store's past orders: texts, cost, and who bought anyway.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Capture\OrderReading;
use Cartsignal\Capture\StatusMap;
use Cartsignal\Core\LoadedProgram;
use Cartsignal\Core\Sending;
use Cartsignal\Services;

/**
 * Orders are read twice: a few numbers of each to find who belongs to which, then those of one person at a time. Nothing is
 * written. Everybody counts as if they had agreed and confirmed, so the answer is the most there could be.
 */
final class Replay
{
    /** Orders looked at. Chosen: 200 bytes of memory each. */
    public const MOST_ORDERS = 50_000;

    /** Orders of one person; who has more is a marketplace. Chosen. */
    private const MOST_OF_ONE = 60;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param int $since Unix time of the oldest order.
     * @param (\Closure(int, int): void)|null $progress Told how many of how many people are done.
     * @return array{orders: int, people: int, live: list<string>, left: array<string, int>, days: float,
     *     countries: array<string, array{texts: int, parts: int, cost_micros: int, bought_anyway: int, not_bought: int}>,
     *     reasons: array<string, int>}
     */
    public function run(int $since, ?\Closure $progress = null): array
    {
        [$program, $live] = (new Rehearsal($this->services))->program();
        ['people' => $people, 'left' => $left, 'orders' => $orders, 'first' => $first] = $this->people($since);
        $answer = ['orders' => $orders, 'people' => \count($people), 'live' => $live, 'left' => $left,
            'days' => \max(1.0, (\time() - $first) / 86_400), 'countries' => [], 'reasons' => []];
        $done = 0;
        foreach ($people as $e164 => ['ids' => $ids, 'country' => $country]) {
            $phone = (new Sending($this->services->core()))->parsePhone((string) $e164)->phone;
            $statuses = new StatusMap($this->services->settings());
            $key = $this->services->keys()->recipient((string) $e164);
            $told = (new PastShopper($program, $statuses, $phone, $key, $country))->replay($this->orders($ids));
            foreach ($told['texts'] as $text) {
                $answer['countries'] = $this->counted($answer['countries'], $text, $program);
            }
            foreach ($told['reasons'] as $reason => $times) {
                $answer['reasons'][$reason] = ($answer['reasons'][$reason] ?? 0) + $times;
            }
            $done += 1;
            if ($done % 20 === 0) {
                OrderPages::forget();
            }
            if ($progress !== null) {
                $progress($done, \count($people));
            }
        }
        \arsort($answer['reasons']);
        return $answer;
    }

    /**
     * Returns whose orders are worth replaying: those of whom one was not paid at once.
     *
     * @return array{people: array<string, array{ids: list<int>, country: string}>, left: array<string, int>,
     *     orders: int, first: int}
     */
    private function people(int $since): array
    {
        ['last' => $last] = OrderPages::extent();
        [$people, $open, $after, $orders, $first] = [[], [], 0, 0, \time()];
        $left = ['no_number' => 0, 'bought_at_once' => 0];
        $statuses = new StatusMap($this->services->settings());
        do {
            $page = OrderPages::page($after, $last, $since);
            foreach ($page as $order) {
                $after = $order['id'];
                if (StatusMap::isDraft($order['status'])) {
                    continue;
                }
                $orders += 1;
                $first = \min($first, $order['created']);
                $e164 = $this->e164($order['phone'], $order['country']);
                if ($e164 === null) {
                    $left['no_number'] += 1;
                    continue;
                }
                $people[$e164] ??= ['ids' => [], 'country' => self::country($order['country']) ?? ''];
                if (\count($people[$e164]['ids']) < self::MOST_OF_ONE) {
                    $people[$e164]['ids'][] = $order['id'];
                }
                // What was paid while the page was still open left no cart behind.
                $open[$e164] = ($open[$e164] ?? false) || !$statuses->isBought($order['status'])
                    || $this->wasPaidLate($order['id']);
            }
            OrderPages::forget();
        } while (\count($page) === OrderPages::AT_ONCE && $orders < self::MOST_ORDERS);
        $worth = \array_filter($people, static fn (string $e164): bool => $open[$e164], ARRAY_FILTER_USE_KEY);
        $left['bought_at_once'] = \count($people) - \count($worth);
        return ['people' => $worth, 'left' => $left, 'orders' => $orders, 'first' => $first];
    }

    private function wasPaidLate(int $id): bool
    {
        $order = \wc_get_order($id);
        $paid = $order instanceof \WC_Order ? $order->get_date_paid()?->getTimestamp() : null;
        $created = $order instanceof \WC_Order ? $order->get_date_created()?->getTimestamp() : null;
        return $paid !== null && $created !== null && $paid - $created > 60;
    }

    private function e164(string $phone, string $country): ?string
    {
        if ($phone === '' || !\mb_check_encoding($phone, 'UTF-8')) {
            return null;
        }
        $sending = new Sending($this->services->core());
        $read = $sending->parsePhone(\mb_substr($phone, 0, 40), self::country($country))->phone ?? null;
        return $read === null || $read->number->kind === 'fixed' ? null : $read->e164;
    }

    private static function country(string $country): ?string
    {
        return \preg_match('/\A[A-Z]{2}\z/', $country) === 1 ? $country : null;
    }

    /**
     * @param list<int> $ids
     * @return list<\WC_Order> Subscriptions' renewals are nobody's cart.
     */
    private function orders(array $ids): array
    {
        $orders = [];
        foreach ($ids as $id) {
            $order = \wc_get_order($id);
            if ($order instanceof \WC_Order && !OrderReading::isOfSubscription($order)) {
                $orders[] = $order;
            }
        }
        \usort($orders, static fn (\WC_Order $a, \WC_Order $b): int => $a->get_date_created() <=> $b->get_date_created());
        return $orders;
    }

    /**
     * @param array<string, array<string, int>> $countries
     * @param array{at: int, decision: string, does: \stdClass, bought: bool} $text
     * @return array<string, array<string, int>>
     */
    private function counted(array $countries, array $text, LoadedProgram $program): array
    {
        $country = $text['does']->country;
        $of = $countries[$country] ?? ['texts' => 0, 'parts' => 0, 'cost_micros' => 0, 'bought_anyway' => 0, 'not_bought' => 0];
        $of['texts'] += 1;
        $of['parts'] += $text['does']->parts;
        $of['cost_micros'] += $this->cost($text, $program);
        $of[$text['bought'] ? 'bought_anyway' : 'not_bought'] += 1;
        return [$country => $of] + $countries;
    }

    /** Returns what the core would have counted the text with. */
    private function cost(array $text, LoadedProgram $program): int
    {
        $ask = ['decision' => $text['decision']];
        foreach (['class', 'country', 'sender', 'parts', 'purpose'] as $name) {
            $ask += isset($text['does']->{$name}) ? [$name => $text['does']->{$name}] : [];
        }
        $call = ['moment' => $text['at'], 'ask' => $ask, 'origin' => new \stdClass()];
        return $program->admit($call, '')[0]->cost_micros ?? 0;
    }
}
