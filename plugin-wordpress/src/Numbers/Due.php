<?php
// Owns when a text was due, and so how late it was handed to the provider.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Settings\Settings;

final class Due
{
    /** Source: the core's preset of cart recovery, shared defaults "Kinds of abandonment and delay". */
    private const MINUTES = [
        'payment_failed' => 15, 'pending_payment' => 60, 'repeat' => 60, 'full_cart_back' => 20, 'stopped_at_payment' => 30,
        'checkout_starter' => 30, 'fast_exit' => 120, 'other' => 60,
    ];

    private const MINUTE_MS = 60_000;

    public function __construct(private readonly Settings $settings)
    {
    }

    /**
     * Returns how late a text was handed over, in ms, never less than 0; null where nobody can say when it was due.
     *
     * @param array<string, mixed> $row Of `Reading`, in the order of time.
     */
    public function lateness(array $row): ?int
    {
        $send = $row['told']->send ?? new \stdClass();
        $left = Told::clause($row['told'], 'age')?->saw->at ?? null;
        $minutes = $this->settings->delays()[$send->kind ?? ''] ?? self::MINUTES[$send->kind ?? ''] ?? null;
        if ($left === null || $minutes === null || $row['attempted_at'] === null) {
            return null;
        }
        $confirmed = Told::clause($row['told'], 'confirmation')?->saw->at ?? 0;
        $due = \max($left + $minutes * self::MINUTE_MS, $confirmed);
        // What was held, or waited as part of an experiment, was due when it was decided.
        $isHeld = $row['at'] - $due > self::MINUTE_MS * 60;
        return \max(0, $row['attempted_at'] - ($isHeld ? $row['at'] : $due));
    }
}
