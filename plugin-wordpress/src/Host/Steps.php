<?php
// Owns one step of the core: what it is given, and everything that follows from its answer in the database.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\Stepped;

/** Whom a step is about is held by the caller, and read again. */
final class Steps
{
    /** What keys of trial shoppers begin with; all others are keyed hashes that don't. */
    private const TRIAL = 't';

    public function __construct(
        private readonly Database $database,
        private readonly Program $program,
        private readonly People $people,
        private readonly Inbox $inbox,
        private readonly Wakes $wakes,
        private readonly Outbox $outbox,
        private readonly \Closure $point
    ) {
    }

    /**
     * Takes one step. In a transaction.
     *
     * @param \stdClass $input `Input` of the contract.
     * @param int $place Of the arrival.
     */
    public function step(?string $shopper, ?string $recipient, \stdClass $input, int $now, int $place): void
    {
        $theirs = $this->recipient($recipient, $now);
        $contact = $this->people->contactOf($shopper, $recipient);
        $call = self::about($shopper, $recipient) + ['contact' => $contact, 'moment' => $now, 'input' => $input];
        $stepped = $this->program->step($call, $this->people->state('shopper', $shopper), $theirs);
        ($this->point)('stepped');
        $this->keep($stepped, $stepped->answer, new Scene($now, $shopper, $recipient), $place);
    }

    /** Makes two shoppers one. In a transaction. */
    public function merge(string $a, string $b, ?string $recipient, int $now, int $place): void
    {
        $people = $this->people;
        $theirs = $this->recipient($recipient, $now);
        $about = \array_filter(['recipient' => $recipient], \is_string(...));
        $call = ['a' => $a, 'b' => $b, ...$about, 'contact' => $people->contactOf($a, $recipient)] + ['moment' => $now];
        $merged = $this->program->merge($call, $people->state('shopper', $a), $people->state('shopper', $b), $theirs);
        ($this->point)('stepped');
        ['survivor' => $survivor, 'alias' => $alias, 'stepped' => $answer] = (array) $merged->answer;
        // What the survivor said of itself outweighs what the other one did.
        $known = $people->contact('shopper', $survivor) + $people->contact('shopper', $alias);
        $people->learn('shopper', $survivor, $known);
        $people->join($alias, $survivor);
        $this->keep($merged, $answer, new Scene($now, $survivor, $recipient), $place);
    }

    /**
     * Writes all that a step or merge answered.
     *
     * @param \stdClass $answer `SteppedAnswer` of the contract.
     */
    private function keep(Stepped $stepped, \stdClass $answer, Scene $scene, int $place): void
    {
        [$shopper, $recipient, $now] = [$scene->shopper, $scene->recipient, $scene->moment];
        if ($shopper !== null) {
            $this->people->keep('shopper', $shopper, self::bytes($stepped->shopper), $now, $answer->points_at);
            $this->wakes->set('shopper', $shopper, $answer->wakes->shopper);
            $this->listen($shopper, $answer->topics);
        }
        if ($recipient !== null) {
            $this->people->keep('recipient', $recipient, self::bytes($stepped->recipient), $now);
            $this->people->keepOptOuts($recipient, $answer->opt_outs ?? []);
            $this->wakes->set('recipient', $recipient, $answer->wakes->recipient);
        }
        ($this->point)('states_written');
        foreach (self::isTrial($shopper) || self::isTrial($recipient) ? [] : $answer->facts as $fact) {
            $sql = 'INSERT INTO {facts} (id, counts, day, counted_by, value) VALUES (?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE id = id';
            $this->database->run($sql, $fact->id, $fact->counts, $fact->day, $fact->key, $fact->value);
        }
        foreach ($answer->decisions as $decision) {
            $this->outbox->take($decision, $scene, $this->program->linkOrigin());
        }
        ($this->point)('decisions_written');
        if ($answer->wake_pointing && $recipient !== null) {
            $this->wakePointing($recipient, $shopper, $place, $now);
        }
    }

    /** Returns whether this is the owner trying his shop out: nothing of that is the store's business. */
    private static function isTrial(?string $shopper): bool
    {
        return $shopper !== null && \str_starts_with($shopper, self::TRIAL);
    }

    private function wakePointing(string $recipient, ?string $but, int $place, int $now): void
    {
        foreach ($this->people->pointing($recipient) as $shopper) {
            if ($shopper !== $but) {
                $this->inbox->append('wake', "pointing:$place:$shopper", null, $now, $shopper);
            }
        }
    }

    /**
     * Keeps which topics a shopper listens to: only the difference is written.
     *
     * @param list<\stdClass> $topics each with `name` and `rank`
     */
    private function listen(string $shopper, array $topics): void
    {
        $known = $this->database->all('SELECT name, place_in_line FROM {topics} WHERE shopper = ?', $shopper);
        $before = \array_column($known, 'place_in_line', 'name');
        foreach ($topics as $topic) {
            if (($before[$topic->name] ?? null) !== $topic->rank) {
                $sql = 'INSERT INTO {topics} (shopper, name, place_in_line) VALUES (?, ?, ?)
                    ON DUPLICATE KEY UPDATE place_in_line = VALUES(place_in_line)';
                $this->database->run($sql, $shopper, $topic->name, $topic->rank);
            }
            unset($before[$topic->name]);
        }
        foreach (\array_keys($before) as $name) {
            $this->database->run('DELETE FROM {topics} WHERE shopper = ? AND name = ?', $shopper, (string) $name);
        }
    }

    /**
     * Returns a recipient's state. The opt-outs of somebody who was erased outlived it: the core is told of them first.
     * What it decides of that is not done.
     */
    private function recipient(?string $recipient, int $now): ?string
    {
        $state = $this->people->state('recipient', $recipient);
        if ($recipient === null || $state !== null) {
            return $state;
        }
        foreach ($this->people->optOuts($recipient) as ['channel' => $channel, 'at' => $at]) {
            $what = ['reply' => ['kind' => 'stop', 'channel' => $channel]];
            $input = ['id' => "erased:$channel", 'occurred_at' => $at, 'trust' => 'server', 'what' => $what];
            $call = ['recipient' => $recipient, 'contact' => new \stdClass(), 'moment' => $now, 'input' => $input];
            $state = $this->program->step($call, null, $state)->recipient;
        }
        return $state;
    }

    /** @return array<string, string> */
    private static function about(?string $shopper, ?string $recipient): array
    {
        return \array_filter(['shopper' => $shopper, 'recipient' => $recipient], \is_string(...));
    }

    private static function bytes(string $state): ?string
    {
        return $state === '' ? null : $state;
    }
}
