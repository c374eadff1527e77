<?php
// Owns which commands WP-CLI has of the plugin. Nothing of this folder is loaded elsewhere.
declare(strict_types=1);

namespace Cartsignal\Cli;

use Cartsignal\Module;
use Cartsignal\Services;

final class Cli implements Module
{
    private const COMMANDS = [
        'status' => StatusCommand::class,
        'doctor' => DoctorCommand::class,
        'import' => ImportCommand::class,
        'replay' => ReplayCommand::class,
        'explain' => ExplainCommand::class,
        'export' => ExportCommand::class,
        'pause' => PauseCommand::class,
        'resume' => ResumeCommand::class,
    ];

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \WP_CLI::add_command('cartsignal', Commands::class);
        foreach (self::COMMANDS as $name => $class) {
            \WP_CLI::add_command("cartsignal $name", new $class($this->services), [
                'before_invoke' => static function (): void {
                    if (!\class_exists('WooCommerce', false)) {
                        \WP_CLI::error('Cartsignal needs WooCommerce, which is not active.');
                    }
                },
            ]);
        }
    }
}
