<?php
// Owns the bytes that names stand for, and how a step becomes the parts of a call.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

final class Shelf
{
    private const FIELDS = [
        'step' => ['shopper', 'recipient', 'contact', 'moment'],
        'touches' => ['shopper', 'recipient', 'contact', 'moment'],
        'merge' => ['a', 'b', 'recipient', 'contact', 'moment'],
        'admit' => ['contact', 'origin', 'moment', 'ask'],
        'explain' => ['shopper', 'recipient', 'contact', 'moment'],
        'measure' => ['text'],
        'observe' => ['facts'],
        'learn' => ['budget'],
        'charge' => ['moment'],
        'spending' => ['moment'],
    ];

    private const STATES = [
        'step' => ['shopper', 'recipient'],
        'touches' => ['shopper', 'recipient'],
        'merge' => ['a', 'b', 'recipient'],
        'admit' => ['counters'],
        'explain' => ['shopper', 'recipient'],
        'measure' => [],
        'observe' => ['aggregate'],
        'learn' => ['aggregate', 'progress'],
        'charge' => ['counters'],
        'spending' => ['counters'],
    ];

    /** Calls that are about no state: `request` is the whole of part 0, `parts` the others. */
    private const STATELESS = [
        'parse_phone', 'read_reply', 'request', 'response', 'challenge', 'webhook', 'registration', 'senders',
        'providers',
    ];

    private const UNDER_A_PROGRAM = ['step', 'touches', 'merge', 'admit', 'explain', 'charge', 'spending'];

    /** @var array<string, array{bytes: string, handle: int}> */
    public array $programs = [];

    /** @var list<list<string>> Ids of decisions, by step. */
    public array $decisions = [];

    /** @var list<list<mixed>> By step. */
    public array $facts = [];

    /** @var array<string, string> */
    private array $states = [];

    /** @param array<string, \stdClass> $configurations */
    public function __construct(private readonly array $configurations, private readonly \stdClass $contacts)
    {
    }

    /** Returns the bytes that a name stands for; empty where it stands for none. */
    public function state(?string $name): string
    {
        return $this->states[$name ?? ''] ?? '';
    }

    /** Lets a name stand for some bytes, or for nothing when there are none. */
    public function keep(?string $name, string $bytes): void
    {
        if ($name === null) {
            return;
        }
        if ($bytes === '') {
            unset($this->states[$name]);
        } else {
            $this->states[$name] = $bytes;
        }
    }

    public function resolve(mixed $value): mixed
    {
        return Json::resolve($value, $this->decision(...));
    }

    /** Does what the runner's own step `state` says. */
    public function change(\stdClass $step): void
    {
        [[$verb, $value]] = Json::fields($step->does);
        $bytes = $this->state($step->of);
        match ($verb) {
            'save_as' => $this->keep($value, $bytes),
            'load' => $this->keep($step->of, $this->state($value)),
            'append' => $this->keep($step->of, $bytes . Json::unhex($value)),
            'write' => $this->keep($step->of, Json::unhex($value)),
            'cut' => $this->keep($step->of, substr($bytes, 0, max(0, strlen($bytes) - $value))),
            'patch_at' => $this->keep($step->of, self::patched($bytes, ...$value)),
            'forget' => $this->keep($step->of, ''),
            default => throw new Mismatch("`$verb` is nothing to do with a state"),
        };
    }

    /**
     * Returns all parts of a call as bytes. `$nth` counts steps and repetitions: ids of inputs are made of it.
     *
     * @return list<string>
     */
    public function parts(string $call, \stdClass $step, string $nth): array
    {
        if ($call === 'raw') {
            return array_map($this->raw(...), $step->parts ?? []);
        }
        if (in_array($call, self::STATELESS, true)) {
            $request = Json::canonical($this->resolve($step->request ?? new \stdClass()));
            return [$request, ...array_map($this->raw(...), $step->parts ?? [])];
        }
        if ($call === 'compile') {
            return [$this->configuration($step->config), $this->program($step->previous ?? null)];
        }
        $request = Json::canonical($this->request($call, $step, $nth));
        $states = array_map(fn (string $field): string => $this->state($step->{$field} ?? null), self::STATES[$call]);
        return [$request, ...$states];
    }

    private function request(string $call, \stdClass $step, string $nth): mixed
    {
        $request = new \stdClass();
        foreach (self::FIELDS[$call] ?? throw new Mismatch("there is no call `$call`") as $field) {
            if (isset($step->{$field})) {
                $request->{$field} = $step->{$field};
            }
        }
        if (in_array($call, self::UNDER_A_PROGRAM, true)) {
            $request->program = $this->known($step->under ?? 'given')['handle'];
        }
        if (is_string($request->contact ?? null)) {
            $name = $request->contact;
            $request->contact = $this->contacts->{$name} ?? throw new Mismatch("there is no contact `$name`");
        }
        if (in_array($call, ['step', 'touches'], true)) {
            $request->input = (object) [
                'id' => $step->id ?? "input-$nth",
                'occurred_at' => $step->occurred_at ?? $step->moment ?? null,
                'trust' => $step->trust ?? 'server',
                'what' => $step->input ?? throw new Mismatch('a step needs an `input`'),
            ];
        }
        if (isset($step->facts_of)) {
            $facts = array_map(fn (int $place): array => $this->facts[$place - 1] ?? [], $step->facts_of);
            $request->facts = array_merge(...$facts);
        }
        return $this->resolve(Json::merge($request, $step->request ?? new \stdClass()));
    }

    private function configuration(\stdClass $config): string
    {
        if (isset($config->text)) {
            return $config->text;
        }
        $known = $this->configurations[$config->program ?? ''] ?? null;
        if ($known === null) {
            throw new Mismatch('there is no program `' . ($config->program ?? '') . '`');
        }
        return Json::canonical(Json::merge($known, $config->patch ?? new \stdClass()));
    }

    private function program(?string $name): string
    {
        return $name === null ? '' : $this->known($name)['bytes'];
    }

    /** @return array{bytes: string, handle: int} */
    private function known(string $name): array
    {
        return $this->programs[$name] ?? throw new Mismatch("there is no program `$name`");
    }

    /** Returns the id that `3` or `3.2` stands for. */
    private function decision(string $place): ?string
    {
        [$step, $nth] = [...explode('.', $place), '1'];
        return $this->decisions[(int) $step - 1][(int) $nth - 1] ?? null;
    }

    private function raw(mixed $part): string
    {
        if (is_string($part)) {
            foreach ($this->programs as $name => ['handle' => $handle]) {
                $part = str_replace("program#$name", (string) $handle, $part);
            }
            return $part;
        }
        return match (true) {
            isset($part->hex) => Json::unhex($part->hex),
            isset($part->json) => Json::canonical($part->json),
            isset($part->state) => $this->state($part->state),
            isset($part->program) => $this->program($part->program),
            isset($part->repeat) => str_repeat($part->repeat, $part->times),
            default => throw new Mismatch('a part is a text, hex, json, state, program or repeat'),
        };
    }

    private static function patched(string $bytes, int $place, string $digits): string
    {
        $change = Json::unhex($digits);
        if ($place + strlen($change) > strlen($bytes)) {
            throw new Mismatch('`patch_at` lies outside');
        }
        return substr_replace($bytes, $change, $place, strlen($change));
    }
}
