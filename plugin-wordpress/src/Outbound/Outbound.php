<?php
// Owns telling other programs what happened: actions of WordPress, and signed requests to the owner's receiver.
declare(strict_types=1);

namespace Cartsignal\Outbound;

use Cartsignal\Services;

/**
 * It runs behind the runner, never in a shopper's request. An action is told at most once; an event for the receiver
 * waits in a table until it is taken.
 */
final class Outbound
{
    /** The alarm of a receiver that failed for a day. */
    public const ALARM = 'webhook_failing';

    /** Requests of one run, and how long they may take together. Chosen: the runner has texts to send. */
    private const MOST = 25;
    private const BUDGET_MS = 5_000;

    /** Looks of one run: a day's backlog goes on in the next. Chosen. */
    private const LOOKS = 10;

    private const LOCK = 'outbound';

    private const GONE = 410;

    private readonly Queue $queue;
    private readonly Receiver $receiver;

    public function __construct(private readonly Services $services)
    {
        $this->queue = new Queue($services->database());
        $this->receiver = new Receiver($services->database());
    }

    /** Tells what is new and sends what is due; of two processes one does it. */
    public function run(): void
    {
        $database = $this->services->database();
        if (!$database->tryLock(self::LOCK)) {
            return;
        }
        try {
            $webhook = $this->services->settings()->webhook();
            $this->tell($webhook);
            if ($webhook !== null && !$this->services->host()->permission()->isElsewhere()) {
                $this->deliver($webhook);
            }
        } finally {
            $database->unlock(self::LOCK);
        }
    }

    /** Returns when there is something to send, in ms since epoch; null where there is nothing. */
    public function nextAt(): ?int
    {
        $state = $this->receiver->read();
        $at = $this->services->settings()->webhook() === null || $state['paused_at'] !== null ? null : $this->queue->nextAt();
        return $at === null ? null : \max($at, $state['next_at']);
    }

    /** @param array{events: list<string>, ...}|null $webhook */
    private function tell(#[\SensitiveParameter] ?array $webhook): void
    {
        $news = new News($this->services->database());
        for ($look = 0; $look < self::LOOKS; $look += 1) {
            $now = $this->services->now();
            $events = $news->look($now);
            $wanted = static fn (Event $event): bool => \in_array($event->name, $webhook['events'] ?? [], true);
            $queued = \array_values(\array_filter($events, $wanted));
            $this->services->database()->transaction(function () use ($queued, $now, $news): void {
                $dropped = $this->queue->add($queued, $now);
                if ($dropped > 0) {
                    $this->receiver->dropped($dropped);
                }
                $news->keep();
            });
            $this->services->point('outbound_kept');
            foreach ($events as $event) {
                $this->services->safely('outbound.listener', static fn () => self::act($event));
            }
            if (!$news->isMore()) {
                return;
            }
        }
    }

    private static function act(Event $event): void
    {
        $facts = ['at' => $event->at] + $event->facts;
        match ($event->name) {
            'decided' => \do_action('cartsignal_decided', $facts, $event->id),
            'sent' => \do_action('cartsignal_sent', $facts, $event->id),
            'delivered' => \do_action('cartsignal_delivered', $facts, $event->id),
            'clicked' => \do_action('cartsignal_clicked', $facts, $event->id),
            'recovered' => \do_action('cartsignal_recovered', $facts, $event->id),
            'opted_out' => \do_action('cartsignal_opted_out', $facts, $event->id),
        };
    }

    /** @param array{url: string, secret: string, events: list<string>, numbers: bool} $webhook */
    private function deliver(#[\SensitiveParameter] array $webhook): void
    {
        $delivery = new Delivery($webhook, $this->services->people());
        $until = \hrtime(true) + self::BUDGET_MS * 1_000_000;
        $now = $this->services->now();
        $this->queue->sweep($now);
        foreach ($this->receiver->isReady($now) ? $this->queue->due($now, self::MOST) : [] as $row) {
            if (\hrtime(true) > $until) {
                return;
            }
            $heard = $delivery->send($row, $this->services->now());
            $this->services->point('outbound_sent');
            if ($heard['error'] !== null) {
                $this->failed($row, $heard);
                return;
            }
            $this->queue->delivered($row['place'], $heard['status'], $this->services->now());
            $this->receiver->succeeded();
        }
    }

    /**
     * @param array<string, mixed> $row
     * @param array{status: ?int, error: string} $heard
     */
    private function failed(array $row, array $heard): void
    {
        $now = $this->services->now();
        $this->queue->failed($row['place'], $row['tries'], $heard['status'], $heard['error'], $now);
        if ($this->receiver->failed($now, $heard['status'] === self::GONE)) {
            $this->services->host()->permission()->alarm(self::ALARM, $now);
        }
    }
}
