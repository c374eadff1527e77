<?php
// Owns the tests of the site's health: each finds one thing that would keep texts from going out, or from being right.
declare(strict_types=1);

namespace Cartsignal\Wake;

use Cartsignal\Alarms\Sentences;
use Cartsignal\Core\Jit;
use Cartsignal\Core\Unsupported;
use Cartsignal\Guards\Rivals;
use Cartsignal\Host\Migrations;
use Cartsignal\Host\Restores;
use Cartsignal\Host\SchemaFault;
use Cartsignal\Services;
use Cartsignal\Settings\KeyFile;
use Cartsignal\Settings\MarkFile;
use Cartsignal\Settings\NoDatabase;
use Cartsignal\Settings\Words;

final class Findings
{
    /** Tests that ask nobody over the network. */
    public const NAMES = [
        'runner' => 'runner',
        'keys' => 'keys',
        'database' => 'database',
        'php' => 'PHP',
        'links' => 'short links',
        'provider' => 'provider',
        'stuck' => 'arrivals set aside',
        'rivals' => 'other plugins',
    ];

    /** Without a run for so long something is wrong, whether or not anything is due. Chosen: several missed minutes. */
    private const SILENT_MS = 900_000;

    /** What a crontab of each minute keeps to: visits that wake the runner as well as that are as good. Chosen. */
    private const PUNCTUAL_MS = 120_000;

    /** How long the site may take to answer itself. */
    private const REACH_SECONDS = 10;

    public function __construct(private readonly Services $services)
    {
    }

    public function of(string $name): Finding
    {
        return match ($name) {
            'runner' => $this->runner(),
            'keys' => $this->keys(),
            'database' => $this->database(),
            'php' => $this->php(),
            'links' => $this->links(),
            'provider' => $this->provider(),
            'stuck' => $this->stuck(),
            'rivals' => $this->rivals(),
            'reached' => $this->reached(),
        };
    }

    private function runner(): Finding
    {
        $now = $this->services->now();
        ['ran_at' => $ranAt, 'late' => $latenesses] = (new Heartbeat($this->services->database()))->read();
        $since = (new Due($this->services))->since($now);
        $late = $since === null ? 0 : $now - $since;
        $silent = $ranAt === null ? PHP_INT_MAX : $now - $ranAt;
        if ($late > Runs::LATE_MS || $silent > self::SILENT_MS) {
            $sentence = self::byVisits()
                ? \__('Visits alone don\'t wake the runner often enough: add one of these lines to the crontab of the server, or ask your host to.', 'cartsignal')
                : \__('WordPress\'s own cron is switched off (DISABLE_WP_CRON), and nothing else wakes the runner: add one of these lines to the crontab of the server, or ask your host to.', 'cartsignal');
            return Finding::critical(\__('Cartsignal\'s runner is late', 'cartsignal'), $sentence, Crontab::text());
        }
        if (self::byVisits() && (Heartbeat::p95($latenesses) ?? PHP_INT_MAX) > self::PUNCTUAL_MS) {
            return Finding::recommended(
                \__('Cartsignal\'s runner is woken by visits only', 'cartsignal'),
                \__('Texts are as late as the next visit: one of these lines in the crontab of the server makes them punctual.', 'cartsignal'),
                Crontab::text()
            );
        }
        return Finding::good(\__('Cartsignal\'s runner is on time', 'cartsignal'));
    }

