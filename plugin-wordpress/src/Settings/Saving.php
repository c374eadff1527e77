<?php
// Owns the way from a form to a program in force: what the core refuses changes nothing.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Core\Refused;
use Cartsignal\Core\Sending;
use Cartsignal\Host\KeyFault;
use Cartsignal\Services;

final class Saving
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Compiles what the settings would be, puts it in force and keeps them.
     *
     * @param array<string, mixed> $changes As for `Settings::change`.
     * @return array<string, string> Warnings by field.
     * @throws Unfit Nothing was changed.
     * @throws KeyFault
     */
    public function save(array $changes): array
    {
        $next = $this->services->settings()->with($changes);
        $wrong = $this->wrongProvider($next) + $this->liveWithoutAll($next);
        if ($wrong !== []) {
            throw new Unfit($wrong);
        }
        try {
            $told = $this->services->host()->configure(Configuration::of($next));
        } catch (Refused $refused) {
            throw new Unfit(self::words($refused));
        }
        // The program is in force before the row is kept; where the process ends in between, the next drain compiles the old
        // row again (HostOfStore), and the owner sees what he had.
        $next->keep();
        return Words::byField(((array) $told)['warnings'] ?? []);
    }

    /** @return array<string, string> What the provider's settings lack, before anything is built on them. */
    private function wrongProvider(Settings $next): array
    {
        $provider = $next->provider();
        if ($provider === null) {
            return [];
        }
        $request = [
            'provider' => $provider['name'],
            'settings' => (object) $provider['settings'],
            'moment' => $this->services->now(),
            'errand' => ['check' => ['what' => 'account']],
        ];
        try {
            (new Sending($this->services->core()))->request($request);
        } catch (Refused $refused) {
            return ['/provider' . ($refused->pointer === '' ? '/settings' : $refused->pointer) => self::said($refused)];
        }
        return [];
    }

    /** @return array<string, string> What a country lacks that is to go live, or that is live and was changed. */
    private function liveWithoutAll(Settings $next): array
    {
        $before = $this->services->settings()->markets();
        $wrong = [];
        foreach ($next->markets() as $country => $market) {
            $isNew = $market['live'] && $market !== ($before[$country] ?? null);
            $missing = $isNew ? (new Missing($this->services))->sentence($next, $country) : null;
            if ($missing !== null) {
                $wrong["/markets/$country/live"] = $missing;
            }
        }
        return $wrong;
    }

    /** @return non-empty-array<string, string> */
    private static function words(Refused $refused): array
    {
        return Words::byField($refused->errors) ?: ['' => self::said($refused)];
    }

    private static function said(Refused $refused): string
    {
        return Words::said($refused->getMessage());
    }
}
