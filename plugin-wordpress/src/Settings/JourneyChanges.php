<?php
// Owns what an owner may change of the journeys: when, in which words, with which coupon, and whether at all.
declare(strict_types=1);

namespace Cartsignal\Settings;

/** What the texts have to hold is the core's to judge (`Saving`). */
final class JourneyChanges
{
    /** Kinds of abandonment, first match first. Source: the core's `AbandonmentKind`. */
    public const KINDS = ['payment_failed', 'pending_payment', 'repeat', 'full_cart_back', 'stopped_at_payment',
        'checkout_starter', 'fast_exit', 'other'];

    /** Texts of the journeys by name; confirmations and answers are not the owner's to word. */
    public const TEXTS = [...self::KINDS, 'repeat_coupon'];

    /** Source: the core's `Language`. */
    public const LANGUAGES = ['de', 'de-du', 'fr', 'fr-tu', 'en-GB', 'en-US'];

    public const JOURNEYS = ['cart_recovery'];

    /** Two days. Source: the core's bound of `idle`. */
    public const MOST_MINUTES = 2_880;

    /** Source: the core's bounds of `options.second_text_minutes`. */
    public const SECOND_MINUTES = [60, 10_080];

    /** Longest body. Chosen: three parts, beyond which the core refuses, and room for tags. */
    public const MOST_CHARACTERS = 600;

    private const MOST_MINOR = 100_000_000;

    private const MOST_COUPONS = 10_000;

    /** @param array<string, mixed> $kept The row before. */
    public function __construct(private readonly Reader $reader, private readonly array $kept)
    {
    }

    /** @return array<string, \Closure(mixed): mixed> How each setting is read. */
    public function fields(): array
    {
        $reader = $this->reader;
        return [
            'delays' => $this->delays(...),
            'texts' => $this->texts(...),
            'paused_journeys' => static fn (mixed $value): array => $reader->some('/paused_journeys', $value, self::JOURNEYS),
            'second_text' => static fn (mixed $value): ?bool => $reader->yes('/second_text', $value),
            'second_text_minutes' =>
                static fn (mixed $value): ?int => $reader->whole('/second_text_minutes', $value, ...self::SECOND_MINUTES),
            'timing_experiment' => static fn (mixed $value): ?bool => $reader->yes('/timing_experiment', $value),
            'attribution_days' => static fn (mixed $value): ?int => $reader->whole('/attribution_days', $value, 1, 30),
            'coupon' => $this->coupon(...),
            'coupon_guard' => $this->couponGuard(...),
        ];
    }

    /** @return array<string, int> Minutes by kind; a null goes back to ours. */
    private function delays(mixed $value): array
    {
        $delays = $this->kept['delays'] ?? [];
        foreach ($this->reader->map('/delays', $value) as $kind => $minutes) {
            $at = "/delays/$kind";
            $delays[$kind] = match (true) {
                !\in_array($kind, self::KINDS, true) => $this->reader->unknown($at),
                $minutes === null => null,
                default => $this->reader->whole($at, $minutes, 1, self::MOST_MINUTES),
            };
        }
        return \array_filter($delays, static fn (?int $minutes): bool => $minutes !== null);
    }

    /** @return array<string, array<string, string>> Bodies by name and language; a null or empty one goes back to ours. */
    private function texts(mixed $value): array
    {
        $texts = $this->kept['texts'] ?? [];
        foreach ($this->reader->map('/texts', $value) as $name => $languages) {
            $bodies = $languages === null
                ? \array_fill_keys(self::LANGUAGES, null)
                : $this->reader->map("/texts/$name", $languages);
            foreach ($bodies as $language => $body) {
                $at = "/texts/$name/$language";
                $isKnown = \in_array($name, self::TEXTS, true) && \in_array($language, self::LANGUAGES, true);
                $texts[$name][$language] = match (true) {
                    !$isKnown => $this->reader->unknown($at),
                    $body === null => null,
                    default => $this->reader->text($at, $body, self::MOST_CHARACTERS),
                };
            }
            $texts[$name] = \array_filter($texts[$name] ?? [], static fn (?string $body): bool => ($body ?? '') !== '');
        }
        return \array_filter($texts);
    }

    /** @return array{percent: int|null, minimum_minor: int|null} */
    private function coupon(mixed $value): array
    {
        $map = $this->reader->map('/coupon', $value);
        return [
            'percent' => $this->reader->whole('/coupon/percent', $map['percent'] ?? 10, 1, 100),
            'minimum_minor' => $this->reader->whole('/coupon/minimum_minor', $map['minimum_minor'] ?? null, 0, self::MOST_MINOR),
        ];
    }

    /** @return array<string, int|null> */
    private function couponGuard(mixed $value): array
    {
        $guard = [];
        foreach ($this->reader->map('/coupon_guard', $value) as $name => $most) {
            if ($name !== 'per_month') {
                $this->reader->unknown("/coupon_guard/$name");
            } elseif ($most !== null) {
                $guard[$name] = $this->reader->whole('/coupon_guard/per_month', $most, 0, self::MOST_COUPONS);
            }
        }
        return $guard;
    }
}
