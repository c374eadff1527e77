<?php
// Owns `wp cartsignal pause`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Services;

/**
 * Pauses all texts; what goes on in the shop is still noted.
 */
final class PauseCommand
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Pauses all texts; what goes on in the shop is still noted.
     *
     * ## OPTIONS
     *
     * [--why=<why>]
     * : One line for whoever finds it paused.
     *
     * ## EXAMPLES
     *
     *     wp cartsignal pause --why="Moving to another server"
     *
     * @param list<string> $arguments
     * @param array<string, string> $options
     */
    public function __invoke(array $arguments, array $options): void
    {
        $permission = $this->services->host()->permission();
        if ($permission->pausedBecause() !== null) {
            \WP_CLI::warning('It was paused before.');
            return;
        }
        $why = \mb_substr((string) \preg_replace('/[\x00-\x1f\x7f]/', ' ', $options['why'] ?? ''), 0, 200);
        $permission->pause($why === '' ? 'owner' : $why);
        \WP_CLI::success('No text goes out until `wp cartsignal resume`.');
    }
}
