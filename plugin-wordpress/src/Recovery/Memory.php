<?php
// Owns what this visitor's WooCommerce session remembers of links opened: the last text, its coupons, lines put back.
declare(strict_types=1);

namespace Cartsignal\Recovery;

/** Saved by WooCommerce with the rest of its session; it costs no query, and it ends with the session. */
final class Memory
{
    private const NAME = 'cartsignal_recovery';

    /** Carts whose lines are remembered; more are not restored in one session by people. Chosen. */
    private const MOST_CARTS = 5;

    public static function remember(string $decision, int $now): void
    {
        self::write(['decision' => $decision, 'at' => $now]);
    }

    /** @return array{decision: string, at: int}|null The last text whose link was opened here. */
    public static function opened(): ?array
    {
        $kept = self::read();
        return isset($kept['decision'], $kept['at']) ? ['decision' => $kept['decision'], 'at' => $kept['at']] : null;
    }

    /** Binds a coupon to this session. */
    public static function own(string $couponDecision): void
    {
        self::write(['coupons' => [$couponDecision => true] + (self::read()['coupons'] ?? [])]);
    }

    public static function owns(string $couponDecision): bool
    {
        return isset(self::read()['coupons'][$couponDecision]);
    }

    /** @return array<string, string> The keys of cart items by the line they were put back for. */
    public static function lines(string $cart): array
    {
        return self::read()['lines'][$cart] ?? [];
    }

    /** @param array<string, string> $lines */
    public static function keepLines(string $cart, array $lines): void
    {
        $all = [$cart => $lines] + (self::read()['lines'] ?? []);
        self::write(['lines' => \array_slice($all, 0, self::MOST_CARTS, true)]);
    }

    /** Whether something was said here that no page has shown yet. */
    public static function hasNews(): bool
    {
        return (self::read()['news'] ?? false) === true;
    }

    public static function news(bool $there): void
    {
        if (self::hasNews() !== $there) {
            self::write(['news' => $there]);
        }
    }

    /** @return array<string, mixed> */
    private static function read(): array
    {
        $kept = \WC()->session?->get(self::NAME);
        return \is_array($kept) ? $kept : [];
    }

    /** @param array<string, mixed> $changes */
    private static function write(array $changes): void
    {
        \WC()->session?->set(self::NAME, $changes + self::read());
    }
}
