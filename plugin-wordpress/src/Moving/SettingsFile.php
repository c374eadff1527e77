<?php
// Owns the settings as a file: to keep, or to bring another store up with. No secret is in it, nor what is this copy's alone.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Settings\Saving;
use Cartsignal\Settings\Unfit;

final class SettingsFile
{
    private const FORMAT = 1;

    /** Not in it: the provider's secrets, the webhook's, a test phone, and how far this store was set up. */
    private const NAMES = [
        'shop', 'markets', 'boxes', 'statuses', 'budget', 'holdout_percent', 'coupon', 'delays', 'texts', 'second_text',
        'second_text_minutes', 'timing_experiment', 'attribution_days', 'coupon_guard', 'asks', 'alarm_mail', 'digest',
    ];

    public function __construct(private readonly Services $services)
    {
    }

    public function text(): string
    {
        $all = \array_intersect_key($this->services->settings()->all(), \array_flip(self::NAMES));
        // Where a store is live is its owner's word about that store.
        foreach ($all['markets'] ?? [] as $country => $market) {
            unset($all['markets'][$country]['live']);
        }
        $version = $this->services->settings()->version();
        $file = ['cartsignal_settings' => self::FORMAT, 'version' => $version, 'settings' => (object) $all];
        $flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR;
        return \json_encode($file, $flags) . "\n";
    }

    /**
     * Reads a file and, where that is wanted, puts it in force. No country goes live by it.
     *
     * @param array<string, mixed> $file
     * @return array{changes: list<string>, errors: array<string, string>} The names of what differs.
     */
    public function take(array $file, bool $applies): array
    {
        $given = $file['settings'] ?? null;
        if (($file['cartsignal_settings'] ?? null) !== self::FORMAT || !\is_array($given)) {
            throw new RestFault('settings_file', \__('This is no file of Cartsignal\'s settings, or one of a later version.', 'cartsignal'), 422);
        }
        $given = \array_intersect_key($given, \array_flip(self::NAMES));
        $settings = $this->services->settings();
        foreach (\is_array($given['markets'] ?? null) ? $given['markets'] : [] as $country => $market) {
            if (\is_array($market)) {
                $given['markets'][$country]['live'] = $settings->markets()[$country]['live'] ?? false;
            }
        }
        try {
            $next = $settings->with($given)->all();
            $differs = static fn (string $name): bool =>
                self::ordered($next[$name] ?? null) !== self::ordered($settings->all()[$name] ?? null);
            $changes = \array_values(\array_filter(self::NAMES, $differs));
            if ($applies && $changes !== []) {
                (new Saving($this->services))->save(\array_intersect_key($given, \array_flip($changes)));
            }
        } catch (Unfit $unfit) {
            return ['changes' => [], 'errors' => $unfit->errors];
        }
        return ['changes' => $changes, 'errors' => []];
    }

    /** The order in which something was written changes nothing. */
    private static function ordered(mixed $value): mixed
    {
        if (\is_array($value)) {
            \ksort($value);
            return \array_map(self::ordered(...), $value);
        }
        return $value;
    }
}
