<?php
// Owns taking arrivals in: each in one transaction, from the inbox through the core to states, decisions and wakes.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\BrokenProgram;
use Cartsignal\Core\BuildMismatch;
use Cartsignal\Core\CoreTrap;
use Cartsignal\Core\Json;
use Cartsignal\Core\Refused;
use Cartsignal\Core\StaleProgram;
use Cartsignal\Core\Unsupported;

/**
 * Locks are taken in one order: the inbox's row, recipients, shoppers, counters. Pointers and aliases are read before
 * their rows are held and read again afterwards; where they moved, the transaction starts over.
 */
final class Runner
{
    /** What is wrong with the host's surroundings: no arrival is to blame. */
    private const SURROUNDINGS = [
        DatabaseGone::class,
        KeyFault::class,
        NoProgram::class,
        BrokenProgram::class,
        StaleProgram::class,
        BuildMismatch::class,
        Unsupported::class,
    ];

    /** The word of a number's owner, which says nothing about a shopper who points elsewhere. */
    private const OF_THE_RECIPIENT = ['consent.granted', 'consent.revoked', 'reply'];

    /** Whether somebody calls `died` at the end of the process. */
    public bool $watched = false;

    /** The arrival under way. */
    private ?int $place = null;

    /** @param array<string, Takes> $takes Who takes in what the runner itself doesn't know, by kind. */
    public function __construct(
        private readonly Database $database,
        private readonly Program $program,
        private readonly People $people,
        private readonly Inbox $inbox,
        private readonly Notices $notices,
        private readonly Steps $steps,
        private readonly array $takes,
        private readonly \Closure $point
    ) {
    }

    /**
     * Takes the next arrival in; returns what became of it, `done`, `later` or `quarantined`, or null where there is
     * none.
     */
    public function one(int $now): ?string
    {
        $place = $this->inbox->next($now);
        if ($place === null) {
            return null;
        }
        $this->place = $place;
        try {
            $this->database->transaction(function () use ($place, $now): void {
                // Where there is none any more, another process took it in.
                $row = $this->inbox->take($place);
                if ($row === null) {
                    return;
                }
                ($this->point)('input_taken');
                $this->take($row, $now);
                $this->inbox->done($place, $now);
                ($this->point)('input_written');
            });
            ($this->point)('input_committed');
            return 'done';
        } catch (\Throwable $fault) {
            $code = self::blame($fault) ?? throw $fault;
            if ($fault instanceof CoreTrap) {
                $this->program->renew();
            }
            $fate = $this->failed($place, $now, $code);
            ($this->point)('input_failed');
            return $fate;
        } finally {
            $this->place = null;
        }
    }

    /**
     * Blames the arrival that was under way when PHP itself gave up, as for want of memory: for the end of the process.
     * Without that it would be the first one of every drain.
     */
    public function died(int $now): void
    {
        if ($this->place !== null) {
            $this->database->close();
            $this->failed($this->place, $now, 'fatal');
        }
    }

    private function failed(int $place, int $now, string $code): string
    {
        return $this->database->transaction(fn (): string => $this->inbox->failed($place, $now, $code));
    }

    private function take(Row $row, int $now): void
    {
        $payload = $row->payload;
        match ($row->kind) {
            'input' => $this->input(
                new Said($row->shopper, $row->recipient, $payload->input, (array) ($payload->contact ?? [])),
                $row->place,
                $now
            ),
            'wake' => $this->input(self::wake($row, $now), $row->place, $now),
            'merge' => $this->merge($payload->merge ?? new \stdClass(), $row->place, $now),
            'receipt', 'inbound' => $this->notice($row, $now),
            default => $this->taken($row, $now),
        };
    }

    private function notice(Row $row, int $now): void
    {
        // What it costs is charged before the core is told: whom it is about is held first, counters last.
        $this->people->lock(self::known($this->people->survivor($row->shopper)), self::known($row->recipient));
        $said = $this->notices->take($row, $now);
        if ($said !== null) {
            $this->input($said, $row->place, $now);
        }
    }

    private function taken(Row $row, int $now): void
    {
        $takes = $this->takes[$row->kind] ?? throw new \LogicException("nobody takes in what is of kind `$row->kind`");
        foreach ($takes->take($row, $now) as $said) {
            $this->input($said, $row->place, $now);
        }
    }

    /** @param int $place Of the arrival. */
    private function input(Said $said, int $place, int $now): void
    {
        $input = Json::read(Json::write($said->input));
        $shopper = $this->people->survivor($said->shopper);
        $provided = $input->what->{'contact.provided'}->recipient ?? null;
        $about = $said->recipient ?? $provided;
        $recipient = $provided ?? $this->people->pointsAt($shopper);
        $this->people->lock(self::known($shopper), self::known($about, $recipient));
        $moved = $this->people->survivor($said->shopper) !== $shopper
            || ($provided === null && $this->people->pointsAt($shopper) !== $recipient);
        if ($moved) {
            throw new StartOver();
        }
        // The digits belong to the recipient alone.
        $this->people->learn('shopper', $shopper, \array_diff_key($said->contact, ['e164' => true]));
        $this->people->learn('recipient', $about, $said->contact);
        $others = $about !== null && $about !== $recipient;
        $word = (string) \array_key_first((array) $input->what);
        if ($shopper !== null && !($others && \in_array($word, self::OF_THE_RECIPIENT, true))) {
            $this->steps->step($shopper, $recipient, $input, $now, $place);
        }
        // An order, receipt or outcome reaches the recipient it is about, even where the shopper points elsewhere.
        if ($others || ($shopper === null && $about !== null)) {
            $this->steps->step(null, $about, $input, $now, $place);
        }
    }

    /** @param \stdClass $pair with `a` and `b`: two shoppers proved to be one */
    private function merge(\stdClass $pair, int $place, int $now): void
    {
        [$a, $b] = [$this->people->survivor($pair->a ?? null), $this->people->survivor($pair->b ?? null)];
        if ($a === null || $b === null || $a === $b) {
            return;
        }
        $pointed = fn (): ?string => $this->people->pointsAt($a) ?? $this->people->pointsAt($b);
        $recipient = $pointed();
        $this->people->lock([$a, $b], self::known($recipient));
        $same = [$this->people->survivor($pair->a), $this->people->survivor($pair->b), $pointed()];
        if ($same !== [$a, $b, $recipient]) {
            throw new StartOver();
        }
        $this->steps->merge($a, $b, $recipient, $now, $place);
    }

    /** @return list<string> */
    private static function known(?string ...$keys): array
    {
        return \array_values(\array_filter($keys, \is_string(...)));
    }

    private static function wake(Row $row, int $now): Said
    {
        $what = ['wake' => new \stdClass()];
        $input = ['id' => "wake:$row->place", 'occurred_at' => $now, 'trust' => 'server', 'what' => $what];
        return new Said($row->shopper, $row->recipient, $input);
    }

    /** Returns the word for what is wrong with an arrival, or null where the fault is the host's surroundings. */
    private static function blame(\Throwable $fault): ?string
    {
        if (\in_array($fault::class, self::SURROUNDINGS, true)) {
            return null;
        }
        return match (true) {
            $fault instanceof CoreTrap => 'core.trap',
            $fault instanceof Refused => $fault->refusal,
            $fault instanceof DatabaseFault => 'database',
            default => \strtolower((new \ReflectionClass($fault))->getShortName()),
        };
    }
}
