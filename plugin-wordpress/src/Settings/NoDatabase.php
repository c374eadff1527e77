<?php
// Owns the refusal to work where there is no database to work with, in one sentence for the owner.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class NoDatabase extends \RuntimeException
{
}
