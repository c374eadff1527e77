<?php
// Owns one mail to the owner: plain text by the store's own mailer, in the site's language, nothing of a shopper in it.
declare(strict_types=1);

namespace Cartsignal\Alarms;

use Cartsignal\Console\Screen;
use Cartsignal\Services;

final class Post
{
    private const HEADERS = ['Content-Type: text/plain; charset=UTF-8'];

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Sends a mail and returns whether the mailer took it.
     *
     * @param \Closure(): array{subject: string, paragraphs: list<string>, route: string} $write Called in the site's language.
     */
    public function send(\Closure $write): bool
    {
        $to = $this->services->settings()->alarmMail();
        if (!\is_email($to)) {
            return false;
        }
        // The run may be in the request of a user who reads another language.
        $isSwitched = \switch_to_locale(\get_locale());
        try {
            ['subject' => $subject, 'paragraphs' => $paragraphs, 'route' => $route] = $write();
            $site = \wp_specialchars_decode((string) \get_option('blogname'), ENT_QUOTES);
            $foot = \__('You get this mail because your shop uses Cartsignal. Who gets it is set under WooCommerce > Cartsignal > Settings.', 'cartsignal');
            $text = \implode("\n\n", [...$paragraphs, Screen::url($route), $foot]) . "\n";
            // A line break in the name of a site would be a header of its own.
            $line = (string) \preg_replace('/\s+/', ' ', "[$site] $subject");
            return (bool) \wp_mail($to, $line, $text, self::HEADERS);
        } finally {
            if ($isSwitched) {
                \restore_previous_locale();
            }
        }
    }
}
