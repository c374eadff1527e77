<?php
// Owns small facts about the store, by name, which the database keeps.
declare(strict_types=1);

namespace Cartsignal\Host;

final class Notes
{
    public function __construct(private readonly Database $database)
    {
    }

    public function read(string $name): ?string
    {
        return $this->database->get('SELECT value FROM {settings} WHERE name = ?', $name)['value'] ?? null;
    }

    /**
     * Returns facts whose names begin alike.
     *
     * @return array<string, string> By what follows in their names.
     */
    public function under(string $beginning): array
    {
        $sql = 'SELECT name, value FROM {settings} WHERE name LIKE ? ORDER BY name';
        $found = [];
        foreach ($this->database->all($sql, \addcslashes($beginning, '_%\\') . '%') as $row) {
            $found[\substr($row['name'], \strlen($beginning))] = $row['value'];
        }
        return $found;
    }

    public function write(string $name, string $value): void
    {
        $sql = 'INSERT INTO {settings} (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)';
        $this->database->run($sql, $name, $value);
    }

    /** Writes a fact unless there is one; returns the one that is kept. */
    public function begin(string $name, string $value): string
    {
        $sql = 'INSERT INTO {settings} (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = name';
        $this->database->run($sql, $name, $value);
        return $this->read($name) ?? $value;
    }

    /**
     * Puts a fact in the place of the one that was read; false where another process was faster.
     *
     * @param string|null $from What was read; null where there was none.
     */
    public function swap(string $name, ?string $from, string $to): bool
    {
        if ($from === null) {
            return $this->database->run('INSERT IGNORE INTO {settings} (name, value) VALUES (?, ?)', $name, $to) === 1;
        }
        $sql = 'UPDATE {settings} SET value = ? WHERE name = ? AND value = ?';
        return $this->database->run($sql, $to, $name, $from) === 1;
    }

    public function drop(string $name): void
    {
        $this->database->run('DELETE FROM {settings} WHERE name = ?', $name);
    }
}
