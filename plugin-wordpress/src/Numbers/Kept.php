<?php
// Owns the sums of past days: what is left of texts and decisions once these are thrown away.
declare(strict_types=1);

namespace Cartsignal\Numbers;

use Cartsignal\Host\Database;

/** They lie among the facts that the core learns, under names of their own, by the store's days. Nothing in them is anybody's. */
final class Kept
{
    private const PREFIX = 'numbers.';

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Puts sums in the place of those that are kept of the same days, under the same names.
     *
     * @param string $group What all their names begin with: of this, nothing else is left of these days.
     */
    public function replace(Tally $tally, int $first, int $last, string $group): void
    {
        $this->database->transaction(function () use ($tally, $first, $last, $group): void {
            $like = \addcslashes(self::PREFIX . $group, '_%\\') . '%';
            $this->database->run('DELETE FROM {facts} WHERE day >= ? AND day <= ? AND counts LIKE ?', $first, $last, $like);
            $this->write($tally, $group, 'value = VALUES(value)');
        });
    }

    /** Adds sums of carts to those that are kept. */
    public function add(Tally $tally): void
    {
        $this->write($tally, 'carts.', 'value = value + VALUES(value)');
    }

    /** Returns what is kept of days, by names without their group. */
    public function read(int $first, int $last, string $group): Tally
    {
        $prefix = self::PREFIX . $group;
        $sql = 'SELECT day, counted_by, counts, value FROM {facts} WHERE day >= ? AND day <= ? AND counts LIKE ?';
        $tally = new Tally();
        foreach ($this->database->all($sql, $first, $last, \addcslashes($prefix, '_%\\') . '%') as $row) {
            $tally->add($row['day'], $row['counted_by'], \substr($row['counts'], \strlen($prefix)), $row['value']);
        }
        return $tally;
    }

    private function write(Tally $tally, string $group, string $again): void
    {
        $sql = "INSERT INTO {facts} (id, counts, day, counted_by, value) VALUES (?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE $again";
        foreach ($tally->days() as $day => $countries) {
            foreach ($countries as $country => $sums) {
                foreach (\array_filter($sums) as $what => $much) {
                    $name = \substr(self::PREFIX . $group . $what, 0, 64);
                    $this->database->run($sql, "$name:$day:$country", $name, $day, (string) $country, $much);
                }
            }
        }
    }
}
