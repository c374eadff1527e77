<?php
// Owns the refusal to begin a run that PHP would end in the middle.
declare(strict_types=1);

namespace Cartsignal\Wake;

final class NoRoom extends \RuntimeException
{
}
