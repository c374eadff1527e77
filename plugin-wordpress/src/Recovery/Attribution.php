<?php
// Owns which text an order says it came from: the one whose link was opened last in its session.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Entry;
use Cartsignal\Services;

/** What is written here is a note for the owner and for audits; whether an order is credited, the core decides. */
final class Attribution
{
    public const OPENED = '_cartsignal_decision';

    public const CREDITED = '_cartsignal_credited';

    private const DAY_MS = 86_400_000;

    /** Source: the core's default, `attribution_days`. */
    private const DAYS = 5;

    public function __construct(private readonly Services $services)
    {
    }

    /** Notes the last text opened in the session in which an order was placed. */
    public function note(mixed $order): void
    {
        $opened = Memory::opened();
        if (!$order instanceof \WC_Order || $opened === null) {
            return;
        }
        $days = $this->services->settings()->all()['attribution_days'] ?? self::DAYS;
        if ($this->services->now() - $opened['at'] <= (int) $days * self::DAY_MS) {
            $order->update_meta_data(self::OPENED, $opened['decision']);
            $order->save_meta_data();
        }
    }

    /**
     * Writes on an order that the core credits it to a text. Said twice, it is written once.
     *
     * @return array{done: array<string, mixed>}
     */
    public function credit(Entry $entry): array
    {
        $order = \function_exists('wc_get_order') ? \wc_get_order($entry->does->order ?? 0) : false;
        $decision = (string) ($entry->does->decision ?? '');
        if ($order instanceof \WC_Order && $order->get_meta(self::CREDITED) === '') {
            $order->update_meta_data(self::CREDITED, $decision);
            $order->save_meta_data();
            $text = \__('Bought after opening the link of a Cartsignal text.', 'cartsignal');
            $order->add_order_note($text);
        }
        return ['done' => []];
    }
}
