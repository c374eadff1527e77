<?php
// Owns one step by hand: what the core does for the same input, written as one would in PHP, over arrays from JSON.
//
// What it leaves out: held texts and questions, coupons, links' places and the parts of a text, merging, versions of
// states, inputs out of order beyond versions, trust, and the checks that make the core refuse a malformed request.
declare(strict_types=1);

namespace Cartsignal\Bench\ByHand;

final class Step
{
    private const REST_MS = 86_400_000;

    public readonly string $kind;
    /** @var array<string, mixed> */
    public readonly array $what;
    public readonly int $moment;
    /** Whether a cart came to count as left. */
    public bool $left = false;

    /** @var list<array<string, mixed>> */
    private array $decisions = [];
    /** @var array{at: int, reason: string}|null */
    private ?array $wake = null;
    private ?Conditions $conditions = null;

    /**
     * @param array<string, mixed> $config
     * @param array<string, mixed> $shopper
     * @param array<string, mixed> $recipient
     * @param array<string, mixed> $request
     * @param \Closure(string, string, string): array<string, string> $texts Texts of a journey, language and way out.
     */
    public function __construct(
        public readonly array $config,
        public array $shopper,
        public array $recipient,
        private readonly array $request,
        private readonly \Closure $texts
    ) {
        $this->kind = array_key_first($request['input']['what']);
        $this->what = $request['input']['what'][$this->kind];
        $this->moment = $request['moment'];
    }

    /** @return array{decisions: list<array<string, mixed>>, wakes: array{shopper: array<string, mixed>|null}} */
    public function run(): array
    {
        Facts::fold($this->shopper, $this->recipient, $this->request['input']);
        $journeys = new Journeys($this);
        do {
            $this->left = false;
            $journeys->start($this->segments());
            $journeys->progress();
        } while ($this->left);
        return ['decisions' => $this->decisions, 'wakes' => ['shopper' => $this->wake]];
    }

    /** Returns what conditions are answered by, made when the facts stand. */
    public function conditions(): Conditions
    {
        return $this->conditions ??= $this->fresh($this->shopper['segments']);
    }

    public function wakeAt(int $at, string $reason): void
    {
        if ($this->wake === null || $at < $this->wake['at']) {
            $this->wake = ['at' => $at, 'reason' => $reason];
        }
    }

    /**
     * Returns the decision's id.
     *
     * @param array<string, mixed> $about
     * @param list<array<string, mixed>> $trace
     */
    public function decide(string $word, array $about, string $reason, array $trace = []): string
    {
        $of = [$word, $this->recipient['key'], $this->request['input']['id'], json_encode($about)];
        $id = hash('xxh128', implode(' ', $of));
        $this->decisions[] = ['id' => $id, 'does' => [$word => $about], 'reason' => $reason, 'trace' => $trace];
        return $id;
    }

    /**
     * @param array<string, mixed> $position
     * @return array{journey: string, entry: string, node: string}
     */
    public function place(array $position): array
    {
        return ['journey' => $position['journey'], 'entry' => $position['entry'], 'node' => $position['node']];
    }

    /** Returns the latest purchase that shopper or recipient know of. */
    public function boughtAt(): ?int
    {
        $all = [...array_values($this->shopper['orders']), ...array_values($this->recipient['purchases'])];
        $placed = array_column(array_filter($all, Conditions::isBought(...)), 'placed_at');
        return $placed === [] ? null : max($placed);
    }

    /**
     * Puts a text that is due to the gate.
     *
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $position
     * @param string|array{named: string} $choice
     */
    public function message(array $journey, array &$position, string|array $choice): void
    {
        $contact = $this->request['contact'];
        $market = $this->config['markets'][$contact['number']['country'] ?? ''] ?? null;
        $gate = new Gate($this->config['settings'], $market, $this->recipient, $contact, $this->moment);
        $known = [0, ...array_column($this->shopper['visits'], 1), ...array_column($this->recipient['log'], 'at')];
        $ruling = $gate->judge($journey, $position, $this->boughtAt(), max($known));
        $place = $this->place($position);
        if ($ruling['verdict'] !== 'send') {
            $this->decide('drop', $place, $ruling['verdict'], $ruling['trace']);
            [$position['ended'], $position['why']] = [$this->moment, $ruling['verdict']];
            return;
        }
        $name = is_array($choice) ? $choice['named'] : $position['left']['kind'];
        $send = [
            'place' => $place,
            'channel' => 'sms',
            'class' => 'marketing',
            'purpose' => $journey['purpose'],
            'sender' => $market['sender']['id'],
            'country' => $contact['number']['country'],
            'language' => $market['language'],
            'text' => $this->rendered($journey['name'], $market, $name),
            'not_after' => $ruling['until'],
            'kind' => $position['left']['kind'] ?? null,
            'cart' => $journey['entry'] === 'cart' ? $position['entry'] : null,
        ];
        $decision = $this->decide('send', $send, 'due', $ruling['trace']);
        $position['in_flight'] = ['decision' => $decision, 'not_after' => $ruling['until']];
        $entry = "{$position['journey']} {$position['entry']} {$position['episode']}";
        $text = ['at' => $this->moment, 'entry' => $entry, 'purpose' => $journey['purpose']];
        $this->recipient['log'][] = [...$text, 'fate' => 'in_flight'];
        $this->wakeAt($ruling['until'] + 3_600_000, 'outcome_overdue');
    }

    /** @param array<string, mixed> $market */
    private function rendered(string $journey, array $market, string $name): string
    {
        $text = ($this->texts)($journey, $market['language'], $market['sender']['way_out'])[$name];
        $link = $this->config['settings']['link_origin'] . '/_______';
        $first = $this->request['contact']['first_name'] ?? null;
        $shown = static fn (array $group): string => $first === null ? '' : $group[1];
        $text = preg_replace_callback('/\[([^\]]*)\]/', $shown, $text);
        return strtr($text, [
            '{Shop}' => $this->config['settings']['shop'],
            '{Name}' => $first ?? '',
            '{cart_link}' => $link,
            '{checkout_link}' => $link,
            '{opt_out_link}' => $link,
            '{stop_number}' => $market['sender']['stop_number'] ?? '',
        ]);
    }

    /** @return list<string> Segments just entered. */
    private function segments(): array
    {
        $before = array_flip($this->shopper['segments']);
        $conditions = $this->fresh([]);
        $changes = PHP_INT_MAX;
        $entered = [];
        foreach ($this->config['segments'] as ['name' => $name, 'condition' => $condition]) {
            [$holds, $may] = $conditions->answer($condition);
            $changes = min($changes, $may);
            if ($holds) {
                $conditions->segments[$name] = true;
            }
            if ($holds === isset($before[$name])) {
                continue;
            }
            if ($holds) {
                $this->decide('enter_segment', ['segment' => $name], 'condition_met');
                $entered[] = $name;
            } else {
                $this->decide('leave_segment', ['segment' => $name], 'condition_unmet');
            }
        }
        $this->shopper['segments'] = array_keys($conditions->segments);
        $this->conditions = $conditions;
        if ($changes < PHP_INT_MAX) {
            $this->wakeAt(max($changes, $this->moment + self::REST_MS), 'segment_may_change');
        }
        return $entered;
    }

    /** @param list<string> $segments */
    private function fresh(array $segments): Conditions
    {
        $contact = $this->request['contact'];
        $currency = $this->config['settings']['currency'];
        $conditions = new Conditions($this->shopper, $this->recipient, $contact, $currency, $this->moment);
        $conditions->segments = array_fill_keys($segments, true);
        return $conditions;
    }
}
