<?php
// Owns the tests of the vectors' runner: that it can fail, and that it writes JSON as the other hosts do.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

use Cartsignal\Core\Core;
use PHPUnit\Framework\TestCase;

final class RunnerTest extends TestCase
{
    private const VECTOR = 'sms/a_text_of_160_characters_is_one_part_and_of_161_two.json';

    public function test_a_vector_that_holds_is_told(): void
    {
        self::assertGreaterThan(3, \count(self::told(self::vector())));
    }

    /** @dataProvider wrong */
    public function test_what_is_wrong_with_a_vector_is_said(\Closure $spoil, string $sentence): void
    {
        $vector = self::vector();
        $spoil($vector);
        $this->expectException(Mismatch::class);
        $this->expectExceptionMessage($sentence);
        self::told($vector);
    }

    /** @return iterable<string, array{\Closure(\stdClass): void, string}> */
    public function wrong(): iterable
    {
        $expect = static fn (mixed $expected): \Closure =>
            static function (\stdClass $vector) use ($expected): void {
                $vector->steps[0]->expect = $expected;
            };
        yield 'another number' => [
            $expect((object) ['answer' => (object) ['parts' => 7]]),
            'step 1, /answer/parts: expected 7, found ',
        ];
        yield 'a field that is not there' => [
            $expect((object) ['answer' => (object) ['feet' => 2]]),
            'step 1, /answer/feet: expected 2, found null',
        ];
        yield 'a list of another length' => [
            $expect((object) ['answer' => (object) ['first_non_gsm' => ['a', 'b', 'c']]]),
            'step 1, /answer/first_non_gsm: expected ["a","b","c"]',
        ];
        yield 'an error that does not come' => [
            $expect((object) ['error' => 'request.malformed']),
            'step 1, expected `error`, found {"ok":',
        ];
        yield 'a misspelt expectation' => [
            $expect((object) ['anwser' => 1]),
            'step 1, expect has an unknown field `anwser`',
        ];
        yield 'a misspelt step' => [
            static function (\stdClass $vector): void {
                $vector->steps[0]->txet = 'a';
            },
            'step 1, the step has an unknown field `txet`',
        ];
        yield 'a program that does not compile' => [
            static function (\stdClass $vector): void {
                $vector->patch = (object) ['shop' => null];
            },
            'its program, not answered: {"errors":',
        ];
    }

    public function test_an_expected_error_is_compared_by_its_fields(): void
    {
        $step = (object) ['call' => 'raw', 'op' => 'measure', 'parts' => ['{']];
        $vector = (object) ['title' => '', 'why' => '', 'program' => 'shop', 'steps' => [$step]];
        $step->expect = (object) ['error' => (object) ['code' => 'request.malformed', 'pointer' => '']];
        self::told($vector);
        $step->expect->error->pointer = '/text';
        $this->expectException(Mismatch::class);
        $this->expectExceptionMessage('step 1, /error/pointer: expected "/text", found ""');
        self::told($vector);
    }

    public function test_json_is_written_as_the_other_hosts_write_it(): void
    {
        $json = '{"b":[],"a":{},"10":1,"9":[{}],"é/\u2028":"\u0001\"\\\\😜","A":-9007199254740991,"n":null,"t":true}';
        self::assertSame(
            '{"10":1,"9":[{}],"A":-9007199254740991,"a":{},"b":[],"n":null,"t":true,"é/' . "\u{2028}"
            . '":"\u0001\"\\\\😜"}',
            Json::canonical(\json_decode($json))
        );
    }

    public function test_a_merge_patch_changes_neither_side(): void
    {
        $target = \json_decode('{"a":{"b":1,"c":2},"d":[1]}');
        $patch = \json_decode('{"a":{"b":null,"e":{"f":null}},"d":{"g":1}}');
        $before = [Json::canonical($target), Json::canonical($patch)];
        self::assertSame('{"a":{"c":2,"e":{}},"d":{"g":1}}', Json::canonical(Json::merge($target, $patch)));
        self::assertSame($before, [Json::canonical($target), Json::canonical($patch)]);
    }

    public function test_moments_are_milliseconds(): void
    {
        self::assertSame(1_795_255_200_000, Json::moment('2026-11-21T10:00:00Z'));
        self::assertSame(1_795_255_200_250, Json::moment('2026-11-21T11:00:00.250+01:00'));
        self::assertSame(-1, Json::moment('1969-12-31T23:59:59.999Z'));
        self::assertNull(Json::moment('2026-11-21'));
        self::assertNull(Json::moment("2026-11-21T10:00:00Z\n"));
    }

    private static function vector(): \stdClass
    {
        return \json_decode(Library::read('sms/')->vectors[self::VECTOR]);
    }

    /** @return list<string> all parts of all answers */
    private static function told(\stdClass $vector): array
    {
        $said = [];
        $hear = static function (string $part) use (&$said): void {
            $said[] = $part;
        };
        Timeline::runOne($vector, Library::read('no vector'), Core::ready()->sequence(), $hear);
        return $said;
    }
}
