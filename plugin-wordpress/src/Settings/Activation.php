<?php
// Owns when this site is set up: at activation, after an update, and never in a shopper's request.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Module;
use Cartsignal\Services;
use Cartsignal\Wake\Schedule;

final class Activation implements Module
{
    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \register_activation_hook($this->services->file, fn () => $this->activated());
        \register_deactivation_hook($this->services->file, static fn () => self::deactivated());
        \add_action('admin_init', fn () => $this->services->safely('setup', $this->visited(...)));
        \add_action('admin_notices', fn () => $this->services->safely('setup', $this->tellTrouble(...)));
    }

    private function activated(): void
    {
        (new Setup($this->services))->run();
        Schedule::keep();
        self::renewAddresses();
    }

    private static function deactivated(): void
    {
        Schedule::clear();
        self::renewAddresses();
    }

    /** After an update, or on another site of a network, the first page that somebody of the shop opens sets things up. */
    private function visited(): void
    {
        if (\wp_doing_ajax() || !\current_user_can('manage_woocommerce')) {
            return;
        }
        Schedule::keep();
        $setup = new Setup($this->services);
        // What failed before is tried again by cron, not on each page.
        if ($this->services->settings()->trouble() === null && !$setup->isDone()) {
            $setup->run();
        }
    }

    private function tellTrouble(): void
    {
        $trouble = $this->services->settings()->trouble();
        if ($trouble === null || !\current_user_can('manage_options')) {
            return;
        }
        $text = \__('Cartsignal is not set up, and nothing is sent:', 'cartsignal') . ' ' . $trouble;
        echo '<div class="notice notice-error"><p>' . \esc_html($text) . '</p></div>';
    }

    /** My account has a page of ours: WooCommerce reads the addresses anew. */
    private static function renewAddresses(): void
    {
        \update_option('woocommerce_queue_flush_rewrite_rules', 'yes');
    }
}