    private function keys(): Finding
    {
        if (KeyFile::source() === 'nowhere') {
            /* translators: %s: the path of a file. */
            $text = \__('Put back the file %s from a copy, or the constants CARTSIGNAL_RECIPIENT_KEY and CARTSIGNAL_STORE_KEY: until then nothing is read, decided or sent.', 'cartsignal');
            return Finding::critical(\__('Cartsignal\'s keys are missing', 'cartsignal'), \sprintf($text, KeyFile::path()));
        }
        try {
            $this->services->keys()->check($this->services->database());
        } catch (\Cartsignal\Host\KeyFault) {
            $text = \__('This database was begun with other keys: put back those, until then nothing is read, decided or sent.', 'cartsignal');
            return Finding::critical(\__('Cartsignal\'s keys are the wrong ones', 'cartsignal'), $text);
        }
        if (!self::markMayBeWritten()) {
            /* translators: %s: the path of a file. */
            $text = \__('Let PHP write the file %s, or name another place by CARTSIGNAL_KEY_FILE: without it nothing is sent, for a restored database would send again.', 'cartsignal');
            return Finding::critical(\__('Cartsignal may not write beside its keys', 'cartsignal'), \sprintf($text, MarkFile::path()));
        }
        /* translators: %s: the path of a file. */
        $text = \__('Keep a copy of %s outside the site: without it nobody who opted out is known again.', 'cartsignal');
        return Finding::good(\__('Cartsignal\'s keys are there', 'cartsignal'), \sprintf($text, KeyFile::path()));
    }

    private function database(): Finding
    {
        $label = \__('Cartsignal can\'t work with this database', 'cartsignal');
        try {
            $migrations = new Migrations($this->services->database());
            $wasMade = $migrations->isCurrent() || ($migrations->version() === 0 && $this->services->settings()->version() !== '');
            if ($wasMade && !$migrations->isWhole()) {
                // Not made here: an empty table of opt-outs would let texts go.
                $text = \__('Tables of the plugin are missing, and nothing is sent: put the database back from a backup. Where there is none, deactivate the plugin and activate it again: it makes them, and what was in them is gone.', 'cartsignal');
                return Finding::critical($label, $text);
            }
            if ($migrations->isCurrent()) {
                return Finding::good(\__('Cartsignal\'s tables are up to date', 'cartsignal'));
            }
            $migrations->run();
            return Finding::good(\__('Cartsignal\'s tables were brought up to date', 'cartsignal'));
        } catch (NoDatabase | SchemaFault $fault) {
            return Finding::critical($label, Words::said($fault->getMessage()));
        }
    }

    private function php(): Finding
    {
        try {
            $platform = $this->services->core()->platform();
        } catch (Unsupported $unsupported) {
            return Finding::critical(\__('This PHP can\'t run Cartsignal', 'cartsignal'), Words::said($unsupported->getMessage()));
        }
        if ($platform->jit() === Jit::SWITCHED_OFF) {
            return Finding::recommended(
                \__('PHP\'s tracing JIT is on', 'cartsignal'),
                \__('Cartsignal switches it off in its own requests, for it breaks long code: ask your host to set opcache.jit to "function" or "off".', 'cartsignal')
            );
        }
        if (!\filter_var(\ini_get('opcache.enable'), FILTER_VALIDATE_BOOLEAN)) {
            return Finding::recommended(
                \__('PHP compiles Cartsignal anew for every decision', 'cartsignal'),
                \__('Ask your host to switch opcache on: decisions then take a fraction of the time.', 'cartsignal')
            );
        }
        return Finding::good(\__('This PHP suits Cartsignal', 'cartsignal'));
    }

    private function links(): Finding
    {
        $label = \__('Short links can\'t work here', 'cartsignal');
        $settings = $this->services->settings();
        if (!$settings->carriesLinks()) {
            $text = \__('Enter an https address of at most 40 characters that leads to this site under WooCommerce > Cartsignal, "Where short links live".', 'cartsignal');
            return Finding::critical($label, $text);
        }
        if ((string) \get_option('permalink_structure') === '') {
            return Finding::critical($label, \__('Choose another permalink structure than "Plain" under Settings > Permalinks.', 'cartsignal'));
        }
        $ownHost = 'https://' . \strtolower((string) \wp_parse_url(\home_url(), PHP_URL_HOST)) === $settings->linkOrigin();
        $path = \trim((string) \wp_parse_url(\home_url(), PHP_URL_PATH), '/');
        if ($path !== '' && $ownHost) {
            /* translators: %s: a folder. */
            $text = \__('This site lives in the folder /%s, and short links at the root of the host: let the root lead here, or enter another host under WooCommerce > Cartsignal.', 'cartsignal');
            return Finding::critical($label, \sprintf($text, $path));
        }
        if (\wp_parse_url(\home_url(), PHP_URL_SCHEME) !== 'https' && $ownHost) {
            return Finding::critical($label, \__('Texts link to https, and this site is set to http: switch https on under Settings > General.', 'cartsignal'));
        }
        return Finding::good(\__('Short links can work', 'cartsignal'));
    }

