<?php
// Owns the page WooCommerce > Cartsignal: who may see it, what its buttons do, and in which order its parts stand.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\KeyFault;
use Cartsignal\Module;
use Cartsignal\Services;
use Cartsignal\Wake\Wake;

final class Page implements Module
{
    public const NONCE = 'cartsignal_settings';

    private const SLUG = 'cartsignal';

    private const CAPABILITY = 'manage_woocommerce';

    /** @var array<string, string> What was wrong with what was posted, by field. */
    private array $errors = [];

    /** @var array<string, mixed>|null What was posted and is wrong: it is shown again. */
    private ?array $posted = null;

    private ?string $notice = null;

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_action('admin_menu', function (): void {
            $title = \__('Cartsignal', 'cartsignal');
            $hook = \add_submenu_page('woocommerce', $title, $title, self::CAPABILITY, self::SLUG, fn () => $this->print());
            \add_action("load-$hook", function (): void {
                if ($this->services->settings()->trouble() !== null) {
                    (new Setup($this->services))->run();
                }
                $this->posted();
            });
        }, 60);
    }

    public static function url(): string
    {
        return \admin_url('admin.php?page=' . self::SLUG);
    }

    /** Returns a moment in the site's time zone and words. */
    public static function time(int $at): string
    {
        return (string) \wp_date(\get_option('date_format') . ' H:i', \intdiv($at, 1_000));
    }

    private function posted(): void
    {
        \wp_enqueue_style('cartsignal-settings', $this->services->url('assets/settings.css'), [], '1');
        $do = $_POST['cartsignal_do'] ?? null;
        if (!\is_string($do)) {
            return;
        }
        if (!\current_user_can(self::CAPABILITY)) {
            \wp_die(\esc_html__('You may not change these settings.', 'cartsignal'), '', ['response' => 403]);
        }
        \check_admin_referer(self::NONCE);
        try {
            $done = $do === 'save' ? $this->save() : $this->act($do, (int) ($_POST['place'] ?? 0));
        } catch (KeyFault $fault) {
            $this->errors = ['' => Words::said($fault->getMessage())];
            return;
        } catch (\Throwable $error) {
            \Cartsignal\Fault::note($error, 'settings');
            /* translators: %s: the name of an error. */
            $this->errors = ['' => \sprintf(\__('That failed (%s): the site\'s error log says where.', 'cartsignal'), $error::class)];
            return;
        }
        if ($done !== null) {
            \wp_safe_redirect(\add_query_arg('done', $done, self::url()));
            exit;
        }
    }

    /** Returns the word for the notice after a redirect; null where the page is shown at once. */
    private function save(): ?string
    {
        $posted = \wp_unslash($_POST['cartsignal'] ?? []);
        $posted = \is_array($posted) ? $posted : [];
        $settings = $this->services->settings();
        try {
            $changes = (new Form($settings, $this->services->now()))->changes($posted);
            (new Saving($this->services))->save($changes);
        } catch (Unfit $unfit) {
            $this->errors = $unfit->errors;
            $this->posted = $posted;
            return null;
        }
        return 'saved';
    }

    private function act(string $do, int $place): ?string
    {
        $host = $this->services->host();
        if ($do === 'check') {
            $checked = $host->check(['what' => 'account']);
            $this->notice = self::checked($checked === null ? null : (array) $checked);
            return null;
        }
        match ($do) {
            'pause' => $host->permission()->pause('owner'),
            'resume' => $host->resume(),
            'adopt' => $host->permission()->adopt(),
            'retry' => $host->retry($place),
            'reply_stop' => $host->answerReply($place, 'stop'),
            'reply_cleared' => $host->answerReply($place, 'cleared'),
            default => null,
        };
        Wake::soon();
        return 'done';
    }

    /** @param array<string, mixed>|null $checked */
    private static function checked(?array $checked): string
    {
        if ($checked === null) {
            return \__('There is no provider to ask.', 'cartsignal');
        }
        return ($checked['login'] ?? false) === true
            ? \__('The provider knows this account.', 'cartsignal')
            : \__('The provider refuses this account: enter the account SID and the auth token again.', 'cartsignal');
    }

    private function print(): void
    {
        if (!\current_user_can(self::CAPABILITY)) {
            return;
        }
        echo '<div class="wrap cartsignal"><h1>' . \esc_html__('Cartsignal', 'cartsignal') . '</h1>';
        $this->printNotice();
        $settings = $this->services->settings();
        $host = null;
        try {
            $host = $this->services->host();
            (new Standing($this->services))->print($host);
        } catch (\Throwable $error) {
            $this->printBroken($error);
        }
        $shown = $this->posted ?? (new Form($settings, $this->services->now()))->shown();
        $view = new FormView($settings, new Fields($shown, $this->errors), new Missing($this->services));
        $view->print();
        if ($host !== null) {
            $this->services->safely('settings.lists', static fn () => (new Lately())->print($host));
        }
        echo '</div>';
    }

    private function printNotice(): void
    {
        // Only which of two sentences: nothing of the address is shown.
        $done = match ($_GET['done'] ?? '') {
            'saved' => \__('Saved.', 'cartsignal'),
            'done' => \__('Done.', 'cartsignal'),
            default => null,
        };
        foreach (\array_filter([$this->notice, $this->errors === [] && $this->notice === null ? $done : null]) as $text) {
            echo '<div class="notice notice-success" role="status"><p>' . \esc_html($text) . '</p></div>';
        }
    }

    private function printBroken(\Throwable $error): void
    {
        \Cartsignal\Fault::note($error, 'settings');
        $says = $error instanceof KeyFault || $error instanceof NoDatabase;
        $text = $says ? Words::said($error->getMessage()) : \__('The site\'s error log says where it failed.', 'cartsignal');
        echo '<div class="notice notice-error" role="alert"><p>';
        echo \esc_html(\__('Cartsignal stands still, and nothing is sent:', 'cartsignal') . ' ' . $text) . '</p></div>';
    }
}
