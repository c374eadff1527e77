<?php
// Owns what is printed of the core's answers to one vector, for review.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

use Cartsignal\Core\Core;
use Cartsignal\Core\Json as Reader;

/** It writes nothing. */
final class Record
{
    public static function print(string $file, Core $core): void
    {
        $vector = Reader::read((string) file_get_contents($file));
        try {
            $ignored = static function (): void {
            };
            Timeline::runOne($vector, Library::read('no vector'), $core->sequence(), $ignored, self::show(...));
        } catch (\Exception $wrong) {
            echo $wrong->getMessage(), "\n";
        }
    }

    private static function show(\stdClass $step, string $name, \stdClass $answer): void
    {
        $what = Json::text($step->input ?? $step->call ?? null);
        echo "step $name  ", $step->moment ?? '', "  $what\n";
        if (!isset($answer->ok)) {
            echo '  ', Json::text($answer), "\n";
            return;
        }
        $stepped = clone ($answer->ok->stepped ?? $answer->ok);
        foreach (array_map(Expect::flat(...), $stepped->decisions ?? []) as $decision) {
            unset($decision->trace);
            echo '  ', self::written($decision), "\n";
        }
        unset($stepped->decisions);
        echo '  ', self::written($stepped), "\n";
    }

    /** Returns JSON with milliseconds of our years as moments. */
    private static function written(mixed $value): string
    {
        $moment = static fn (array $found): string => sprintf(
            '"%s.%03dZ"',
            gmdate('Y-m-d\TH:i:s', intdiv((int) $found[0], 1_000)),
            (int) $found[0] % 1_000
        );
        return preg_replace_callback('/\b1[5-9]\d{11}\b/', $moment, Json::text($value));
    }
}
