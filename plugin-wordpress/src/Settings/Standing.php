<?php
// Owns how it stands, at the top of the settings page: whether texts go out, why not, and whether the runner keeps time.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\Host;
use Cartsignal\Services;
use Cartsignal\Wake\Due;
use Cartsignal\Wake\Heartbeat;

final class Standing
{
    public function __construct(private readonly Services $services)
    {
    }

    public function print(Host $host): void
    {
        $sending = $host->permission()->sending();
        echo '<div class="card cartsignal-card"><h2>' . \esc_html__('How it stands', 'cartsignal') . '</h2>';
        echo '<p><strong>' . \esc_html($this->sentence($host, $sending)) . '</strong></p>';
        echo '<form method="post" action="' . \esc_url(Page::url()) . '"><p>';
        \wp_nonce_field(Page::NONCE);
        $this->buttons($sending);
        echo '</p></form>';
        $this->printRunner();
        $this->printAlarms($host);
        echo '</div>';
    }

    /** @param array{allowed: bool, why?: string} $sending */
    private function sentence(Host $host, array $sending): string
    {
        $live = \array_keys(\array_filter($this->services->settings()->markets(), static fn (array $market): bool => $market['live']));
        if ($sending['allowed'] && $live !== [] && $this->services->settings()->providerName() === 'log') {
            /* translators: %s: countries. */
            return \sprintf(\__('Texts to %s go to the log: nothing is sent.', 'cartsignal'), \implode(', ', $live));
        }
        if ($sending['allowed']) {
            return $live === []
                ? \__('Watching: everything is decided and listed, and nothing is sent.', 'cartsignal')
                /* translators: %s: countries. */
                : \sprintf(\__('Sending to %s.', 'cartsignal'), \implode(', ', $live));
        }
        return match ($sending['why']) {
            'no_provider' => \__('Nothing is sent: no provider is set up.', 'cartsignal'),
            'other_instance' => \__('Nothing is sent: this site moved, or is a copy. Make it the one that sends only if the other one is gone.', 'cartsignal'),
            default => $host->permission()->pausedBecause() === 'restored'
                ? Alarms::sentence('restored')
                : \__('Paused: nothing is sent.', 'cartsignal'),
        };
    }

    /** @param array{allowed: bool, why?: string} $sending */
    private function buttons(array $sending): void
    {
        [$do, $text] = match ($sending['why'] ?? 'allowed') {
            'other_instance' => ['adopt', \__('The store moved: send from here', 'cartsignal')],
            'paused' => ['resume', \__('Resume', 'cartsignal')],
            default => ['pause', \__('Pause', 'cartsignal')],
        };
        echo '<button class="button" name="cartsignal_do" value="' . \esc_attr($do) . '">' . \esc_html($text) . '</button>';
    }

    private function printRunner(): void
    {
        $beat = (new Heartbeat($this->services->database()))->read();
        $now = $this->services->now();
        $since = (new Due($this->services))->since($now);
        $rows = [
            [\__('Last run', 'cartsignal'), $beat['ran_at'] === null ? \__('never', 'cartsignal') : self::ago($now - $beat['ran_at'])],
            [\__('Waiting since', 'cartsignal'), $since === null ? \__('nothing waits', 'cartsignal') : self::ago($now - $since)],
            [\__('Late at most, 95 of 100 runs', 'cartsignal'), self::late(Heartbeat::p95($beat['late']))],
        ];
        if ($beat['error_at'] !== null) {
            $rows[] = [\__('Last failure', 'cartsignal'), Page::time($beat['error_at']) . ', ' . $beat['error']];
        }
        echo '<table class="cartsignal-facts"><tbody>';
        foreach ($rows as [$name, $value]) {
            echo '<tr><th scope="row">' . \esc_html($name) . '</th><td>' . \esc_html($value) . '</td></tr>';
        }
        echo '</tbody></table>';
    }

    private function printAlarms(Host $host): void
    {
        $alarms = $host->permission()->alarms();
        if ($alarms === []) {
            return;
        }
        echo '<h3>' . \esc_html__('Alarms', 'cartsignal') . '</h3><ul class="ul-disc">';
        foreach ($alarms as $alarm) {
            $alarm = (array) $alarm;
            echo '<li>' . \esc_html(Alarms::sentence((string) $alarm['alarm']) . ' (' . Page::time((int) $alarm['at']) . ')') . '</li>';
        }
        echo '</ul>';
    }

    private static function ago(int $ms): string
    {
        $now = \time();
        /* translators: %s: a time span. */
        return \sprintf(\__('%s ago', 'cartsignal'), \human_time_diff($now - \intdiv(\max(0, $ms), 1_000), $now));
    }

    private static function late(?int $ms): string
    {
        /* translators: %s: a number of seconds. */
        return $ms === null ? '–' : \sprintf(\__('%s s', 'cartsignal'), \number_format_i18n(\intdiv($ms + 999, 1_000)));
    }
}
