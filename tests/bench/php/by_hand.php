<?php
// Owns one decision written by hand, as one request of a store makes it: the configuration and the states from their
// rows as JSON, the decision, the states and the answer as JSON. Beside decide.php, which asks the core the same.
declare(strict_types=1);

namespace Cartsignal\Bench;

use Cartsignal\Bench\ByHand\Facts;
use Cartsignal\Bench\ByHand\Step;

require __DIR__ . '/Timer.php';
$timer = new Timer();

(static function () use ($timer): void {
    $asked = json_decode((string) file_get_contents('php://input'), true, flags: JSON_THROW_ON_ERROR);
    $timer->phase('request');
    foreach (['Conditions', 'Facts', 'Gate', 'Journeys', 'Step'] as $class) {
        require __DIR__ . "/by_hand/$class.php";
    }
    $timer->phase('classes');
    $row = (string) file_get_contents($asked['row']);
    $timer->phase('row');
    $config = json_decode($row, true, flags: JSON_THROW_ON_ERROR);
    $timer->phase('program');
    $request = $asked['request'];
    $read = static fn (string $json, array $fresh): array =>
        $json === '' ? $fresh : json_decode($json, true, flags: JSON_THROW_ON_ERROR);
    // Texts have rows of their own, by journey, language and way out.
    $texts = static fn (string ...$key): array =>
        json_decode((string) file_get_contents($asked['texts'] . implode('.', $key)), true, flags: JSON_THROW_ON_ERROR);
    $shopper = $read($asked['shopper'], Facts::shopper($request['shopper']));
    $recipient = $read($asked['recipient'], Facts::recipient($request['recipient']));
    $step = new Step($config, $shopper, $recipient, $request, $texts);
    $answer = json_encode($step->run(), JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
    $shopper = json_encode($step->shopper, JSON_THROW_ON_ERROR);
    $recipient = json_encode($step->recipient, JSON_THROW_ON_ERROR);
    $timer->phase('decision');
    $timer->answer(['answer' => json_decode($answer), 'shopper' => $shopper, 'recipient' => $recipient]);
})();
