<?php
// Owns the page WooCommerce > Cartsignal: who may open it, and what its screens are handed to begin with.
declare(strict_types=1);

namespace Cartsignal\Console;

use Cartsignal\Help\Help;
use Cartsignal\Module;
use Cartsignal\Rest\Rest;
use Cartsignal\Services;
use Cartsignal\Settings\Setup;

final class Screen implements Module
{
    public const SLUG = 'cartsignal';

    private const HANDLE = 'cartsignal-console';

    /** What WordPress ships that the screens are made with. */
    private const MADE_WITH = ['wp-a11y', 'wp-api-fetch', 'wp-components', 'wp-data', 'wp-date', 'wp-dom-ready', 'wp-element', 'wp-i18n', 'wp-notices', 'wp-url'];

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_action('admin_menu', function (): void {
            $title = \__('Cartsignal', 'cartsignal');
            $hook = \add_submenu_page('woocommerce', $title, $title, Rest::CAPABILITY, self::SLUG, $this->print(...));
            \add_action("load-$hook", $this->open(...));
        }, 60);
        \add_action('admin_init', fn () => $this->services->safely('console.first_run', (new FirstRun($this->services))->lead(...)));
        \add_filter('plugin_action_links_' . \plugin_basename($this->services->file), static function (mixed $links): array {
            $own = '<a href="' . \esc_url(self::url()) . '">' . \esc_html__('Settings', 'cartsignal') . '</a>';
            return ['cartsignal' => $own] + (\is_array($links) ? $links : []);
        });
    }

    /** @param string $route As `/activity`. */
    public static function url(string $route = ''): string
    {
        return \admin_url('admin.php?page=' . self::SLUG) . ($route === '' ? '' : "#$route");
    }

    /** Returns a moment in the site's time zone and words. */
    public static function time(int $at): string
    {
        return (string) \wp_date(\get_option('date_format') . ' H:i', \intdiv($at, 1_000));
    }

    private function open(): void
    {
        if ($this->services->settings()->trouble() !== null) {
            (new Setup($this->services))->run();
        }
        $screen = \get_current_screen();
        if ($screen !== null) {
            $this->services->safely('help', fn () => (new Help($this->services))->tabs($screen));
        }
        $folder = $this->services->folder() . '/core/console/';
        $version = \substr((string) \hash_file('sha256', $folder . 'console.js'), 0, 12);
        \add_action('admin_enqueue_scripts', function () use ($version): void {
            \wp_enqueue_script(self::HANDLE, $this->services->url('core/console/console.js'), self::MADE_WITH, $version, true);
            \wp_set_script_translations(self::HANDLE, 'cartsignal', $this->services->folder() . '/core/languages');
            \wp_add_inline_script(self::HANDLE, 'window.cartsignal = ' . \wp_json_encode($this->boot(), JSON_HEX_TAG | JSON_HEX_AMP) . ';', 'before');
            \wp_enqueue_style(self::HANDLE, $this->services->url('core/console/console.css'), ['wp-components'], $version);
        });
        // It would fetch pictures of emoji from elsewhere.
        \remove_action('admin_print_scripts', 'print_emoji_detection_script');
        \remove_action('admin_print_styles', 'print_emoji_styles');
    }

    private function print(): void
    {
        echo '<div class="wrap cartsignal-wrap"><h1 class="screen-reader-text">' . \esc_html__('Cartsignal', 'cartsignal') . '</h1>';
        echo '<hr class="wp-header-end" /><div id="cartsignal-console"><p>' . \esc_html__('Loading…', 'cartsignal') . '</p></div>';
        echo '<noscript><div class="notice notice-error"><p>' . \esc_html__('These screens need JavaScript. Texts go on without them; `wp cartsignal status` says how it stands.', 'cartsignal') . '</p></div></noscript></div>';
    }

    /** @return array<string, mixed> */
    private function boot(): array
    {
        $user = \wp_get_current_user();
        return [
            'locale' => \str_replace('_', '-', \get_user_locale()),
            'timeZone' => \wp_timezone_string(),
            'currency' => (string) \get_option('woocommerce_currency', 'EUR'),
            'markets' => \array_keys($this->services->settings()->markets()),
            'country' => \function_exists('WC') ? \WC()->countries->get_base_country() : '',
            'adminUrl' => \admin_url(),
            'siteUrl' => \home_url('/'),
            'version' => $this->services->settings()->version(),
            'userMail' => $user->user_email,
        ];
    }
}
