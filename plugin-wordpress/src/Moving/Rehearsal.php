<?php
// Owns the program that a replay decides by: the owner's settings with every country live that could be.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Core\Json;
use Cartsignal\Core\LoadedProgram;
use Cartsignal\Core\Refused;
use Cartsignal\Services;
use Cartsignal\Settings\Configuration;

final class Rehearsal
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Compiles it; nothing is put in force.
     *
     * @return array{LoadedProgram, list<string>} The program, and the countries that are live in it.
     * @throws Refused The settings are refused even as they are.
     */
    public function program(): array
    {
        $configuration = Configuration::of($this->services->settings());
        // Without a sender a text can be neither written nor counted; nobody is held out of a question about everybody.
        $hasSender = static fn (array $market): bool => isset($market['sender']);
        $live = \array_keys(\array_filter($configuration['markets'], $hasSender));
        foreach ($configuration['markets'] as $country => $market) {
            $configuration['markets'][$country]['live'] = \in_array($country, $live, true);
        }
        unset($configuration['paused_journeys']);
        $configuration['holdout_percent'] = 0;
        while (true) {
            try {
                $compiled = $this->services->core()->compile(Json::write($configuration));
                return [$this->services->core()->load($compiled->program), \array_values($live)];
            } catch (Refused $refused) {
                $country = self::country($refused);
                if (!\in_array($country, $live, true)) {
                    throw $refused;
                }
                $live = \array_diff($live, [$country]);
                $configuration['markets'][$country]['live'] = false;
            }
        }
    }

    /** Returns whose going live is refused. */
    private static function country(Refused $refused): string
    {
        foreach ($refused->errors as $error) {
            if (\preg_match('~\A/markets/([A-Z]{2})\b~', $error->pointer ?? '', $found) === 1) {
                return $found[1];
            }
        }
        return '';
    }
}
