<?php
// Owns `wp cartsignal resume`.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Services;

/**
 * Lets texts go again.
 */
final class ResumeCommand
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Lets texts go again. What is overdue by then is decided again, never flushed.
     *
     * ## OPTIONS
     *
     * [--yes]
     * : Does not ask.
     *
     * ## EXAMPLES
     *
     *     wp cartsignal resume --yes
     *
     * @param list<string> $arguments
     * @param array<string, mixed> $options
     */
    public function __invoke(array $arguments, array $options): void
    {
        $host = $this->services->host();
        $sending = $host->permission()->sending();
        if ($sending['allowed']) {
            \WP_CLI::success('Nothing is paused.');
            return;
        }
        if (($sending['why'] ?? '') !== 'paused') {
            \WP_CLI::error('It is not paused: ' . ($sending['why'] ?? '') . '. See `wp cartsignal status`.');
        }
        \WP_CLI::confirm('Texts may go out from here on. Is this the store that shall send them?', $options);
        $host->resume();
        \WP_CLI::success('Texts may go again.');
    }
}
