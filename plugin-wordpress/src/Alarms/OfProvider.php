<?php
// Owns the alarms about the account at the provider: its login and its money are asked for once an hour while texts may go.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Host\Notes;
use Cartsignal\Services;

final class OfProvider
{
    private const NOTE = 'provider_asked_at';

    private const HOUR_MS = 3_600_000;

    private const WEEK_MS = 604_800_000;

    /** Below so much the owner is told, whatever a week costs. Source: the issue, "or 5 units". */
    private const LEAST_MICROS = 5_000_000;

    /** What says that nobody may log in. Source: src/gateway/twilio/errors.rs. */
    private const LOGIN = ['20003', '20004', '20006', '20008', '20403', '20404', '20101', 'http_401', 'http_403'];

    /** What says that the account is suspended, first of all for lack of money. Source: the same. */
    private const SUSPENDED = ['10001', '20005', '21472', '30002'];

    /** What a text that was taken says is over. */
    private const BY_TEXT = ['login_refused', 'balance_low', 'provider_settings'];

    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, bool|null> */
    public function look(int $now): array
    {
        $alarms = \array_column($this->services->host()->permission()->alarms(), 'at', 'alarm');
        $found = $this->ofTexts($alarms);
        $settings = $this->services->settings();
        if (\in_array($settings->providerName(), [null, 'log'], true)) {
            return ['login_refused' => false, 'balance_low' => false, 'balance_ends' => false, 'provider_settings' => false]
                + ['sender_refused' => false];
        }
        $isLive = \in_array(true, \array_column($settings->markets(), 'live'), true);
        $isAlarmed = \array_intersect_key($alarms, \array_flip(['login_refused', 'balance_low', 'balance_ends'])) !== [];
        return ($isLive || $isAlarmed) && $this->isTime($now) ? $this->asked($now) + $found : $found;
    }

    /**
     * What the host raised because of a text is over once another one was taken.
     *
     * @param array<string, int> $alarms
     * @return array<string, false>
     */
    private function ofTexts(array $alarms): array
    {
        $sql = "SELECT MAX(settled_at) AS at FROM {outbox} WHERE state = 'accepted' AND act = 'send' AND settled_at > ?";
        $over = [];
        foreach (\array_intersect_key($alarms, \array_flip(self::BY_TEXT)) as $alarm => $raisedAt) {
            if (($this->services->database()->get($sql, $raisedAt)['at'] ?? null) !== null) {
                $over[$alarm] = false;
            }
        }
        return $over + (isset($alarms['sender_refused']) ? $this->ofSender($alarms['sender_refused']) : []);
    }

    /** @return array<string, false> A sender is refused in one country: a text there has to have been taken. */
    private function ofSender(int $raisedAt): array
    {
        $database = $this->services->database();
        $refused = $database->get("SELECT country FROM {outbox} WHERE state = 'refused' AND why = 'blocked_destination'
            AND settled_at <= ? ORDER BY settled_at DESC LIMIT 1", $raisedAt)['country'] ?? null;
        $sql = "SELECT 1 AS found FROM {outbox} WHERE state = 'accepted' AND act = 'send' AND country = ? AND settled_at > ? LIMIT 1";
        return $refused !== null && $database->get($sql, $refused, $raisedAt) !== null ? ['sender_refused' => false] : [];
    }

    private function isTime(int $now): bool
    {
        $notes = new Notes($this->services->database());
        $last = $notes->read(self::NOTE);
        return ($last === null || $now - (int) $last >= self::HOUR_MS || (int) $last > $now)
            && $notes->swap(self::NOTE, $last, (string) $now);
    }

    /** @return array<string, bool|null> */
    private function asked(int $now): array
    {
        $told = $this->services->host()->check(['what' => 'balance']);
        $code = (string) ($told->code ?? '');
        if ($told === null || !$told->login) {
            return [
                'login_refused' => \in_array($code, self::LOGIN, true) ? true : null,
                'balance_low' => \in_array($code, self::SUSPENDED, true) ? true : null,
            ];
        }
        $balance = $told->balance ?? null;
        $least = $balance === null ? 0 : $this->week((string) $balance->currency, $now);
        return [
            'login_refused' => false,
            'balance_low' => $balance !== null && $balance->micros > 0 ? false : null,
            'balance_ends' => $balance !== null && $balance->micros < $least,
        ];
    }

    /** Returns below how much the owner is told: what the last week cost, where that is in the account's currency. */
    private function week(string $currency, int $now): int
    {
        if ($currency !== (string) \get_option('woocommerce_currency')) {
            return self::LEAST_MICROS;
        }
        $sql = "SELECT COALESCE(SUM(cost_micros), 0) AS micros FROM {outbox} WHERE act = 'send' AND attempted_at > ?";
        return \max(self::LEAST_MICROS, (int) $this->services->database()->get($sql, $now - self::WEEK_MS)['micros']);
    }
}
