<?php
// Owns who may use a coupon of ours: the session that its phone's link restored, or whoever that phone belongs to.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Fault;
use Cartsignal\Services;

final class CouponBond
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns whether a coupon is not ours, or this visitor's.
     *
     * @throws \Exception It is ours and somebody else's; WooCommerce shows its sentence.
     */
    public function holds(mixed $coupon, mixed $discounts): bool
    {
        $decision = $coupon instanceof \WC_Coupon ? (string) $coupon->get_meta(Coupons::META) : '';
        // Orders are reckoned by the owner's hand, or after the coupon was checked at the cart.
        $isOrder = $discounts instanceof \WC_Discounts && $discounts->get_object() instanceof \WC_Order;
        if ($decision === '' || $isOrder || Memory::owns($decision)) {
            return true;
        }
        try {
            $isTheirs = $this->isTheirs($decision);
        } catch (\Throwable $error) {
            // A code that nobody can guess in a stranger's hand costs less than a promise that is broken.
            Fault::note($error, 'recovery.coupon');
            return true;
        }
        if (!$isTheirs) {
            $this->services->safely('guards.coupon', fn () => (new \Cartsignal\Guards\CouponTries($this->services))->tried($decision));
            throw new \Exception(\esc_html__(
                'This coupon belongs to the phone that got our text. Open the link of that text here, and the coupon is applied.',
                'cartsignal'
            ), \WC_Coupon::E_WC_COUPON_INVALID_FILTERED);
        }
        Memory::own($decision);
        return true;
    }

    /** Returns the decision that issued the coupon with this code, or null where it is none of ours. */
    public static function decisionOf(string $code): ?string
    {
        $id = \wc_get_coupon_id_by_code(\wc_format_coupon_code($code));
        $decision = $id === 0 ? '' : \get_post_meta($id, Coupons::META, true);
        return \is_string($decision) && $decision !== '' ? $decision : null;
    }

    /** Whether the number this visitor is known by is the one that the coupon was issued to. */
    private function isTheirs(string $decision): bool
    {
        $sql = 'SELECT recipient FROM {coupons} WHERE decision = ?';
        $recipient = $this->services->database()->get($sql, $decision)['recipient'] ?? null;
        $people = $this->services->people();
        $mine = $people->survivor($this->services->visitor()->key());
        return $recipient !== null && $people->pointsAt($mine) === $recipient;
    }
}
