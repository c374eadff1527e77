<?php
// Owns what the block checkout tells of its boxes: while the page is open, and with the order.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

final class BlockCheckout
{
    /** Anything is let in here, so that nothing of ours can refuse an order; `Typed` parses it. */
    public const SCHEMA = ['ticked' => self::ANYTHING, 'unticked' => self::ANYTHING, 'beside' => self::ANYTHING];

    private const ANYTHING = [
        'description' => 'Which boxes for text messages are ticked, and beside which address.',
        'type' => ['string', 'null'],
        'context' => ['view', 'edit'],
        'arg_options' => ['validate_callback' => '__return_true', 'sanitize_callback' => [self::class, 'asIs']],
    ];

    /** @var array<string, mixed> What came with the order. */
    private array $posted = [];

    public function __construct(private readonly Services $services)
    {
    }

    /** Takes in what the script tells; the Store API has checked its nonce. */
    public function posted(mixed $fields): void
    {
        if (\is_array($fields)) {
            (new Contact($this->services))->take(Typed::from($fields), 'checkout_block');
        }
    }

    /** Remembers the boxes of the order that is being placed. */
    public function remember(\WP_REST_Request $request): void
    {
        $posted = $request['extensions'][Consent::NAME] ?? [];
        $this->posted = \is_array($posted) ? $posted : [];
    }

    /** Takes in what was ticked with the order. */
    public function placed(\WC_Order $order): void
    {
        $isShipping = ($this->posted['beside'] ?? '') === 'shipping';
        [$of, $other] = $isShipping ? ['shipping', 'billing'] : ['billing', 'shipping'];
        $typed = Typed::from([
            'number' => $order->{"get_{$of}_phone"}() ?: $order->{"get_{$other}_phone"}(),
            'country' => $order->{"get_{$of}_country"}(),
            'region' => $order->{"get_{$of}_state"}(),
            'first_name' => $order->{"get_{$of}_first_name"}(),
            'locale' => Typed::pageLocale(),
        ] + $this->posted);
        (new Contact($this->services))->take($typed, 'checkout_block');
    }

    public static function asIs(mixed $value): mixed
    {
        return $value;
    }
}
