<?php
// Owns what became of a test cart so far, live: shop opened, something in the cart, number and tick, when its text is due and why.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Activity\Reasons;
use Cartsignal\Activity\Shown;
use Cartsignal\Services;

final class CartOutcome
{
    /** Arrivals taken in while somebody waits for the page. Chosen: each takes some ms. */
    private const TAKEN = 20;

    /** What a cart waits for, whose text is then due. Source: `WakeReason` of the contract. */
    private const OF_CARTS = ['cart_idle', 'delay_ends', 'hold_ends', 'wait_ends'];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param array<string, mixed> $kept As TestCart keeps it.
     * @return array{opened: bool, in_cart: int, ticked: bool, due_at: ?int, sentence: ?string, answer: ?string, last: ?string}
     */
    public function seen(array $kept): array
    {
        $shopper = $kept['key'];
        $this->takeIn($shopper);
        $ticked = $this->services->people()->pointsAt($shopper) !== null;
        $stands = $ticked ? (new Foresight($this->services))->of($shopper) : null;
        $due = $this->dueAt($shopper);
        $last = $this->last($shopper);
        return [
            'opened' => isset($kept['opened_at']),
            'in_cart' => $this->inCart((string) $kept['user']),
            'ticked' => $ticked,
            'due_at' => $due,
            'sentence' => $stands === null ? null : $this->why($stands, $due),
            'answer' => $stands === null ? null : \trim($this->answer($stands) . ' ' . $this->watched($shopper)),
            'last' => $last,
        ];
    }

    private function takeIn(string $shopper): void
    {
        $sql = "SELECT 1 AS waits FROM {inbox} WHERE state = 'pending' AND shopper = ? LIMIT 1";
        if ($this->services->database()->get($sql, $shopper) !== null) {
            $this->services->host()->takeIn(self::TAKEN);
        }
    }

    private function dueAt(string $shopper): ?int
    {
        $row = $this->services->database()->get("SELECT at, reason FROM {wakes} WHERE side = 'shopper' AND person = ?", $shopper);
        return $row !== null && \in_array($row['reason'], self::OF_CARTS, true) ? $row['at'] : null;
    }

    /** Returns how many things lie in the manager's cart: WooCommerce's own session knows, ours does not before the tick. */
    private function inCart(string $user): int
    {
        $session = (new \WC_Session_Handler())->get_session($user, []);
        $cart = \maybe_unserialize(\is_array($session) ? $session['cart'] ?? '' : '');
        return (int) \array_sum(\array_column(\is_array($cart) ? $cart : [], 'quantity'));
    }

    private function why(\stdClass $stands, ?int $due): string
    {
        if (isset($stands->ended)) {
            return Reasons::sentence((string) $stands->ended);
        }
        $kind = Shown::kind((string) ($stands->kind ?? ''));
        if ($due === null) {
            return $kind;
        }
        $at = Shown::moment($due);
        return $kind === ''
            /* translators: %s: a moment. */
            ? \sprintf(\__('If nothing more is done in this cart, it counts as left on %s, and its text is due then.', 'cartsignal'), $at)
            /* translators: 1: how the cart was left, 2: a moment. */
            : \sprintf(\__('%1$s. The text is due on %2$s.', 'cartsignal'), $kind, $at);
    }

    /** Returns what would happen to the text if it was due now. */
    private function answer(\stdClass $stands): ?string
    {
        $now = $stands->now ?? null;
        if ($now === 'send') {
            return \__('If it was due now, it would be sent.', 'cartsignal');
        }
        if ($now === 'ask') {
            return \__('If it was due now, a text would first ask whether the number is right, as the law of its country wants it.', 'cartsignal');
        }
        $reason = $now instanceof \stdClass ? $now->hold ?? $now->drop ?? null : null;
        return $reason === null ? null : Reasons::sentence((string) $reason, ['trace' => $stands->trace ?? []]);
    }

    /** Returns that the country of the number is only watched, where it is. */
    private function watched(string $shopper): string
    {
        $people = $this->services->people();
        $country = $people->contactOf($shopper, $people->pointsAt($shopper))->number->country ?? '';
        $isLive = $this->services->settings()->markets()[$country]['live'] ?? false;
        /* translators: %s: a country. */
        return $isLive ? '' : \sprintf(\__('%s is only watched: it will be decided and listed, and not sent.', 'cartsignal'), Shown::country($country));
    }

    /** Returns why what was decided last was decided. */
    private function last(string $shopper): ?string
    {
        $sql = 'SELECT reason FROM {decisions} WHERE shopper = ? ORDER BY place DESC LIMIT 1';
        $reason = $this->services->database()->get($sql, $shopper)['reason'] ?? null;
        return $reason === null ? null : Reasons::sentence($reason);
    }
}
