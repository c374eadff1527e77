<?php
// Owns one sequence of calls on a fresh instance of the core, as src/abi.rs describes them.
declare(strict_types=1);

namespace Cartsignal\Core;

use Cartsignal\Wasm\Instance;
use Cartsignal\Wasm\Trap;

/**
 * What is loaded or held is gone with the sequence.
 *
 * A call that the hot module cannot answer goes to an instance of the whole one, made when it is first asked for:
 * programs are loaded and states are held in the hot instance only.
 */
final class Sequence
{
    /** The version of the C ABI that is spoken here. */
    private const ABI_VERSION = 1;

    private const LENGTH_BYTES = 4; // in front of an answer

    /** @var array<string, Instance> By the name of the build. */
    private array $instances = [];

    private bool $over = false;

    public function __construct(private readonly Build $hot, private readonly Build $whole)
    {
    }

    /**
     * Makes one call. What the core refuses is an answer like any other.
     *
     * @param string $json The request.
     * @param string ...$parts Bytes as the operation lists them; empty means absent.
     * @throws CoreTrap
     */
    public function call(Operation $operation, string $json, string ...$parts): Answer
    {
        $parts = $this->exchange($operation->value, Frame::encode([$json, ...\array_values($parts)]));
        return new Answer($parts[0] ?? '', \array_slice($parts, 1));
    }

    /**
     * Makes a call whose number and frame are given as they are, and returns all parts of the answer.
     *
     * @return list<string>
     * @throws CoreTrap after which there is no further call in this sequence
     */
    public function exchange(int $operation, string $frame): array
    {
        if ($this->over) {
            throw new \LogicException('the core trapped in this sequence: begin a new one');
        }
        $known = Operation::tryFrom($operation);
        // Whatever is thrown in there leaves an instance behind that nobody may trust.
        $this->over = true;
        try {
            $instance = $this->instance($known?->needsWhole() === true ? $this->whole : $this->hot);
            $parts = self::exchanged($instance, $operation, $frame);
        } catch (BuildMismatch $why) {
            throw $why;
        } catch (\Throwable $why) {
            throw new CoreTrap($known?->word() ?? (string) $operation, $why);
        }
        $this->over = false;
        return $parts;
    }

    /** @return list<string> */
    private static function exchanged(Instance $instance, int $operation, string $frame): array
    {
        $length = \strlen($frame);
        [$address] = $instance->invoke('cartsignal_alloc', $length);
        if ($address === 0 && $length > 0) {
            throw new Trap("there is no memory for `$length` bytes");
        }
        $instance->write($address, $frame);
        [$answer] = $instance->invoke('cartsignal_call', $operation, $address, $length);
        $size = Frame::number($instance->read($answer, self::LENGTH_BYTES), 0);
        $parts = Frame::decode($instance->read($answer + self::LENGTH_BYTES, $size));
        $instance->invoke('cartsignal_free', $address, $length);
        return $parts;
    }

    private function instance(Build $build): Instance
    {
        return $this->instances[$build->name] ??= self::opened($build);
    }

    private static function opened(Build $build): Instance
    {
        $instance = $build->instance();
        [$version] = $instance->invoke('cartsignal_abi_version');
        if ($version !== self::ABI_VERSION) {
            $spoken = [$version, self::ABI_VERSION];
            throw new BuildMismatch(\vsprintf('the core speaks ABI `%d`, this plugin `%d`', $spoken));
        }
        return $instance;
    }
}
