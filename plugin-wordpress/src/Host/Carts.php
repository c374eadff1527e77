<?php
// Owns what lay in a cart, sealed, so that a link can put it back on another device.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Carts
{
    public function __construct(private readonly Database $database, private readonly Vault $vault)
    {
    }

    /**
     * Keeps what lies in a cart now. In a transaction.
     *
     * @param array<string, mixed>|\stdClass $snapshot
     */
    public function keep(string $cart, ?string $shopper, array|\stdClass $snapshot, int $now): void
    {
        $whose = Inbox::subject($shopper, null);
        $sealed = $this->vault->seal($whose['side'], $whose['person'], (object) $snapshot);
        $sql = 'INSERT INTO {carts} (cart, shopper, sealed, at) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE shopper = VALUES(shopper), sealed = VALUES(sealed), at = VALUES(at)';
        $this->database->run($sql, $cart, $shopper, $sealed, $now);
    }

    /**
     * Returns a cart, or null. Its snapshot is null once its shopper was erased, or where it was tampered with.
     *
     * @return array{cart: string, shopper: string|null, at: int, orderId: int|null, snapshot: \stdClass|null}|null
     */
    public function find(string $cart): ?array
    {
        $sql = 'SELECT cart, shopper, at, order_id AS orderId, sealed FROM {carts} WHERE cart = ?';
        $row = $this->database->get($sql, $cart);
        if ($row === null) {
            return null;
        }
        $whose = Inbox::subject($row['shopper'], null);
        try {
            $snapshot = $this->vault->open($whose['side'], $whose['person'], $row['sealed']);
        } catch (SealBroken) {
            $snapshot = null;
        }
        unset($row['sealed']);
        return [...$row, 'snapshot' => $snapshot];
    }

    /** Notes which order a cart became. */
    public function ordered(string $cart, int $orderId): void
    {
        $this->database->run('UPDATE {carts} SET order_id = ? WHERE cart = ?', $orderId, $cart);
    }

    public function forget(string $cart): void
    {
        $this->database->run('DELETE FROM {carts} WHERE cart = ?', $cart);
    }
}
