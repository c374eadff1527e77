<?php
// Owns the tests of the core's calls that need no program, and of compiling one.
declare(strict_types=1);

namespace Cartsignal\Tests\Core;

use Cartsignal\Core\Core;
use Cartsignal\Core\Operation;
use Cartsignal\Core\Refused;
use Cartsignal\Tests\Store;
use PHPUnit\Framework\TestCase;

final class CoreTest extends TestCase
{
    public function test_it_says_which_core_it_is(): void
    {
        $versions = Core::ready()->versions();
        self::assertSame(1, $versions->contract);
        self::assertMatchesRegularExpression('/\A\d+\.\d+\.\d+\z/', $versions->core);
        self::assertMatchesRegularExpression('/\A20\d\d[a-z]\z/', $versions->zones);
    }

    public function test_text_of_any_script_goes_in_and_comes_out(): void
    {
        $core = Core::ready();
        self::assertSame(['😜', 'я'], $core->measure('Gruß 😜 я')->first_non_gsm);
        self::assertSame(20_000, $core->measure(\str_repeat('x', 20_000))->units);
    }

    public function test_a_refusal_is_thrown_with_code_pointer_and_sentence(): void
    {
        try {
            Core::ready()->call(Operation::Measure, '{"text":"a","more":1}')->ok();
            self::fail('not refused');
        } catch (Refused $refused) {
            self::assertSame(['request.unknown_field', '/more'], [$refused->refusal, $refused->pointer]);
            self::assertNotSame('', $refused->getMessage());
            self::assertSame([[], null, null], [$refused->errors, $refused->needs, $refused->range]);
        }
    }

    public function test_a_refused_configuration_says_all_that_is_wrong(): void
    {
        $core = Core::ready();
        $store = \json_decode(Store::configuration());
        $store->shop->currency = 'euro';
        $store->markets->DE->price->micros = -1;
        try {
            $core->compile(\json_encode($store));
            self::fail('not refused');
        } catch (Refused $refused) {
            self::assertNotSame([], $refused->errors);
            self::assertSame($refused->errors[0]->code, $refused->refusal);
            self::assertStringContainsString($refused->errors[0]->message, $refused->getMessage());
        }
        self::assertNotSame([], $core->lint('{}'));
    }

    public function test_a_state_that_needs_a_newer_reader_says_which(): void
    {
        $loaded = Core::ready()->load(Store::live());
        $stepped = $loaded->step(Store::story()[0]);
        $newer = \substr_replace($stepped->shopper, "\x09", 2, 1);
        try {
            $loaded->step(Store::story()[1], $newer, $stepped->recipient);
            self::fail('not refused');
        } catch (Refused $refused) {
            self::assertSame(['state.too_new', 9], [$refused->refusal, $refused->needs]);
        }
        $next = $loaded->step(Store::story()[1], $stepped->shopper, $stepped->recipient);
        self::assertSame('new', $next->answer->folded);
    }

    public function test_facts_are_observed_combined_learned_from_and_erased(): void
    {
        $core = Core::ready();
        $facts = self::facts();
        self::assertNotSame([], $facts);
        $one = $core->observe($facts);
        $other = $core->observe([]);
        self::assertSame($one, $core->combine($one, $other));
        self::assertSame($core->erase($facts, $one), $core->erase($facts, $core->observe($facts, $other)));
        [$model, $progress, $calls] = [null, '', 0];
        while ($model === null && ++$calls < 1_000) {
            [$model, $progress] = $core->learn(50, $one, $progress);
        }
        self::assertNotNull($model);
        self::assertSame('', $progress);
    }

    /** @return list<\stdClass> what a story's steps answered */
    private static function facts(): array
    {
        [$facts, $shopper, $recipient] = [[], '', ''];
        $loaded = Core::ready()->load(Store::live());
        foreach (Store::story() as $request) {
            $stepped = $loaded->step($request, $shopper, $recipient);
            [$shopper, $recipient] = [$stepped->shopper, $stepped->recipient];
            \array_push($facts, ...$stepped->answer->facts);
        }
        return $facts;
    }
}
