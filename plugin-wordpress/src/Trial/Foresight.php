<?php
// Owns what the core would say of a shopper now: where he stands, and what would happen to the next text.
declare(strict_types=1);

namespace Cartsignal\Trial;

use Cartsignal\Core\StoredProgram;
use Cartsignal\Services;

final class Foresight
{
    public function __construct(private readonly Services $services)
    {
    }

    /** Returns the journey that a shopper is in, as `Standing` of the contract; null where there is none. Changes nothing. */
    public function of(string $shopper): ?\stdClass
    {
        $people = $this->services->people();
        $state = $people->state('shopper', $shopper);
        $stored = $state === null ? null : $this->inForce();
        if ($stored === null) {
            return null;
        }
        $recipient = $people->pointsAt($shopper);
        $call = \array_filter([
            'shopper' => $shopper,
            'recipient' => $recipient,
            'contact' => $people->contactOf($shopper, $recipient),
            'moment' => $this->services->now(),
        ], static fn (mixed $value): bool => $value !== null);
        $theirs = (string) $people->state('recipient', $recipient);
        $journeys = $this->services->core()->load($stored)->explain($call, $state, $theirs)->journeys;
        return $journeys === [] ? null : \end($journeys);
    }

    private function inForce(): ?StoredProgram
    {
        $database = $this->services->database();
        $row = $database->get('SELECT program FROM {programs} WHERE in_force = 1 ORDER BY program DESC LIMIT 1');
        $sql = 'SELECT SUBSTRING(bytes, ?, ?) AS piece FROM {programs} WHERE program = ?';
        return $row === null ? null : StoredProgram::open(static fn (int $offset, int $length): string =>
            $database->get($sql, $offset + 1, $length, $row['program'])['piece'] ?? '');
    }
}
