<?php
// Owns WordPress's request to erase somebody: what goes, what stays, and why, in words that the owner passes on.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

/** Idempotent: what is gone already is not found, and erasing nothing is no error. */
final class Eraser
{
    /** The event that goes on where something had to be taken in first. Its arguments are a side and a keyed hash. */
    public const LATER = 'cartsignal_erase';

    /** Until the event. Chosen: the runner takes everything in within a minute, and tries what failed for two. */
    private const LATER_SECONDS = 300;

    /** Arrivals taken in while the owner waits. Chosen: under a second of work. */
    private const MOST_ARRIVALS = 50;

    private readonly Forgetting $forgetting;

    public function __construct(private readonly Services $services)
    {
        $this->forgetting = new Forgetting($services);
    }

    /**
     * One page of the eraser: the person on the first one, a hundred of their orders on each.
     *
     * @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool}
     */
    public function page(string $email, int $page): array
    {
        $found = $page > 1 ? null : (new Search($this->services))->of($email);
        $said = $found === null ? self::nothing() : $this->erase($found);
        $user = \get_user_by('email', $email) ?: null;
        $orders = Orders::page($email, $user?->ID, $page);
        $stripped = \array_map(Orders::strip(...), $orders);
        $said['items_removed'] = $said['items_removed'] || \in_array(true, $stripped, true);
        $said['done'] = \count($orders) < Orders::AT_ONCE;
        return $said;
    }

    /** Erases what could not be erased at once; for the event. */
    public function later(mixed $side, mixed $key): void
    {
        $isSide = \in_array($side, ['shopper', 'recipient'], true) && \is_string($key);
        if ($isSide && !$this->forgetting->of($side, $key)) {
            $this->postpone($side, $key);
        }
    }

    /** @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool} */
    private function erase(Person $person): array
    {
        $said = self::nothing();
        $waiting = 0;
        foreach ($person->sides() as [$side, $key]) {
            $known = $this->isKnown($side, $key);
            $forgets = fn (): bool => $this->forgetting->of($side, $key);
            if ($forgets() || ($this->takeIn() && $forgets())) {
                $said['items_removed'] = $said['items_removed'] || $known;
                continue;
            }
            $this->postpone($side, $key);
            $waiting += 1;
        }
        if ($person->user !== null) {
            $said['items_removed'] = Accounts::strip($person->user) || $said['items_removed'];
        }
        $said['messages'] = $this->retained($person->recipients, $waiting);
        $said['items_retained'] = $said['messages'] !== [];
        return $said;
    }

    /** Takes in what waits, without sending; returns whether that could be done. */
    private function takeIn(): bool
    {
        $take = fn (): int => $this->services->host()->takeIn(self::MOST_ARRIVALS);
        return ($this->services->safely('privacy.erase', $take) ?? 0) > 0;
    }

    private function isKnown(string $side, string $key): bool
    {
        $database = $this->services->database();
        return $database->get('SELECT 1 FROM {data_keys} WHERE side = ? AND person = ?', $side, $key) !== null;
    }

    private function postpone(string $side, string $key): void
    {
        $at = \intdiv($this->services->now(), 1_000) + self::LATER_SECONDS;
        if (\wp_next_scheduled(self::LATER, [$side, $key]) === false) {
            \wp_schedule_single_event($at, self::LATER, [$side, $key]);
        }
    }

    /**
     * @param list<string> $recipients
     * @return list<string> Sentences.
     */
    private function retained(array $recipients, int $waiting): array
    {
        $database = $this->services->database();
        $has = static fn (string $table): bool => [] !== \array_filter($recipients, static fn (string $recipient): bool
            => $database->get("SELECT 1 FROM {{$table}} WHERE recipient = ? LIMIT 1", $recipient) !== null);
        $messages = [];
        if ($waiting > 0) {
            $messages[] = \__('Something about this person was still being taken in; Cartsignal erases the rest by itself.', 'cartsignal');
        }
        if ($has('opt_outs')) {
            $messages[] = \__('That this person wants no texts is kept, by a keyed hash of the number.', 'cartsignal');
        }
        if ($has('consents')) {
            $messages[] = \__('When and to which words this person agreed is kept as proof, without name or number.', 'cartsignal');
        }
        return $messages;
    }

    /** @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool} */
    private static function nothing(): array
    {
        return ['items_removed' => false, 'items_retained' => false, 'messages' => [], 'done' => true];
    }
}
