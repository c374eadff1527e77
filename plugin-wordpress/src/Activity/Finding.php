<?php
// Owns finding what an owner asks for: a phone number, an order, a text's reference, a decision.
declare(strict_types=1);

namespace Cartsignal\Activity;

use Cartsignal\Capture\Orders;
use Cartsignal\Core\Sending;
use Cartsignal\Recovery\Attribution;
use Cartsignal\Services;

/** A number is turned into its key at once: it stands in no address, no log and no answer. */
final class Finding
{
    /** Of an order's number; longer ones are phones. Chosen. */
    private const ORDER_DIGITS = 7;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns where to look: at a shopper, at a decision, or nowhere.
     *
     * @param string $country In which a number without its country's code was typed; else all that are sold to are tried.
     * @return array{shopper: ?string, decision: ?string, order: ?string, says: ?string}
     */
    public function of(#[\SensitiveParameter] string $text, string $country = ''): array
    {
        $text = \trim($text);
        $digits = (string) \preg_replace('/[^\d+]/', '', $text);
        $isOrder = \preg_match('/\A#?\s*\d{1,' . self::ORDER_DIGITS . '}\z/', $text) === 1;
        $order = $isOrder ? $this->order((int) \ltrim($text, '# ')) : null;
        if ($order !== null) {
            return $order;
        }
        $isPhone = \preg_match('/\A[\d\s().\/+-]{6,40}\z/', $text) === 1 && \strlen($digits) >= 6;
        $shopper = $isPhone ? $this->phone($text, $country) : $this->key($text);
        if ($shopper !== null) {
            return self::found(shopper: $shopper);
        }
        $decision = $isPhone ? null : $this->services->host()->why($text)['decision'] ?? null;
        return self::found(decision: $decision, says: $decision !== null ? null : self::nothing($isPhone, $isOrder));
    }

    /** @return array{shopper: ?string, decision: ?string, order: ?string, says: ?string}|null */
    private function order(int $id): ?array
    {
        $order = \function_exists('wc_get_order') ? \wc_get_order($id) : false;
        if (!$order instanceof \WC_Order) {
            return null;
        }
        $number = (string) $order->get_order_number();
        $decision = (string) $order->get_meta(Attribution::CREDITED) ?: (string) $order->get_meta(Attribution::OPENED);
        if ($decision !== '') {
            return self::found(decision: $decision, order: $number);
        }
        $shopper = (string) $order->get_meta(Orders::SHOPPER);
        $key = $shopper === '' ? null : $this->known($shopper);
        $key ??= $order->get_billing_phone() === '' ? null
            : $this->phone($order->get_billing_phone(), $order->get_billing_country());
        /* translators: %s: an order's number. */
        $none = \sprintf(\__('Order %s: nothing was decided about this buyer.', 'cartsignal'), $number);
        return self::found(shopper: $key, order: $number, says: $key === null ? $none : null);
    }

    private function phone(#[\SensitiveParameter] string $text, string $country): ?string
    {
        $core = new Sending($this->services->core());
        $countries = $country !== '' ? [$country] : \array_keys($this->services->settings()->markets());
        foreach ($countries as $each) {
            if (\preg_match('/\A[A-Z]{2}\z/', (string) $each) !== 1) {
                continue;
            }
            $e164 = $core->parsePhone(\mb_substr($text, 0, 40), (string) $each)->phone->e164 ?? null;
            $key = $e164 === null ? null : $this->services->keys()->recipient($e164);
            if ($key !== null && $this->services->people()->known($key)) {
                return $key;
            }
        }
        return null;
    }

    private function key(string $text): ?string
    {
        return \preg_match('/\A[a-z][0-9a-f]{16,63}\z/', $text) === 1 ? $this->known($text) : null;
    }

    private function known(string $key): ?string
    {
        $people = $this->services->people();
        $survivor = (string) $people->survivor($key);
        return match (true) {
            $people->known($key) => $key,
            $people->pointsAt($survivor) !== null => $people->pointsAt($survivor),
            $people->state('shopper', $survivor) !== null => $survivor,
            default => null,
        };
    }

    /** @return array{shopper: ?string, decision: ?string, order: ?string, says: ?string} */
    private static function found(
        ?string $shopper = null,
        ?string $decision = null,
        ?string $order = null,
        ?string $says = null
    ): array {
        return ['shopper' => $shopper, 'decision' => $decision, 'order' => $order, 'says' => $says];
    }

    private static function nothing(bool $isPhone, bool $isOrder): string
    {
        return match (true) {
            $isOrder => \__('There is no order with this number.', 'cartsignal'),
            $isPhone => \__('Nothing is kept of this number: it was never given together with a tick, or was erased.', 'cartsignal'),
            default => \__('Nothing was found. Search by a phone number, an order number, or the reference of a text.', 'cartsignal'),
        };
    }
}
