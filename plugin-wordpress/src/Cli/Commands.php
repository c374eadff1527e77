<?php
// Owns what `wp help cartsignal` says of all commands together.
declare(strict_types=1);

namespace Cartsignal\Cli;

/**
 * Reminds shoppers of carts they left, by text: how it stands, why, and moving in and out.
 */
final class Commands extends \WP_CLI\Dispatcher\CommandNamespace
{
}
