<?php
// Owns what is remembered of sending outside the database, so that a database put back from a backup is recognized.
declare(strict_types=1);

namespace Cartsignal\Host;

interface Mark
{
    /** Returns the reference of the last text that was begun; null or empty where none is known. */
    public function read(): ?string;

    /** @throws \RuntimeException It can't be kept. */
    public function write(string $reference): void;
}
