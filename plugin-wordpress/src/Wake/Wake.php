<?php
// Owns when the runner is woken: by WordPress's cron, and after a response was sent off. Never while a shopper waits.
declare(strict_types=1);

namespace Cartsignal\Wake;

use Cartsignal\Module;
use Cartsignal\Services;

final class Wake implements Module
{
    /** Each minute. */
    public const TICK = 'cartsignal_tick';

    /** Once, at the time that something is due. */
    public const DRAIN = 'cartsignal_drain';

    /** For what can wait: retention, spent coupons. */
    public const DAILY = 'cartsignal_daily';

    /** Fired when something was written that the runner should look at. */
    private const ASKED = ['cartsignal_soon', 'cartsignal_appended', 'cartsignal_arrived'];

    /** A run by cron begins nothing after so long. Chosen: below the 30 s that many hosts give a process. */
    private const CRON_MS = 20_000;

    /** The same after a response: it holds a process that the next shopper may need. Chosen. */
    private const AFTER_MS = 3_000;

    /** Between two runs after responses: a busy shop must not load the core in each request. Chosen. */
    private const PAUSE_MS = 15_000;

    /** After everything else that a request does at its end, WooCommerce's session among it. */
    private const LAST = PHP_INT_MAX;

    private bool $asked = false;

    private bool $ran = false;

    public function __construct(private readonly Services $services)
    {
    }

    /** Asks for a run as soon as nobody waits for this request any more. Costs nothing; may be called often. */
    public static function soon(): void
    {
        \do_action('cartsignal_soon');
    }

    public function register(): void
    {
        \add_filter('cron_schedules', static fn (array $intervals) => Schedule::withMinute($intervals));
        foreach ([self::TICK, self::DRAIN] as $hook) {
            \add_action($hook, fn () => $this->services->safely('wake', $this->byCron(...)));
        }
        foreach (self::ASKED as $hook) {
            \add_action($hook, fn () => $this->asked());
        }
        // The trap: WordPress keeps all events in one option, and of two processes that write it the last one wins. An event
        // that was lost so is seen missing by the next visit; looking costs no query.
        \add_action('init', fn () => \wp_next_scheduled(self::TICK) === false
            && $this->services->safely('wake', Schedule::keep(...)));
        if (\wp_doing_cron()) {
            \add_action('shutdown', fn () => $this->services->safely('wake', $this->lastInCron(...)), self::LAST);
        }
    }

    /**
     * The trap: an event of another plugin may end the process, and the events behind it with it. WooCommerce's own does
     * (`wc_privacy_cleanup_cron` calls `exit`): then ours is run at the very end.
     */
    private function lastInCron(): void
    {
        $next = \array_filter([\wp_next_scheduled(self::TICK), \wp_next_scheduled(self::DRAIN)]);
        if (!$this->ran && $next !== [] && \min($next) <= \time()) {
            $this->byCron();
        }
    }

    private function byCron(): void
    {
        // Some plugins run events that are due in the middle of a visit: then a shopper would wait for the provider.
        if (\wp_doing_cron() || (\defined('WP_CLI') && WP_CLI)) {
            $this->ran = true;
            (new Runs($this->services))->run(self::CRON_MS, true);
        }
    }

    private function asked(): void
    {
        if ($this->asked || \wp_doing_cron()) {
            return;
        }
        $this->asked = true;
        \add_action('shutdown', fn () => $this->services->safely('wake', $this->afterResponse(...)), self::LAST);
    }

    private function afterResponse(): void
    {
        if (!Response::canFinish()) {
            // The event of each minute does it; where somebody threw that away, it comes back.
            Schedule::keep();
            return;
        }
        if (!Response::finish()) {
            return;
        }
        Schedule::keep();
        $ranAt = (new Heartbeat($this->services->database()))->read()['ran_at'];
        if ($ranAt === null || $this->services->now() - $ranAt >= self::PAUSE_MS) {
            (new Runs($this->services))->run(self::AFTER_MS, false);
        }
    }
}
