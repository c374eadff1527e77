<?php
// Owns putting together the host of this store: its settings, provider and keys, and what else takes arrivals in.
declare(strict_types=1);

namespace Cartsignal\Provider;

use Cartsignal\Capture\Reconcile;
use Cartsignal\Capture\TakesCart;
use Cartsignal\Capture\TakesOrder;
use Cartsignal\Consent\TakesContact;
use Cartsignal\Consent\TakesWithdrawal;
use Cartsignal\Core\Json;
use Cartsignal\Core\Refused;
use Cartsignal\Guards\CouponGuard;
use Cartsignal\Guards\OptOutFile;
use Cartsignal\Host\Host;
use Cartsignal\Host\Notes;
use Cartsignal\Host\Options;
use Cartsignal\Recovery\Platform;
use Cartsignal\Services;
use Cartsignal\Settings\Configuration;
use Cartsignal\Settings\Instance;
use Cartsignal\Settings\MarkFile;
use Cartsignal\Trial\TestNote;

final class HostOfStore
{
    /** Which configuration was refused last, so that not every run tries it again. */
    private const REFUSED = 'refused_configuration';

    /**
     * Returns the host, its settings in force. Where they are refused, those before them stay.
     *
     * @throws \Cartsignal\Host\KeyFault
     */
    public static function open(Services $services): Host
    {
        $settings = $services->settings();
        $host = new Host(new Options(
            database: $services->database(),
            core: $services->core(...),
            keys: $services->keys(),
            vault: $services->vault(),
            provider: $settings->provider(),
            hookUrl: $settings->hookUrl(...),
            transport: new WordPressTransport(),
            instance: Instance::here(),
            mark: new MarkFile(),
            optOutLog: new OptOutFile(),
            takes: [
                'cart' => new TakesCart($services),
                'order' => new TakesOrder($services),
                'contact' => new TakesContact($services),
                'withdrawn' => new TakesWithdrawal($services),
            ],
            platform: (new CouponGuard($services))->around(Platform::acts($services)),
            look: static function (int $now) use ($services): void {
                // Provider's calls and cron go on where WooCommerce was switched off.
                if (\function_exists('wc_get_orders')) {
                    (new Reconcile($services))->look($now);
                }
            },
            clock: $services->now(...),
            random: \random_bytes(...),
            point: $services->point(...),
            standsFor: (new TestNote($services))->standsFor(...)
        ));
        self::configure($host, Configuration::of($settings), $services);
        return $host;
    }

    /** @param array<string, mixed> $configuration */
    private static function configure(Host $host, array $configuration, Services $services): void
    {
        $notes = new Notes($services->database());
        // Another release may take what this one refuses.
        $hash = \hash('sha256', $services->settings()->version() . Json::write($configuration));
        if ($host->isConfigured($configuration) || $notes->read(self::REFUSED) === $hash) {
            return;
        }
        // Where WordPress takes its address from the request, anybody names another one, and links would lead there. A
        // store that moved has new settings once its owner says that it did.
        if ($host->permission()->isElsewhere()) {
            return;
        }
        try {
            $host->configure($configuration);
        } catch (Refused) {
            $notes->write(self::REFUSED, $hash);
            $host->permission()->alarm('settings_refused', $services->now());
        }
    }
}
