<?php
// Owns the tests of stored programs: as bytes, after an update, and in pieces.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\BrokenProgram;
use Cartsignal\Core\Core;
use Cartsignal\Core\Json;
use Cartsignal\Core\LoadedProgram;
use Cartsignal\Core\Operation;
use Cartsignal\Core\StaleProgram;
use Cartsignal\Core\StoredProgram;
use Cartsignal\Tests\Store;
use PHPUnit\Framework\TestCase;

final class ProgramTest extends TestCase
{
    public function test_a_program_is_read_as_it_was_stored(): void
    {
        $program = Store::live();
        $stored = $program->toBytes();
        foreach ([StoredProgram::fromBytes($stored), StoredProgram::open(self::reader($stored))] as $read) {
            self::assertSame($program->bytes(), $read->bytes());
            self::assertSame($program->hash, $read->hash);
            self::assertSame($program->headBytes, $read->headBytes);
            self::assertTrue(Core::ready()->compiled($read));
        }
        self::assertMatchesRegularExpression('/\A[0-9a-f]{32}\z/', $program->hash);
        self::assertGreaterThan(0, $program->headBytes);
        self::assertLessThan($program->length, $program->headBytes);
    }

    public function test_a_request_reads_what_it_needs_of_a_stored_program_and_no_more(): void
    {
        $bytes = \str_pad(Store::live()->bytes(), 1_000_000, "\0");
        $made = [Store::live()->hash, Store::live()->headBytes, Store::live()->wholeSha256, Store::live()->hotSha256];
        $stored = StoredProgram::compiled($bytes, ...$made)->toBytes();
        $taken = 0;
        $reader = static function (int $offset, int $length) use ($stored, &$taken): string {
            $taken += $length;
            return \substr($stored, $offset, $length);
        };
        $stepped = Core::ready()->load(StoredProgram::open($reader))->step(Store::story()[3]);
        self::assertEquals(Core::ready()->load(Store::live())->step(Store::story()[3]), $stepped);
        self::assertLessThan(100_000, $taken);
    }

    /** @dataProvider broken */
    public function test_a_stored_program_that_lost_something_is_refused(\Closure $break): void
    {
        $this->expectException(BrokenProgram::class);
        $this->expectExceptionMessage('compile the settings again');
        StoredProgram::fromBytes($break(Store::live()->toBytes()));
    }

    /** @return iterable<string, array{\Closure(string): string}> */
    public function broken(): iterable
    {
        yield 'nothing is left' => [static fn (string $bytes): string => ''];
        yield 'cut within what is said about it' => [static fn (string $bytes): string => \substr($bytes, 0, 99)];
        yield 'cut as by a column of type TEXT' => [static fn (string $bytes): string => \substr($bytes, 0, -1)];
        yield 'a byte more' => [static fn (string $bytes): string => "$bytes\0"];
        yield 'a byte changed' => [static fn (string $bytes): string => \substr_replace($bytes, '?', -9, 1)];
        yield 'read as Latin 1' => [static fn (string $bytes): string => \iconv('ISO-8859-1', 'UTF-8', $bytes)];
        yield 'of another format' => [static fn (string $bytes): string =>
            \str_replace('"format":1', '"format":2', $bytes)];
    }

    public function test_a_piece_that_is_cut_short_is_refused_when_it_is_read(): void
    {
        $program = StoredProgram::open(self::reader(\substr(Store::live()->toBytes(), 0, -1)));
        $this->expectException(BrokenProgram::class);
        $this->expectExceptionMessage('the stored program is cut short: compile the settings again');
        $program->piece($program->length - 10, 10);
    }

    public function test_a_program_compiled_by_another_release_is_refused(): void
    {
        $core = Core::ready();
        $program = Store::live();
        $other = \str_repeat('0', 64);
        self::assertTrue($core->compiled($program));
        $with = static fn (string ...$made): StoredProgram =>
            StoredProgram::compiled($program->bytes(), $program->hash, $program->headBytes, ...$made);
        self::assertFalse($core->compiled($with($other, $program->hotSha256)));
        self::assertFalse($core->compiled($with($program->wholeSha256, $other)));
        $this->expectException(StaleProgram::class);
        $core->load($with($program->wholeSha256, $other));
    }

