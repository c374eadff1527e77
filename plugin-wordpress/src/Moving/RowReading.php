<?php
// Owns what one row says under the owner's answers about the file: whose number, agreed or opted out, when and with what proof.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Core\Sending;

/**
 * Opt-outs are always taken: of any country, with any date or none. A permission counts only with its date, source and
 * wording. In the United States it needs written words that carriers accept, and its owner is asked by text in any case.
 */
final class RowReading
{
    /** What US law and carriers want said: 47 CFR 64.1200(f)(9) and the carriers' rule on cart reminders (compliance.md). */
    private const WRITTEN = [
        '/\bcart|\bbasket/i',
        '/autom/i',
        '/not (a )?(condition|required)|condition (of|to) (any )?(purchase|buy)|no purchase/i',
    ];

    private const WORDING_BYTES = 1_500;

    private const SOURCE_CHARACTERS = 120;

    private readonly MomentReading $moments;

    /**
     * @param array<string, int> $mapping Places of columns by role.
     * @param array<string, mixed> $choices
     * @param array<string, mixed> $markets By country.
     */
    public function __construct(
        private readonly string $kind,
        private readonly array $mapping,
        private readonly array $choices,
        private readonly bool $asksOut,
        private readonly array $markets,
        private readonly Sending $sending,
        private readonly int $now
    ) {
        $this->moments = new MomentReading($choices['date_order'] ?? null, \wp_timezone());
    }

    /** @param list<string> $cells */
    public function read(array $cells): Outcome
    {
        $cell = fn (string $role): string => isset($this->mapping[$role]) ? $cells[$this->mapping[$role]] ?? '' : '';
        $status = isset($this->mapping['status']) ? Statuses::meaning($cell('status'), $this->asksOut) : null;
        $isOptOut = $status === 'out' || ($this->kind === 'opt_outs' && !isset($this->mapping['status']));
        if (!$isOptOut && $this->kind === 'opt_outs') {
            return Outcome::refused('not_opted_out');
        }
        if (!$isOptOut && isset($this->mapping['status']) && $status !== 'in') {
            return Outcome::refused($status === null && $cell('status') !== '' ? 'unknown_status' : 'not_subscribed');
        }
        if ($cell('number') === '') {
            return Outcome::refused('no_number');
        }
        $phones = $this->phones($cell('number'), $cell('country'));
        if ($phones === []) {
            return Outcome::refused('bad_number');
        }
        $at = $cell('date') === '' ? null : $this->moments->read($cell('date'));
        if ($isOptOut) {
            // Where a number may be read in two ways, neither is texted.
            return Outcome::optOut($phones, \min($at ?? $this->now, $this->now));
        }
        $textable = \array_filter($phones, static fn (\stdClass $phone): bool => $phone->number->kind !== 'fixed');
        return $this->consent(\reset($textable) ?: $phones[0], $cell, $at);
    }

    /** @param \Closure(string): string $cell */
    private function consent(\stdClass $phone, \Closure $cell, ?int $at): Outcome
    {
        $wording = $cell('wording') !== '' ? $cell('wording') : (string) ($this->choices['wording'] ?? '');
        $source = $cell('source') !== '' ? $cell('source') : (string) ($this->choices['source'] ?? '');
        $country = $phone->number->country ?? '';
        $isWritten = $country === 'US' && self::isWritten($wording);
        $reason = match (true) {
            ($phone->number->kind ?? '') === 'fixed' => 'fixed_line',
            !isset($this->markets[$country]) => 'not_sold',
            $cell('date') === '' => 'no_date',
            $at === null => 'bad_date',
            $at > $this->now => 'future_date',
            $source === '' => 'no_source',
            \preg_match('/@|\d{7}/', (string) \preg_replace('/[\s\-()]/', '', $source)) === 1 => 'personal_source',
            \trim($wording) === '' => 'no_wording',
            $country === 'US' && !$isWritten => 'not_written',
            default => null,
        };
        if ($reason !== null) {
            return Outcome::refused($reason);
        }
        $isByText = ($this->choices['confirmed_by_text'] ?? false) && $country !== 'US';
        $confirmed = $isByText ? $this->moments->read($cell('confirmed')) : null;
        return Outcome::consent(new Permitted(
            $phone,
            $confirmed !== null && $confirmed >= $at && $confirmed <= $this->now ? $confirmed : null,
            $isWritten ? 'express_written' : 'express',
            \mb_strcut($wording, 0, self::WORDING_BYTES, 'UTF-8'),
            \mb_substr($source, 0, self::SOURCE_CHARACTERS),
            \mb_substr((string) \preg_replace('/[\x00-\x1f\x7f]/', '', $cell('name')), 0, 40),
            \preg_match('/\A[a-z]{2,3}([-_][A-Za-z]{2,4})?\z/', $cell('locale')) === 1 ? \str_replace('_', '-', $cell('locale')) : '',
            $cell('email')
        ), (int) $at);
    }

    /**
     * Returns what a number may be, the likeliest first: spreadsheets drop the plus of one, and what is left may be read as a
     * number of one's own country as well.
     *
     * @return list<\stdClass> `Phone` of the contract.
     */
    private function phones(string $text, string $country): array
    {
        // Long ones they write as 4.91714E+11, of which digits are lost.
        if (\preg_match('/\d[.,]\d+E\+?\d+/i', $text) === 1) {
            return [];
        }
        $country = \strtoupper(\trim($country));
        $country = \preg_match('/\A[A-Z]{2}\z/', $country) === 1 ? $country : ($this->choices['country'] ?? null);
        $text = \mb_substr($text, 0, 40);
        $read = [$this->sending->parsePhone($text, $country)->phone ?? null];
        if (\preg_match('/\A[1-9]\d{9,14}\z/', (string) \preg_replace('/[\s().\/-]/', '', $text)) === 1) {
            $read[] = $this->sending->parsePhone("+$text", null)->phone ?? null;
        }
        return \array_values(\array_filter($read));
    }

    private static function isWritten(string $wording): bool
    {
        foreach (self::WRITTEN as $pattern) {
            if (\preg_match($pattern, $wording) !== 1) {
                return false;
            }
        }
        return true;
    }
}
