<?php
// Owns how an answer is compared with what a step expects of it.
declare(strict_types=1);

namespace Cartsignal\Tests\Conformance;

/** Every mismatch says where and what. */
final class Expect
{
    private const FIELDS = 'decisions wakes facts folded points_at wake_pointing opt_outs topics survivor alias answer '
        . 'warnings parts error errors states';

    private const STATE_FIELDS = 'same_as differs_from ends_with at_most_bytes absent';

    private const EXECUTED = ['send', 'issue_coupon', 'show_on_site', 'credit_order'];

    /**
     * Compares an answer with the (resolved) expectation of its step.
     *
     * @param list<string> $earlier Ids of earlier decisions.
     * @param \Closure(string): string $state
     * @param list<string> $parts The bytes that came with the answer.
     * @throws Mismatch at the first one
     */
    public static function check(
        \stdClass $expected,
        string $call,
        \stdClass $answer,
        array $earlier,
        \Closure $state,
        array $parts
    ): void {
        Json::only($expected, self::FIELDS, 'expect');
        foreach (Json::fields($expected->states ?? new \stdClass()) as [$name, $about]) {
            self::checkState($name, $about, $state);
        }
        if (isset($expected->errors)) {
            self::refused('errors', $expected->errors, $answer);
            return;
        }
        if (isset($expected->error)) {
            $error = is_string($expected->error) ? (object) ['code' => $expected->error] : $expected->error;
            self::refused('error', $error, $answer);
            return;
        }
        $ok = $answer->ok ?? throw new Mismatch('not answered: ' . Json::text($answer));
        if (property_exists($expected, 'answer')) {
            self::subset($expected->answer, $ok, '/answer');
        }
        if (isset($expected->parts)) {
            self::checkParts($expected->parts, $parts);
        }
        if ($call === 'compile') {
            self::subset($expected->warnings ?? [], $ok->warnings ?? null, '/warnings');
        }
        $found = self::stepped($call, $ok);
        if ($found !== null) {
            self::checkStepped($expected, $ok, $found, $earlier);
        }
    }

    /** Returns the part of an answer that has decisions. */
    public static function stepped(string $call, \stdClass $ok): ?\stdClass
    {
        return match ($call) {
            'step' => $ok,
            'merge' => $ok->stepped,
            default => null,
        };
    }

    /** Returns a decision with the fields of its act and of its place beside its own. */
    public static function flat(\stdClass $decision): \stdClass
    {
        $fields = (array) $decision;
        $tag = $decision->does;
        if ($tag instanceof \stdClass) {
            [[$tag, $body]] = Json::fields($tag);
            $fields = (array) ($body->place ?? []) + (array) $body + $fields;
        }
        $failed = array_filter($decision->trace, static fn (\stdClass $clause): bool => !$clause->holds);
        $fields['does'] = $tag;
        $fields['failed'] = array_column(array_values($failed), 'rule');
        return (object) $fields;
    }

    private static function refused(string $word, mixed $wanted, \stdClass $answer): void
    {
        if (!isset($answer->{$word})) {
            throw new Mismatch("expected `$word`, found " . Json::text($answer));
        }
        self::subset($wanted, $answer->{$word}, "/$word");
    }

    private static function checkStepped(\stdClass $expected, \stdClass $ok, \stdClass $found, array $earlier): void
    {
        self::checkDecisions($expected->decisions ?? [], $found, $earlier);
        if (isset($expected->wakes)) {
            foreach (['shopper', 'recipient'] as $of) {
                self::subset($expected->wakes->{$of} ?? null, $found->wakes->{$of} ?? null, "/wakes/$of");
            }
        }
        foreach (['facts', 'folded', 'points_at', 'wake_pointing', 'opt_outs', 'topics'] as $field) {
            if (property_exists($expected, $field)) {
                self::subset($expected->{$field}, $found->{$field} ?? null, "/$field");
            }
        }
        foreach (['survivor', 'alias'] as $field) {
            if (property_exists($expected, $field)) {
                self::subset($expected->{$field}, $ok->{$field} ?? null, "/$field");
            }
        }
    }

