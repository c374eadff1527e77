<?php
// Owns everything that is known of one decision, in words: the text, what became of it, and each rule that was asked.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Services;

final class Detail
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns all that is known of a decision, by its id, or of a text, by our reference or the provider's id.
     *
     * @return array<string, mixed>|null As `ActivityEndpoint` describes it; it holds the words of the text.
     */
    public function of(string $id): ?array
    {
        $why = $this->services->host()->why($id);
        if ($why === null) {
            return null;
        }
        $does = $why['does'];
        $who = (new Whom($this->services))->of($why['recipient'], $why['shopper']);
        $clauses = \array_map(Reasons::clause(...), (array) $why['trace']);
        $country = $does->country ?? $this->countryOf($why['trace']) ?? $who['country'];
        $context = ['country' => $country, 'until' => $does->until ?? null];
        return [
            'decision' => $why['decision'],
            'at' => $why['at'],
            'act' => $why['act'],
            'reason' => $why['reason'],
            'says' => Reasons::sentence($why['reason'], $context),
            'who' => \array_diff_key($who, ['country' => 0]),
            'country' => $country,
            'journey' => $why['journey'] === null ? null : Shown::journey($why['journey']),
            'kind' => Shown::kind((string) ($does->kind ?? '')),
            'class' => $does->class ?? null,
            'text' => Words::of($why['text']),
            'sender' => $does->sender ?? null,
            'language' => $does->language ?? null,
            'parts' => $does->parts ?? null,
            'encoding' => $does->encoding ?? null,
            'cost_micros' => $this->cost($why['decision']),
            'state' => $why['state'],
            'state_says' => $this->state($why),
            'outcomes' => self::outcomes($why['outcomes']),
            'clicks' => $this->clicks($why['decision']),
            'order' => $this->order($why),
            'clauses' => $clauses,
            'changes_at' => $why['changesAt'],
            'changes_says' => self::changes($why['act'], $why['changesAt'], $clauses),
            'steps' => $this->steps($why),
        ];
    }

    /** @param array<string, mixed> $why */
    private function state(array $why): ?string
    {
        $word = $why['receipt'] ?? ($why['state'] === 'refused' ? $why['refused'] ?? 'refused' : $why['state']);
        return $word === null ? null : Reasons::outcome($word);
    }

    /**
     * @param list<array<string, mixed>> $rows Taps stand among the clicks.
     * @return list<array{at: int, what: string, says: string, code: ?string}>
     */
    private static function outcomes(array $rows): array
    {
        $said = [];
        foreach ($rows as ['at' => $at, 'what' => $what, 'why' => $why, 'code' => $code]) {
            if ($what !== 'clicked') {
                $says = Reasons::outcome($what === 'refused' && $why !== null ? $why : $what);
                $said[] = ['at' => $at, 'what' => $what, 'says' => $says, 'code' => $code];
            }
        }
        return $said;
    }

    /** @param list<\stdClass> $trace */
    private function countryOf(array $trace): ?string
    {
        return \Cartsignal\Numbers\Told::country((object) ['trace' => $trace]);
    }

    private function cost(string $decision): ?int
    {
        $sql = 'SELECT cost_micros FROM {outbox} WHERE decision = ?';
        return $this->services->database()->get($sql, $decision)['cost_micros'] ?? null;
    }

    /** @return list<array{at: int, says: string}> */
    private function clicks(string $decision): array
    {
        $sql = 'SELECT used_at AS at, kind FROM {links} WHERE decision = ? AND used_at IS NOT NULL ORDER BY used_at';
        $said = static fn (array $row): array => ['at' => $row['at'], 'says' => match ($row['kind']) {
            'opt_out' => \__('They opted out by the link.', 'cartsignal'),
            'confirm' => \__('They confirmed by the link.', 'cartsignal'),
            default => \__('They opened the link to the cart.', 'cartsignal'),
        }];
        return \array_map($said, $this->services->database()->all($sql, $decision));
    }

    /**
     * @param array<string, mixed> $why
     * @return array{number: string, url: ?string, amount_minor: int, currency: string}|null
     */
    private function order(array $why): ?array
    {
        $credit = $why['act'] === 'credit_order' ? $why['does'] : $this->creditOf($why);
        if ($credit === null) {
            return null;
        }
        $order = \function_exists('wc_get_order') ? \wc_get_order((int) $credit->order) : false;
        return [
            'number' => $order instanceof \WC_Order ? (string) $order->get_order_number() : (string) $credit->order,
            'url' => $order instanceof \WC_Order ? $order->get_edit_order_url() : null,
            'amount_minor' => (int) $credit->amount_minor,
            'currency' => (string) $credit->currency,
        ];
    }

    /** @param array<string, mixed> $why */
    private function creditOf(array $why): ?\stdClass
    {
        foreach ($this->beside($why) as $row) {
            $credit = $row['told']->credit_order ?? null;
            if ($credit !== null && $credit->decision === $why['decision']) {
                return $credit;
            }
        }
        return null;
    }

    /**
     * Returns all that was decided about the same cart, oldest first.
     *
     * @param array<string, mixed> $why
     * @return list<array{decision: string, at: int, act: string, says: string}>
     */
    private function steps(array $why): array
    {
        $steps = [];
        foreach ($this->beside($why) as $row) {
            $does = $row['told']->{$row['act']} ?? null;
            $entry = ($does->place ?? $does)->entry ?? null;
            if ($why['entry'] !== null && $entry === $why['entry']) {
                $context = ['country' => $row['country'], 'until' => $does->until ?? null];
                $says = Reasons::sentence($row['reason'], $context);
                $steps[] = ['decision' => $row['decision'], 'at' => $row['at'], 'act' => $row['act'], 'says' => $says];
            }
        }
        return $steps;
    }

    /**
     * @param array<string, mixed> $why
     * @return list<array<string, mixed>>
     */
    private function beside(array $why): array
    {
        [$side, $key] = $why['recipient'] !== null ? ['recipient', $why['recipient']] : ['shopper', (string) $why['shopper']];
        [$from, $to] = [$why['at'] - Rows::APART_MS, $why['at'] + 4 * Rows::APART_MS];
        return (new Rows($this->services->database()))->about($side, [$key], $from, $to);
    }

    /** @param list<array<string, mixed>> $clauses */
    private static function changes(string $act, ?int $at, array $clauses): string
    {
        if ($at === null) {
            $fails = \array_filter($clauses, static fn (array $clause): bool => !$clause['holds']);
            return $fails === [] ? '' : \__('Time alone changes nothing about this.', 'cartsignal');
        }
        $moment = Shown::moment($at);
        return match ($act) {
            /* translators: %s: date and time. */
            'send' => \sprintf(\__('It had to be handed over by %s; after that it would have been decided again.', 'cartsignal'), $moment),
            /* translators: %s: date and time. */
            'hold_until' => \sprintf(\__('On %s it is decided again.', 'cartsignal'), $moment),
            /* translators: %s: date and time. */
            default => \sprintf(\__('From %s on the answer would have been another one.', 'cartsignal'), $moment),
        };
    }
}
