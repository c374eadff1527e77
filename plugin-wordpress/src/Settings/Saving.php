<?php
// Owns the way from a form to a program in force: what the core refuses changes nothing.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Core\Refused;
use Cartsignal\Core\Sending;
use Cartsignal\Host\KeyFault;
use Cartsignal\Journeys\History;
use Cartsignal\Services;

final class Saving
{
    /** Settings that journeys and their texts are made of. */
    private const OF_JOURNEYS = [
        'texts', 'delays', 'second_text', 'second_text_minutes', 'coupon', 'timing_experiment', 'markets',
    ];

    /** What the core says of what can be used all the same: a text takes several parts, a journey reaches nobody yet. */
    private const ADVICE = '~\A(config\.text\.parts\z|lint\.)~';

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
        return Turn::take(fn (): array => $this->take($this->services->settings()->with($changes), \array_keys($changes)));
    }

    /**
     * Goes back to settings of before, by the same way.
     *
     * @param array<string, mixed> $row As `History` kept it: secrets are not in it, and stay.
     * @return array<string, string> Warnings by field.
     * @throws Unfit Nothing was changed.
     * @throws KeyFault
     */
    public function restore(array $row): array
    {
        return Turn::take(fn (): array => $this->take($this->services->settings()->withRow($row), \array_keys($row)));
    }

    /**
     * @param list<string> $changed Names of what is not as it was.
     * @return array<string, string>
     */
    private function take(Settings $next, array $changed): array
    {
        $wrong = $this->wrongProvider($next) + $this->liveWithoutAll($next) + $this->leftOut($next, $changed);
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
        $before = $this->services->settings()->all();
        $next->keep();
        $this->services->safely('history', fn () => (new History($this->services))->note($before, $next->all()));
        return Words::byField(((array) $told)['warnings'] ?? []);
    }

    /**
     * Returns why the core would leave something out that was just changed: a text that cannot be used takes its journey
     * with it, and an owner who saves it means it to be sent.
     *
     * @param list<string> $changed
     * @return array<string, string>
     */
    private function leftOut(Settings $next, array $changed): array
    {
        if (\array_intersect($changed, self::OF_JOURNEYS) === []) {
            return [];
        }
        $found = $this->services->core()->lint(Configuration::text($next));
        $matters = static fn (\stdClass $one): bool => \preg_match('~\A/(texts|goal|options)\b~', $one->pointer) === 1
            && \preg_match(self::ADVICE, $one->code) !== 1;
        return Words::byField(\array_values(\array_filter($found, $matters)));
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
