<?php
// Owns the last versions of the settings, so that a change can be undone: who changed what, and when. No secret is in it.
declare(strict_types=1);

namespace Cartsignal\Journeys;

use Cartsignal\Host\Notes;
use Cartsignal\Services;
use Cartsignal\Settings\Saving;

/** Each version is the row before a change: undoing it saves that row again, by the way that every change takes. */
final class History
{
    /** Settings that are secrets, or no choice of an owner. They stay as they are, whatever is undone. */
    public const LEFT_OUT = ['provider', 'webhook', 'test_phone', 'setup', 'opt_outs_entered', 'version', 'trouble'];

    private const NOTE = 'settings_history';

    /** Chosen: a day of trying things out. */
    private const MOST = 20;

    private const CRON = 'cron';

    private const COMMAND_LINE = 'cli';

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Keeps the row before a change.
     *
     * @param array<string, mixed> $before
     * @param array<string, mixed> $after
     */
    public function note(array $before, array $after): void
    {
        $before = self::choices($before);
        if ($before === self::choices($after)) {
            return;
        }
        $id = \bin2hex(\random_bytes(8));
        $version = ['id' => $id, 'at' => $this->services->now(), 'by' => self::whoever(), 'row' => $before];
        $versions = \array_slice([$version, ...$this->versions()], 0, self::MOST);
        $this->notes()->write(self::NOTE, \json_encode($versions, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE));
    }

    /** @return list<array{id: string, at: int, by: string, what: list<string>}> Changes, newest first. */
    public function changes(): array
    {
        $after = self::choices($this->services->settings()->all());
        $differences = new Differences($this->services);
        $changes = [];
        foreach ($this->versions() as $version) {
            $changes[] = [
                'id' => $version['id'],
                'at' => $version['at'],
                'by' => self::name($version['by']),
                'what' => $differences->between($version['row'], $after),
            ];
            $after = $version['row'];
        }
        return $changes;
    }

    /**
     * Undoes a change and all that came after it. Nothing begins to be sent by it: a country that is watched now stays so,
     * and a journey that is paused now stays paused.
     *
     * @return array<string, string>|null Warnings by field; null where there is no such change.
     * @throws \Cartsignal\Settings\Unfit Those settings would be refused today: nothing was changed.
     */
    public function undo(string $id): ?array
    {
        foreach ($this->versions() as $version) {
            if ($version['id'] === $id) {
                return (new Saving($this->services))->restore($this->quieted($version['row']));
            }
        }
        return null;
    }

    /** @return array<string, mixed> */
    private function quieted(array $row): array
    {
        $settings = $this->services->settings();
        $now = $settings->markets();
        foreach ($row['markets'] ?? [] as $country => $market) {
            $row['markets'][$country]['live'] = $market['live'] && ($now[$country]['live'] ?? false);
        }
        $paused = \array_values(\array_unique([...$row['paused_journeys'] ?? [], ...$settings->pausedJourneys()]));
        return \array_filter(['paused_journeys' => $paused] + $row, static fn (mixed $value): bool => $value !== []);
    }

    /** @return list<array{id: string, at: int, by: string|int, row: array<string, mixed>}> */
    private function versions(): array
    {
        $kept = \json_decode($this->notes()->read(self::NOTE) ?? '[]', true);
        return \is_array($kept) ? \array_values($kept) : [];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed> In an order of its own, so that equal choices are equal rows.
     */
    private static function choices(array $row): array
    {
        $row = \array_diff_key($row, \array_flip(self::LEFT_OUT));
        \ksort($row);
        return $row;
    }

    private static function whoever(): string|int
    {
        return match (true) {
            \get_current_user_id() > 0 => \get_current_user_id(),
            \wp_doing_cron() => self::CRON,
            default => self::COMMAND_LINE,
        };
    }

    private static function name(string|int $by): string
    {
        return match ($by) {
            self::CRON => \__('Cartsignal itself', 'cartsignal'),
            self::COMMAND_LINE => \__('the command line', 'cartsignal'),
            default => \get_userdata((int) $by)->display_name ?? \__('somebody who is gone', 'cartsignal'),
        };
    }

    private function notes(): Notes
    {
        return new Notes($this->services->database());
    }
}
