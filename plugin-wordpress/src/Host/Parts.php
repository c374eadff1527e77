<?php
// Owns putting a host together: which part works with which.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\Sending;

final class Parts
{
    public readonly Database $database;
    public readonly Program $program;
    public readonly Inbox $inbox;
    public readonly People $people;
    public readonly Outbox $outbox;
    public readonly Counters $counters;
    public readonly Wakes $wakes;
    public readonly Permission $permission;
    public readonly Restores $restores;
    public readonly ?Gateway $gateway;
    public readonly Runner $runner;
    public readonly Drain $drain;
    public readonly Hooks $hooks;
    public readonly Why $why;

    /** @var \Closure(): int */
    public readonly \Closure $clock;

    /** @var \Closure(int): string */
    private readonly \Closure $random;

    /** @var \Closure(string): void */
    private readonly \Closure $point;

    private readonly Sending $sending;
    private readonly Notices $notices;

    public function __construct(private readonly Options $options)
    {
        $this->clock = $options->clock ?? static fn (): int => (int) \floor(\microtime(true) * 1_000);
        $this->random = $options->random ?? \random_bytes(...);
        $this->point = $options->point ?? static function (string $name): void {
        };
        $this->sending = new Sending(($options->core)());
        $this->keep($options->database, $options->vault);
        $this->gateway = $this->gateway();
        $journal = new Journal($this->database);
        $links = new Links($this->database, $options->keys, $this->random);
        $this->outbox = new Outbox($this->database, $options->vault, $links, $this->inbox, $journal);
        $this->notices = new Notices(
            $this->database,
            $options->vault,
            $this->sending,
            $this->program,
            $this->people,
            $this->outbox,
            $journal,
            $this->counters
        );
        $this->runner = $this->runner();
        $look = $options->look ?? static function (int $now): void {
        };
        $dispatcher = $this->dispatcher();
        $this->drain = new Drain($this->database, $this->program, $this->runner, $this->wakes, $dispatcher, $look);
        $this->hooks = new Hooks(
            $this->database,
            $this->inbox,
            $this->notices,
            $this->outbox,
            $options->keys,
            $this->sending,
            $this->gateway,
            $this->clock,
            $this->point,
            $options->standsFor ?? static fn (string $recipient): string => $recipient
        );
        $this->why = new Why($this->database, $options->vault, $this->inbox, $this->permission);
    }

    private function keep(Database $database, Vault $vault): void
    {
        $this->database = $database;
        $this->program = new Program($database, $this->options->core);
        $this->inbox = new Inbox($database, $vault);
        $this->people = new People($database, $vault, $this->options->optOutLog);
        $this->wakes = new Wakes($database, $this->inbox, $this->point);
        $this->counters = new Counters($database);
        $this->permission = new Permission($database, $this->options->instance, $this->options->provider !== null);
        $this->restores = new Restores(
            $database,
            $this->permission,
            new Notes($database),
            $this->options->mark,
            $this->options->optOutLog,
            $this->inbox
        );
    }

    private function gateway(): ?Gateway
    {
        if ($this->options->provider === null) {
            return null;
        }
        ['name' => $name, 'settings' => $settings] = $this->options->provider;
        return new Gateway($this->sending, $name, $settings, $this->options->transport, $this->point);
    }

    private function runner(): Runner
    {
        $steps = new Steps(
            $this->database,
            $this->program,
            $this->people,
            $this->inbox,
            $this->wakes,
            $this->outbox,
            $this->point
        );
        return new Runner(
            $this->database,
            $this->program,
            $this->people,
            $this->inbox,
            $this->notices,
            $steps,
            $this->options->takes,
            $this->point
        );
    }

    private function dispatcher(): Dispatcher
    {
        $attempts = new Attempts(
            $this->database,
            $this->program,
            $this->people,
            $this->outbox,
            $this->notices,
            $this->permission,
            $this->gateway,
            $this->point
        );
        $texts = new Texts(
            $this->program,
            $this->people,
            $this->outbox,
            $this->counters,
            $attempts,
            $this->permission,
            $this->restores,
            $this->gateway,
            $this->options->hookUrl,
            $this->random,
            $this->point
        );
        return new Dispatcher(
            $this->database,
            $this->inbox,
            $this->outbox,
            $attempts,
            $texts,
            $this->permission,
            $this->restores,
            $this->options->platform,
            $this->point
        );
    }
}
