<?php
// Owns when moving in and out happens: the background's share of each minute, the daily tidying up, and downloads.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Host\Migrations;
use Cartsignal\Module;
use Cartsignal\Services;
use Cartsignal\Wake\Wake;

final class Moving implements Module
{
    /** Of a minute, after the runner has had its turn. Chosen: both end before WordPress's cron is begun anew. */
    private const BUDGET_MS = 12_000;

    /** Behind the runner, which is at 10. */
    private const AFTER_RUNNER = 20;

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_action(Wake::TICK, fn () => $this->services->safely('moving', $this->goOn(...)), self::AFTER_RUNNER);
        \add_action(Wake::DAILY, fn () => $this->services->safely('moving.tidy', function (): void {
            if ($this->isReady()) {
                (new ImportShelf($this->services))->tidy($this->services->now());
            }
        }));
        \add_action('admin_post_' . Download::ACTION, fn () => (new Download($this->services))->answer());
    }

    private function goOn(): void
    {
        if ((!\wp_doing_cron() && !(\defined('WP_CLI') && WP_CLI)) || !$this->isReady()) {
            return;
        }
        $begun = \hrtime(true);
        (new Imports($this->services))->goOn(self::BUDGET_MS);
        $left = self::BUDGET_MS - \intdiv(\hrtime(true) - $begun, 1_000_000);
        if ($left > 0) {
            (new PastOrders($this->services))->work($left);
        }
    }

    private function isReady(): bool
    {
        return \class_exists('WooCommerce', false) && (new Migrations($this->services->database()))->isCurrent();
    }
}
