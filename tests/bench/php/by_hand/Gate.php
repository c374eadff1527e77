<?php
// Owns whether a text may go now: every rule is asked, each answer kept with what was seen, and the first that fails
// decides. The market's rules stand resolved in the configuration; the core resolves them from whereabouts.
declare(strict_types=1);

namespace Cartsignal\Bench\ByHand;

final class Gate
{
    private const HOUR_MS = 3_600_000;
    private const DAY_MS = 86_400_000;
    private const FRESH_MS = 1_800_000;
    private const LONGEST_HOLD_MS = 48 * self::HOUR_MS;
    private const CLOCK_SLACK_MS = 300_000;
    private const STRENGTH = ['soft_opt_in' => 0, 'express' => 1, 'express_written' => 2];

    /** @var list<array<string, mixed>> */
    private array $trace = [];
    private ?string $failed = null;

    /**
     * @param array<string, mixed> $settings
     * @param array<string, mixed>|null $market
     * @param array<string, mixed> $recipient
     * @param array<string, mixed> $contact
     */
    public function __construct(
        private readonly array $settings,
        private readonly ?array $market,
        private readonly array $recipient,
        private readonly array $contact,
        private readonly int $moment
    ) {
    }

    /** @param array<string, mixed> $recipient */
    public static function optedOut(array $recipient): ?int
    {
        $out = $recipient['opted_out'];
        return $out !== null && ($recipient['opted_in'] === null || $recipient['opted_in'] <= $out) ? $out : null;
    }

    /**
     * @param array<string, mixed> $recipient
     * @return array{at: int, basis: string}|null The permission that stands.
     */
    public static function granted(array $recipient, string $purpose): ?array
    {
        $granted = $recipient['consents'][$purpose]['granted'] ?? null;
        $revoked = $recipient['consents'][$purpose]['revoked'] ?? null;
        return $granted !== null && ($revoked === null || $revoked < $granted['at']) ? $granted : null;
    }

    /**
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $position
     * @return array{verdict: string, until: int|null, trace: list<array<string, mixed>>} `send`, or why not.
     */
    public function judge(array $journey, array $position, ?int $boughtAt, int $knownUntil): array
    {
        $purpose = $journey['purpose'];
        $number = $this->contact['number'] ?? null;
        $this->ask('number', ($number['kind'] ?? 'fixed') !== 'fixed', $number['kind'] ?? null, null, 'not_mobile');
        $this->ask('market', $this->market !== null, $number['country'] ?? null, null, 'no_rule');
        $out = self::optedOut($this->recipient);
        $this->ask('opt_out', $out === null, $out, null, 'opted_out');
        $this->unread();
        if ($purpose === 'cart') {
            $quiet = $this->settings['quiet_days_after_purchase'];
            $ends = $boughtAt === null ? 0 : $boughtAt + $quiet * self::DAY_MS;
            $this->ask('purchase', $ends <= $this->moment, $boughtAt, $quiet, 'bought_recently');
        }
        $last = $position['node_at'] + self::LONGEST_HOLD_MS;
        $event = $position['left']['at'] ?? $position['entered_at'];
        $this->ask('age', $this->moment <= $last, $event, $last, 'too_late');
        $this->ask('sender', isset($this->market['sender']), $this->market['sender']['id'] ?? null, 'any', 'no_sender');
        $grant = self::granted($this->recipient, $purpose);
        $needs = $this->market['basis'] ?? 'express';
        $strong = $grant !== null && self::STRENGTH[$grant['basis']] >= self::STRENGTH[$needs];
        $this->ask('consent', $strong, $grant['basis'] ?? null, $needs, 'no_consent');
        $this->frequency($journey, $position);
        $needed = $this->market['confirm'] ?? true;
        $confirmed = $this->recipient['confirmed'];
        $allows = $needed ? 'needed' : 'not_needed';
        $this->ask('confirmation', $confirmed !== null || !$needed, $confirmed, $allows, 'not_confirmed');
        $behind = $knownUntil > $this->moment + self::CLOCK_SLACK_MS;
        $this->ask('clock', !$behind, $this->moment, $knownUntil, 'clock_jumped');
        $closes = $this->quietHours();
        $this->ask('watch', $this->market['live'] ?? false, $this->moment, null, 'watching');
        $until = $this->failed === null ? min($this->moment + self::FRESH_MS, $closes, $last) : null;
        return ['verdict' => $this->failed ?? 'send', 'until' => $until, 'trace' => $this->trace];
    }

    private function unread(): void
    {
        $at = $this->recipient['ambiguous'];
        $later = max($this->recipient['cleared'] ?? 0, $this->recipient['opted_in'] ?? 0);
        $this->ask('unread_reply', $at === null || $later > $at, $at, null, 'unread_reply');
    }

    /**
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $position
     */
    private function frequency(array $journey, array $position): void
    {
        $sent = array_filter($this->recipient['log'], static fn (array $text): bool => $text['fate'] !== 'held_out');
        $event = $position['left']['at'] ?? $position['entered_at'];
        $entry = "{$position['journey']} {$position['entry']} {$position['episode']}";
        $cart = $journey['purpose'] === 'cart';
        $alike = static fn (array $text): bool => $text['entry'] === $entry
            || ($cart && $text['purpose'] === 'cart' && $text['at'] > $event);
        $texts = count(array_filter($sent, $alike));
        $allowed = $this->market['texts_per_abandonment'] ?? 1;
        $this->ask('per_abandonment', $texts < $allowed, $texts, $allowed, 'already_texted');
        foreach ($this->settings['caps'] as $cap) {
            $start = $this->moment - $cap['days'] * self::DAY_MS;
            $count = count(array_filter($sent, static fn (array $text): bool => $text['at'] > $start));
            $this->ask('cap', $count < $cap['texts'], $count, $cap['texts'], 'cap_reached');
        }
        $bucket = self::bucket($this->recipient['key'], $journey['name']);
        $this->ask('holdout', $bucket >= $this->settings['holdout'], $bucket, $this->settings['holdout'], 'holdout');
    }

    /** Returns a number from 0 to 9,999, the same for one recipient and salt every time. */
    public static function bucket(string $key, string $salt): int
    {
        return crc32("$salt:$key") % 10_000;
    }

    /** Asks whether it is open by the market's wall clock; returns when it closes. */
    private function quietHours(): int
    {
        $local = (new \DateTimeImmutable('@' . intdiv($this->moment, 1_000)))
            ->setTimezone(new \DateTimeZone($this->market['zone'] ?? 'UTC'));
        [$from, $to] = $this->market['hours'][(int) $local->format('N') - 1] ?? ['24:00', '24:00'];
        $clock = $local->format('H:i');
        $open = $clock >= $from && $clock < $to;
        $closes = $local->setTime(...array_map(intval(...), explode(':', $to)))->getTimestamp() * 1_000;
        $this->ask('quiet_hours', $open, $this->moment, $open ? $closes : null, 'quiet_hours');
        return $closes;
    }

    private function ask(string $rule, bool $holds, mixed $saw, mixed $allows, string $otherwise): void
    {
        $this->trace[] = ['rule' => $rule, 'holds' => $holds, 'saw' => $saw, 'allows' => $allows];
        if (!$holds) {
            $this->failed ??= $otherwise;
        }
    }
}
