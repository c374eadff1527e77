<?php
// Owns the first visit: whoever activated the plugin is led to the set-up, once.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Rest\Rest;
use Cartsignal\Services;

/** WordPress comes back to its list of plugins after an activation, and says so in the address. */
final class FirstRun
{
    public function __construct(private readonly Services $services)
    {
    }

    /** Called in `admin_init`. Asks the database nothing: the row of settings is autoloaded. */
    public function lead(): void
    {
        // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only whether it is there; nothing is done but to lead.
        $isActivation = ($GLOBALS['pagenow'] ?? '') === 'plugins.php' && isset($_GET['activate']) && !isset($_GET['activate-multi']);
        if (!$isActivation || \is_network_admin() || \wp_doing_ajax() || !\current_user_can(Rest::CAPABILITY)) {
            return;
        }
        $settings = $this->services->settings();
        if (isset($settings->all()['setup']) || $settings->version() === '') {
            return;
        }
        $settings->change(['setup' => ['done' => [], 'skipped' => false]]);
        \wp_safe_redirect(Screen::url('/setup'));
        exit;
    }
}
