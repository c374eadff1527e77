<?php
// Owns the store's one row of counters, which every text needs: locked last, so that nobody waits for a lock with it.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Counters
{
    public function __construct(private readonly Database $database)
    {
    }

    /** Returns the counters and holds them until the transaction ends; null where nothing was counted yet. */
    public function read(): ?string
    {
        $row = $this->database->get('SELECT bytes FROM {counters} WHERE id = 1 FOR UPDATE');
        if ($row === null) {
            $this->database->run('INSERT INTO {counters} (id, bytes) VALUES (1, NULL) ON DUPLICATE KEY UPDATE id = id');
            $row = $this->database->get('SELECT bytes FROM {counters} WHERE id = 1 FOR UPDATE');
        }
        return $row['bytes'] ?? null;
    }

    /** Returns the counters as they stand, held by nobody: to be looked at only. */
    public function seen(): ?string
    {
        return $this->database->get('SELECT bytes FROM {counters} WHERE id = 1')['bytes'] ?? null;
    }

    /** Writes what `admit` or `charge` answered. In the transaction that read them. */
    public function keep(?string $bytes): void
    {
        $this->database->run('UPDATE {counters} SET bytes = ? WHERE id = 1', $bytes);
    }
}