    private function provider(): Finding
    {
        $permission = $this->services->host()->permission();
        if ($permission->pausedBecause() === Restores::WHY) {
            return Finding::critical(\__('Cartsignal waits for you after a restore', 'cartsignal'), self::said(Restores::WHY));
        }
        $alarms = \array_map(static fn (mixed $alarm): string => ((array) $alarm)['alarm'], $permission->alarms());
        $alarms = \array_diff($alarms, ['late']);
        if ($alarms !== []) {
            return Finding::critical(\__('Cartsignal has an alarm', 'cartsignal'), \implode(' ', \array_map(self::said(...), $alarms)));
        }
        return Finding::good(\__('Cartsignal\'s provider raised no alarm', 'cartsignal'));
    }

    private static function said(string $alarm): string
    {
        return \implode(' ', \array_filter([Sentences::sentence($alarm), Sentences::wayOut($alarm)]));
    }

    private function rivals(): Finding
    {
        $rivals = (new Rivals($this->services))->active();
        if ($rivals === []) {
            return Finding::good(\__('No other plugin writes about left carts', 'cartsignal'));
        }
        $label = \__('Another plugin writes about left carts, too', 'cartsignal');
        return Finding::recommended($label, \implode(' ', \array_column($rivals, 'advice')));
    }

    private function stuck(): Finding
    {
        $overview = $this->services->host()->overview();
        $stuck = \count($overview['quarantined']);
        $unknown = \count($overview['unknown']);
        if ($stuck + $unknown === 0) {
            return Finding::good(\__('Nothing is stuck at Cartsignal', 'cartsignal'));
        }
        /* translators: 1: number of arrivals, 2: number of texts. */
        $text = \__('%1$d arrivals were set aside and %2$d texts may or may not have gone: see the lists under WooCommerce > Cartsignal.', 'cartsignal');
        return Finding::recommended(\__('Something is stuck at Cartsignal', 'cartsignal'), \sprintf($text, $stuck, $unknown));
    }

    /** Whether a provider's call would come through: security plugins and passwords in front of the site stop it. */
    private function reached(): Finding
    {
        $provider = $this->services->settings()->providerName() ?? 'log';
        // By a name that no provider has: else it would count as one of the provider's calls without a signature.
        $answer = \wp_remote_post($this->services->settings()->hookUrl('reached'), ['timeout' => self::REACH_SECONDS, 'body' => '']);
        // Ours refuses an unsigned call without a word; what stands in front of the site says something.
        $status = (int) \wp_remote_retrieve_response_code($answer);
        $isOurs = $status >= 400 && $status < 500 && \wp_remote_retrieve_body($answer) === ''
            && \wp_remote_retrieve_header($answer, 'cache-control') === 'no-store';
        if (!$isOurs) {
            /* translators: 1: a status of HTTP or the name of an error, 2: an address. */
            $text = \__('The site answered its own call with %1$s: let POST requests through to the address %2$s, receipts and STOP come that way.', 'cartsignal');
            $said = \is_wp_error($answer) ? (string) $answer->get_error_code() : (string) $status;
            return Finding::critical(
                \__('The provider can\'t reach Cartsignal', 'cartsignal'),
                \sprintf($text, $said, (string) \wp_parse_url($this->services->settings()->hookUrl($provider), PHP_URL_PATH))
            );
        }
        return Finding::good(\__('The provider can reach Cartsignal', 'cartsignal'));
    }

    /** Returns whether only visits wake WordPress's cron, as far as can be told. */
    private static function byVisits(): bool
    {
        return !(\defined('DISABLE_WP_CRON') && \constant('DISABLE_WP_CRON'));
    }

    private static function markMayBeWritten(): bool
    {
        return \is_writable(\dirname(MarkFile::path())) || \is_writable(MarkFile::path());
    }
}