    /** Compares all parts behind part 0, each given as text or hex. */
    private static function checkParts(array $expected, array $parts): void
    {
        $wanted = array_map(
            static fn (string|\stdClass $part): string => is_string($part) ? $part : Json::unhex($part->hex),
            $expected
        );
        if ($wanted !== $parts) {
            throw new Mismatch('/parts: found ' . json_encode($parts, JSON_INVALID_UTF8_SUBSTITUTE));
        }
    }

    private static function checkDecisions(array $expected, \stdClass $found, array $earlier): void
    {
        $decisions = array_map(self::flat(...), $found->decisions);
        foreach ($decisions as $place => $decision) {
            $pointer = "/decisions/$place";
            $wanted = clone ($expected[$place] ?? throw new Mismatch("$pointer: unexpected " . self::brief($decision)));
            if (isset($wanted->failed)) {
                self::subset($wanted->failed, $decision->failed, "$pointer/failed");
            }
            foreach (Json::fields($wanted->trace ?? new \stdClass()) as [$rule, $clause]) {
                self::checkClause($rule, $clause, $decision, $pointer);
            }
            unset($wanted->failed, $wanted->trace);
            self::subset($wanted, $decision, $pointer);
            $executed = in_array($decision->does, self::EXECUTED, true);
            if ($executed && !isset($wanted->id) && in_array($decision->id, $earlier, true)) {
                throw new Mismatch("$pointer/id: the id of an earlier decision came again");
            }
        }
        $next = count($decisions);
        if (count($expected) > $next) {
            throw new Mismatch("/decisions/$next: missing " . Json::text($expected[$next]));
        }
    }

    private static function checkClause(string $rule, mixed $wanted, \stdClass $decision, string $pointer): void
    {
        $why = new Mismatch("$pointer/trace/$rule: no such clause");
        foreach ($decision->trace as $clause) {
            if ($clause->rule !== $rule) {
                continue;
            }
            try {
                self::subset($wanted, $clause, "$pointer/trace/$rule");
                return;
            } catch (Mismatch $mismatch) {
                $why = $mismatch;
            }
        }
        throw $why;
    }

    private static function checkState(string $name, \stdClass $about, \Closure $state): void
    {
        Json::only($about, self::STATE_FIELDS, 'a state');
        $bytes = $state($name);
        $wrong = match (true) {
            isset($about->same_as) && $state($about->same_as) !== $bytes => 'differs from the one it should equal',
            isset($about->differs_from) && $state($about->differs_from) === $bytes => 'equals the one it should not',
            !str_ends_with($bytes, Json::unhex($about->ends_with ?? '')) => 'ends otherwise',
            strlen($bytes) > ($about->at_most_bytes ?? PHP_INT_MAX) => 'is too long',
            ($about->absent ?? false) && $bytes !== '' => 'should not be there',
            default => null,
        };
        if ($wrong !== null) {
            throw new Mismatch(sprintf('/states/%s: %s; it has %d bytes', $name, $wrong, strlen($bytes)));
        }
    }

    /** Compares as far as `$expected` says: objects may have more fields, lists may not have more entries. */
    private static function subset(mixed $expected, mixed $found, string $pointer): void
    {
        if ($expected instanceof \stdClass && $found instanceof \stdClass) {
            foreach (Json::fields($expected) as [$name, $value]) {
                self::subset($value, $found->{$name} ?? null, "$pointer/$name");
            }
            return;
        }
        if (is_array($expected) && is_array($found) && count($expected) === count($found)) {
            foreach ($expected as $place => $value) {
                self::subset($value, $found[$place], "$pointer/$place");
            }
            return;
        }
        if (is_array($expected) || $expected instanceof \stdClass || $expected !== $found) {
            throw new Mismatch("$pointer: expected " . Json::text($expected) . ', found ' . self::brief($found));
        }
    }

    /** Returns a value without its trace, which is long. */
    private static function brief(mixed $value): string
    {
        if ($value instanceof \stdClass) {
            $value = clone $value;
            unset($value->trace);
        }
        return Json::text($value);
    }
}
