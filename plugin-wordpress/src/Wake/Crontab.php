<?php
// Owns the line for the crontab that wakes WordPress each minute, in the forms that hosts offer.
declare(strict_types=1);

namespace Cartsignal\Wake;

final class Crontab
{
    /** @return array{wget: string, curl: string, wp_cli: string} Any one of them is enough. */
    public static function lines(): array
    {
        $url = \escapeshellarg(\site_url('wp-cron.php?doing_wp_cron'));
        $folder = \escapeshellarg(\untrailingslashit(ABSPATH));
        return [
            'wget' => "* * * * * wget -q -O - $url >/dev/null 2>&1",
            'curl' => "* * * * * curl -s -o /dev/null $url",
            'wp_cli' => "* * * * * wp cron event run --due-now --quiet --path=$folder",
        ];
    }

    public static function text(): string
    {
        return \implode("\n", self::lines());
    }
}
