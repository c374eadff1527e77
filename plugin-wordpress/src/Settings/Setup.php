<?php
// Owns bringing this site up to the plugin's release: tables, keys, the program, what opcache holds. Never in a shopper's request.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Consent\PageAddresses;
use Cartsignal\Core\BuildMismatch;
use Cartsignal\Core\Refused;
use Cartsignal\Core\Unsupported;
use Cartsignal\Fault;
use Cartsignal\Host\DatabaseGone;
use Cartsignal\Host\KeyFault;
use Cartsignal\Host\Migrations;
use Cartsignal\Host\SchemaFault;
use Cartsignal\Services;

/** Each step may be repeated; what failed is said in the option row, and tried again by cron. */
final class Setup
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns whether this site was set up by the very release that runs. Reads the plugin's header. The trouble of an older
     * release that was put back and replaced again is looked into once more: else it would be shown for ever.
     */
    public function isDone(): bool
    {
        $settings = $this->services->settings();
        return $settings->version() === $this->release() && $settings->trouble() === null;
    }

    /** Does all steps and returns whether they succeeded. */
    public function run(): bool
    {
        try {
            $this->steps();
            $outcome = ['version' => $this->release(), 'trouble' => null];
        } catch (\Throwable $error) {
            Fault::note($error, 'setup');
            $outcome = ['trouble' => self::sentence($error)];
        }
        $settings = $this->services->settings();
        if ($settings->with($outcome)->all() !== $settings->all()) {
            $settings->change($outcome);
        }
        return $outcome['trouble'] === null;
    }

    private function steps(): void
    {
        $core = $this->services->core();
        $database = $this->services->database();
        (new Migrations($database, $this->services->point(...)))->run();
        // Once a database has the proof of its keys, new keys would be wrong ones: those it was begun with must come back.
        $begun = $database->get("SELECT 1 AS known FROM {settings} WHERE name LIKE 'key\\_check\\_%' LIMIT 1") !== null;
        if (!$begun) {
            KeyFile::make();
        }
        $this->services->keys()->check($database);
        // Opening the host puts the settings in force where they are not.
        $this->services->host();
        $core->warm();
        PageAddresses::renew();
    }

    private function release(): string
    {
        return \get_file_data($this->services->file, ['version' => 'Version'])['version'];
    }

    /** Returns what went wrong, in words that name a way out where one is known. */
    private static function sentence(\Throwable $error): string
    {
        $says = [SchemaFault::class, NoDatabase::class, KeyFault::class, Unsupported::class, BuildMismatch::class,
            Refused::class, DatabaseGone::class];
        if (\in_array($error::class, $says, true)) {
            return \mb_substr(Words::said($error->getMessage()), 0, 500);
        }
        /* translators: %s: the name of an error. */
        return \sprintf(\__('Setting up failed (%s): the site\'s error log says where.', 'cartsignal'), $error::class);
    }
}