    public function test_the_previous_program_gives_the_next_its_epoch(): void
    {
        $core = Core::ready();
        $first = $core->compile(Store::configuration());
        $store = \json_decode(Store::configuration());
        $store->segments[0]->condition->is[2] = 77;
        $next = $core->compile(\json_encode($store), $first->program);
        self::assertSame($first->answer->epoch + 1, $next->answer->epoch);
        self::assertNotSame($first->program->hash, $next->program->hash);
        self::assertSame($first->program->hash, $core->compile(Store::configuration())->program->hash);
    }

    /** @dataProvider stores */
    public function test_pieces_of_a_program_serve_as_well_as_the_whole(\Closure $store): void
    {
        $program = $store();
        $whole = Core::ready()->sequence();
        $handle = $whole->call(Operation::Load, '{}', $program->bytes())->ok()->program;
        [$shopper, $recipient, $decisions] = ['', '', 0];
        foreach (Store::story() as $request) {
            $json = Json::write(['program' => $handle] + $request);
            $expected = $whole->call(Operation::Step, $json, $shopper, $recipient);
            $stepped = Core::ready()->load($program)->step($request, $shopper, $recipient);
            self::assertEquals($expected->ok(), $stepped->answer);
            self::assertSame($expected->parts, [$stepped->shopper, $stepped->recipient]);
            [$shopper, $recipient] = [$stepped->shopper, $stepped->recipient];
            $decisions += \count($stepped->answer->decisions);
        }
        self::assertGreaterThan(0, $decisions);
    }

    /** @return iterable<string, array{\Closure(): StoredProgram}> */
    public function stores(): iterable
    {
        yield 'a store that is live' => [Store::live(...)];
        yield 'a store that watches' => [Store::watched(...)];
    }

    public function test_pieces_serve_merging_admitting_and_explaining_too(): void
    {
        $program = Store::live();
        $loaded = Core::ready()->load($program);
        $whole = Core::ready()->sequence();
        $handle = $whole->call(Operation::Load, '{}', $program->bytes())->ok()->program;
        $ask = static fn (Operation $operation, array $request, string ...$parts) =>
            $whole->call($operation, Json::write(['program' => $handle] + $request), ...$parts);
        $a = $loaded->step(['shopper' => 's-1'] + Store::story()[3])->shopper;
        $b = $loaded->step(['shopper' => 's-2'] + Store::story()[4])->shopper;
        $moment = ['moment' => Store::NOON + 86_400_000];

        $request = ['a' => 's-1', 'b' => 's-2'] + $moment;
        $merged = Core::ready()->load($program)->merge($request, $a, $b);
        self::assertEquals($ask(Operation::Merge, $request, $a, $b)->ok(), $merged->answer);
        self::assertSame($ask(Operation::Merge, $request, $a, $b)->part(1), $merged->shopper);

        $request = ['shopper' => 's-1', 'contact' => Store::contact()] + $moment;
        $explained = Core::ready()->load($program)->explain($request, $a);
        self::assertEquals($ask(Operation::Explain, $request, $a)->ok(), $explained);

        $text = ['decision' => \str_repeat('01', 16), 'class' => 'marketing', 'country' => 'DE', 'parts' => 1];
        $request = ['contact' => Store::contact(), 'origin' => new \stdClass()] + $moment
            + ['ask' => $text + ['sender' => 'Kaffeehaus']];
        [$admitted, $counters] = Core::ready()->load($program)->admit($request);
        self::assertSame('go', $admitted->admission);
        self::assertSame([$ask(Operation::Admit, $request)->part(1)], [$counters]);
        self::assertNotSame('', $counters);
    }

    public function test_what_a_step_does_not_need_is_not_copied(): void
    {
        $program = Store::live();
        $loaded = Core::ready()->load($program);
        $loaded->step(['recipient' => null] + Store::story()[2]);
        $pieces = (new \ReflectionProperty(LoadedProgram::class, 'pieces'))->getValue($loaded);
        self::assertLessThan($program->length / 2, \array_sum($pieces));
    }

    private static function reader(string $stored): \Closure
    {
        return static fn (int $offset, int $length): string => \substr($stored, $offset, $length);
    }
}
