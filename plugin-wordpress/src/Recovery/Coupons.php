<?php
// Owns the coupons that the core has issued: each made once, known by its decision, and thrown away when its time is over.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Entry;
use Cartsignal\Services;
use Cartsignal\Settings\Currency;

/**
 * A coupon's code is made from its decision with the store's key: nobody can guess it, and a process that ended half way
 * leaves one that is found again by the same code instead of a second one.
 */
final class Coupons
{
    public const META = '_cartsignal_decision';

    private const HOUR_MS = 3_600_000;

    /** Letters and digits that are not mistaken for each other; 32, so that each stands for five bits. */
    private const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

    /** 50 bits, and bound to one phone beside. Chosen: short enough to be typed from a text. */
    private const WIDTH = 10;

    /** Kept for a while after it ended, so that the owner can still see what a shopper asks about. Chosen. */
    private const KEPT_MS = 7 * 86_400_000;

    /** Until it is forgotten whose coupon it was. Chosen: longer than the core waits before it gives a phone another one. */
    private const REMEMBERED_MS = 180 * 86_400_000;

    /** Thrown away in one go. Chosen: some seconds of a night's work. */
    private const MOST_A_DAY = 200;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Issues the coupon of a decision; asked twice, it answers the same coupon.
     *
     * @return array<string, mixed> An outcome: `{done: {code, expires_at}}` or `{refused: {why}}`.
     */
    public function issue(Entry $entry): array
    {
        $refused = ['refused' => ['why' => 'coupon_refused']];
        $does = $entry->does;
        if ($does === null || !\function_exists('wc_coupons_enabled') || !\wc_coupons_enabled()) {
            return $refused;
        }
        $code = $this->code($entry->decision);
        $expiresAt = \intdiv($this->services->now(), 1_000) * 1_000 + $does->valid_hours * self::HOUR_MS;
        $sql = "INSERT INTO {coupons} (decision, code_hash, recipient, expires_at, state) VALUES (?, ?, ?, ?, 'issuing')
            ON DUPLICATE KEY UPDATE decision = decision";
        $hash = $this->services->keys()->link("coupon\n$code");
        $this->services->database()->run($sql, $entry->decision, $hash, $entry->recipient, $expiresAt);
        $row = $this->row($entry->decision);
        if ($row === null || !\in_array($row['state'], ['issuing', 'issued'], true)) {
            return $refused;
        }
        $this->services->point('coupon_noted');
        $coupon = $row['state'] === 'issued' && $row['coupon_id'] !== null
            ? new \WC_Coupon($row['coupon_id'])
            : $this->make($entry->decision, $code, $does, $row['expires_at']);
        if ($coupon === null) {
            return $refused;
        }
        $this->services->point('coupon_made');
        $sql = "UPDATE {coupons} SET coupon_id = ?, state = 'issued' WHERE decision = ?";
        $this->services->database()->run($sql, $coupon->get_id(), $entry->decision);
        return ['done' => ['code' => $code, 'expires_at' => $row['expires_at']]];
    }

    /**
     * Returns the coupon that a recipient may use now, or null.
     *
     * @return array{decision: string, code: string}|null
     */
    public function of(string $recipient, int $now): ?array
    {
        $sql = "SELECT decision FROM {coupons} WHERE recipient = ? AND state = 'issued' AND expires_at > ?
            ORDER BY expires_at DESC LIMIT 1";
        $decision = $this->services->database()->get($sql, $recipient, $now)['decision'] ?? null;
        return $decision === null ? null : ['decision' => $decision, 'code' => $this->code($decision)];
    }

    /** Throws coupons away whose time is over and that nobody used. Used ones stay: orders name them. */
    public function clean(int $now): int
    {
        $sql = "SELECT decision, coupon_id FROM {coupons} WHERE state IN ('issuing', 'issued') AND expires_at < ?
            ORDER BY expires_at LIMIT " . self::MOST_A_DAY;
        $rows = $this->services->database()->all($sql, $now - self::KEPT_MS);
        foreach ($rows as ['decision' => $decision, 'coupon_id' => $id]) {
            $state = $this->isThrownAway($decision, $id) ? 'removed' : 'used';
            $this->services->database()->run('UPDATE {coupons} SET state = ? WHERE decision = ?', $state, $decision);
        }
        $sql = "DELETE FROM {coupons} WHERE state IN ('removed', 'used') AND expires_at < ? LIMIT " . self::MOST_A_DAY;
        $this->services->database()->run($sql, $now - self::REMEMBERED_MS);
        return \count($rows);
    }

    private function make(string $decision, string $code, \stdClass $does, int $expiresAt): ?\WC_Coupon
    {
        $coupon = new \WC_Coupon(\wc_get_coupon_id_by_code(\wc_format_coupon_code($code)));
        if (!\in_array((string) $coupon->get_meta(self::META), ['', $decision], true)) {
            return null;
        }
        $coupon->set_code($code);
        $coupon->set_status('publish');
        $coupon->set_discount_type('percent');
        $coupon->set_amount($does->percent);
        $coupon->set_usage_limit(1);
        $coupon->set_exclude_sale_items(true);
        if ($does->minimum_minor > 0) {
            $coupon->set_minimum_amount(Currency::ofMinor($does->minimum_minor, \get_woocommerce_currency()));
        }
        $coupon->set_date_expires(\intdiv($expiresAt, 1_000));
        $coupon->set_description(\__('Issued by Cartsignal with a text, for one phone.', 'cartsignal'));
        $coupon->update_meta_data(self::META, $decision);
        return $coupon->save() > 0 ? $coupon : null;
    }

    /** Returns whether a coupon is gone: thrown away here, by the owner, or never made. */
    private function isThrownAway(string $decision, ?int $id): bool
    {
        $id ??= \wc_get_coupon_id_by_code(\wc_format_coupon_code($this->code($decision)));
        if ($id === 0 || \get_post_type($id) !== 'shop_coupon') {
            return true;
        }
        $coupon = new \WC_Coupon($id);
        if ($coupon->get_usage_count() > 0) {
            return false;
        }
        $coupon->delete(true);
        return true;
    }

    /** @return array<string, mixed>|null */
    private function row(string $decision): ?array
    {
        $sql = 'SELECT coupon_id, expires_at, state FROM {coupons} WHERE decision = ?';
        return $this->services->database()->get($sql, $decision);
    }

    private function code(string $decision): string
    {
        $bytes = (string) \hex2bin($this->services->keys()->mark('coupon', $decision));
        $code = '';
        for ($place = 0; $place < self::WIDTH; $place++) {
            $code .= self::ALPHABET[\ord($bytes[$place]) & 31];
        }
        return $code;
    }
}
