<?php
// Owns the numbers of the core's operations at the C ABI (src/contract/session.rs), and which module answers each.
declare(strict_types=1);

namespace Cartsignal\Core;

enum Operation: int
{
    case Versions = 0;
    case Compile = 1;
    case Lint = 2;
    case Load = 3;
    case Unload = 4;
    case Touches = 5;
    case Step = 6;
    case Merge = 7;
    case Admit = 8;
    case Explain = 9;
    case Measure = 10;
    case Observe = 11;
    case Learn = 12;
    case Hold = 13;
    case Flush = 14;
    case Release = 15;
    case Erase = 16;
    case Combine = 17;
    case ParsePhone = 18;
    case ReadReply = 19;
    case Request = 20;
    case Response = 21;
    case Challenge = 22;
    case Webhook = 23;
    case Registration = 24;
    case Charge = 25;
    case Senders = 26;
    case Providers = 27;
    case Spending = 28;

    /**
     * Returns whether the operation is in the whole module only. `versions` is in both, and answered by the one that
     * has the table of time zones it speaks of.
     */
    public function needsWhole(): bool
    {
        return match ($this) {
            self::Versions, self::Compile, self::Lint, self::ParsePhone, self::ReadReply, self::Request,
            self::Response, self::Challenge, self::Webhook, self::Registration, self::Senders, self::Providers => true,
            self::Load, self::Unload, self::Touches, self::Step, self::Merge, self::Admit, self::Explain,
            self::Measure, self::Observe, self::Learn, self::Hold, self::Flush, self::Release, self::Erase,
            self::Combine, self::Charge, self::Spending => false,
        };
    }

    /** Returns the operation's name as the core writes it. */
    public function word(): string
    {
        return \strtolower((string) \preg_replace('/(?<=[a-z])(?=[A-Z])/', '_', $this->name));
    }
}
