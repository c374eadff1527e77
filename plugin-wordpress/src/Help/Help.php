<?php
// Owns the help tabs at the top of the screens: which pages there are, and how they are put there.
declare(strict_types=1);

namespace Cartsignal\Help;

use Cartsignal\Services;
use Cartsignal\Wake\Crontab;

final class Help
{
    public function __construct(private readonly Services $services)
    {
    }

    /** Puts the tabs onto the present screen. */
    public function tabs(\WP_Screen $screen): void
    {
        $law = new Law($this->services);
        $pages = [
            'sending' => [\__('What is sent and why', 'cartsignal'), self::list(Texts::sending())],
            'law' => [\__('The law in your countries', 'cartsignal'), $law->html()],
            'registration' => [\__('Senders in the United States', 'cartsignal'), self::list(Texts::registration())],
            'cron' => [\__('Punctual texts (cron)', 'cartsignal'), self::list(Texts::cron()) . self::lines(Crontab::lines())],
        ];
        foreach ($pages as $name => [$title, $html]) {
            $screen->add_help_tab(['id' => "cartsignal-$name", 'title' => $title, 'content' => \wp_kses_post($html)]);
        }
        $screen->set_help_sidebar(\wp_kses_post($this->sidebar()));
    }

    private function sidebar(): string
    {
        $links = [
            \admin_url('site-health.php') => \__('Site Health: is everything in order?', 'cartsignal'),
            \admin_url('options-privacy.php?tab=policyguide') => \__('Words for your privacy policy', 'cartsignal'),
            \rest_url('cartsignal/v1/openapi') => \__('For developers: the REST interface', 'cartsignal'),
        ];
        $html = '<p><strong>' . \esc_html__('More', 'cartsignal') . '</strong></p>';
        foreach ($links as $url => $text) {
            $html .= '<p><a href="' . \esc_url($url) . '">' . \esc_html($text) . '</a></p>';
        }
        return $html;
    }

    /** @param list<string> $sentences */
    public static function list(array $sentences): string
    {
        return '<p>' . \implode('</p><p>', \array_map('esc_html', $sentences)) . '</p>';
    }

    /** @param array<string, string> $lines */
    private static function lines(array $lines): string
    {
        return \implode('', \array_map(static fn (string $line): string => '<p><code>' . \esc_html($line) . '</code></p>', $lines));
    }
}
