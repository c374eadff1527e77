<?php
// Owns what serve.php answers to each message.
declare(strict_types=1);

namespace Cartsignal\Tests\Hosts;

use Cartsignal\Core\Core;
use Cartsignal\Core\Frame;
use Cartsignal\Core\Json;
use Cartsignal\Core\Operation;
use Cartsignal\Core\Refused;
use Cartsignal\Core\Sequence;
use Cartsignal\Core\Stepped;
use Cartsignal\Core\StoredProgram;

final class Server
{
    /** @var list<string> Programs as a store keeps them. */
    private array $stored = [];

    /** @var list<Sequence> One per program, in which it is loaded. */
    private array $sequences = [];

    public function __construct(private readonly Core $core)
    {
    }

    /** @return list<string> */
    public function answer(string $word, string ...$parts): array
    {
        if ($word === 'program') {
            return $this->compiled(...$parts);
        }
        [$program, $operation, $frame] = [(int) $parts[0], (int) $parts[1], $parts[2]];
        return match ($word) {
            'here' => $this->sequences[$program]->exchange($operation, $frame),
            'fresh' => $this->sequence($program)->exchange($operation, $frame),
            'plugin' => $this->asThePlugin($program, Operation::from($operation), Frame::decode($frame)),
        };
    }

    /** @return list<string> */
    private function compiled(string $configuration): array
    {
        $compiled = $this->core->compile($configuration);
        $this->stored[] = $compiled->program->toBytes();
        $this->sequences[] = $this->sequence(count($this->stored) - 1);
        return [self::ok($compiled->answer), $compiled->program->bytes()];
    }

    private function sequence(int $program): Sequence
    {
        $sequence = $this->core->sequence();
        $sequence->call(Operation::Load, '{}', $this->opened($program)->bytes())->ok();
        return $sequence;
    }

    /**
     * @param list<string> $parts
     * @return list<string>
     */
    private function asThePlugin(int $program, Operation $operation, array $parts): array
    {
        $request = (array) Json::read(array_shift($parts));
        unset($request['program']);
        $call = [$this->core->load($this->opened($program)), $operation->word()];
        try {
            $answer = $call($request, ...$parts);
        } catch (Refused $refused) {
            $said = ['code' => $refused->refusal, 'pointer' => $refused->pointer, 'message' => $refused->getMessage()];
            return [Json::write(['refused' => $said])];
        }
        return match (true) {
            $answer instanceof Stepped => [self::ok($answer->answer), $answer->shopper, $answer->recipient],
            is_array($answer) => [self::ok($answer[0]), $answer[1]],
            is_string($answer) => [self::ok(new \stdClass()), $answer],
            default => [self::ok($answer)],
        };
    }

    private function opened(int $program): StoredProgram
    {
        $stored = $this->stored[$program];
        return StoredProgram::open(static fn (int $offset, int $length): string => substr($stored, $offset, $length));
    }

    private static function ok(\stdClass $answer): string
    {
        return Json::write(['ok' => $answer]);
    }
}
