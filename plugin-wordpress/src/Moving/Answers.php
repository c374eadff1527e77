<?php
// Owns the owner's answers about a file: which column is what, and what is said of all rows; each is checked.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Services;
use Cartsignal\Settings\Unfit;

final class Answers
{
    private const PURPOSES = ['cart', 'offers'];

    private const WORDING_CHARACTERS = 1_500;

    /** Shorter than this nothing can say who may text what. Chosen. */
    private const LEAST_WORDING = 15;

    private const SOURCE_CHARACTERS = 120;

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param array<string, mixed> $mapping
     * @param array<string, mixed> $choices
     * @throws Unfit
     */
    public function take(Import $import, array $mapping, array $choices): void
    {
        $wrong = [];
        foreach ($mapping as $role => $place) {
            if (!\in_array($role, Columns::roles(), true) || !\is_int($place) || !isset($import->columns[$place])) {
                $wrong["/mapping/$role"] = \__('Choose one of the columns of the file.', 'cartsignal');
            }
        }
        if (!isset($mapping['number'])) {
            $wrong['/mapping/number'] = \__('Choose the column with the phone numbers.', 'cartsignal');
        }
        $wrong += $this->wrongChoices($choices);
        if ($import->kind === 'consents') {
            $wrong += $this->missing($mapping, $choices);
        }
        if ($wrong !== []) {
            throw new Unfit($wrong);
        }
        $import->mapping = $mapping;
        $import->choices = \array_filter($choices, static fn (mixed $value): bool => !\in_array($value, [null, '', []], true));
        foreach ($import->columns as $place => $column) {
            $import->columns[$place]['role'] = \array_search($place, $mapping, true) ?: null;
        }
    }

    /**
     * @param array<string, mixed> $choices
     * @return array<string, string>
     */
    private function wrongChoices(array $choices): array
    {
        $wrong = [];
        foreach ($choices as $name => $value) {
            $fits = $value === null || match ($name) {
                'country' => \is_string($value) && ($value === '' || \preg_match('/\A[A-Z]{2}\z/', $value) === 1),
                'date_order' => \in_array($value, ['', ...MomentReading::ORDERS], true),
                'purposes' => \is_array($value) && \array_diff($value, self::PURPOSES) === [],
                'wording' => \is_string($value) && \mb_strlen($value) <= self::WORDING_CHARACTERS,
                'source' => \is_string($value) && \mb_strlen($value) <= self::SOURCE_CHARACTERS
                    && \preg_match('/@|\d{7}/', $value) !== 1,
                'language' => \is_string($value) && \mb_strlen($value) <= 20,
                'confirmed_by_text' => \is_bool($value),
                default => false,
            };
            if (!$fits) {
                $wrong["/choices/$name"] = \__('This answer does not fit.', 'cartsignal');
            }
        }
        return $wrong;
    }

    /**
     * @param array<string, mixed> $mapping
     * @param array<string, mixed> $choices
     * @return array<string, string>
     */
    private function missing(array $mapping, array $choices): array
    {
        $wrong = [];
        if (!isset($mapping['date'])) {
            $wrong['/mapping/date'] = \__('Choose the column with the date on which each person agreed. Without dates no permission can be taken in.', 'cartsignal');
        }
        if (($choices['purposes'] ?? []) === []) {
            $wrong['/choices/purposes'] = \__('Choose what these people agreed to: reminders of their cart, offers, or both.', 'cartsignal');
        }
        if (!isset($mapping['wording']) && \mb_strlen(\trim((string) ($choices['wording'] ?? ''))) < self::LEAST_WORDING) {
            $wrong['/choices/wording'] = \__('Enter the words that stood beside the box, exactly, or choose the column that has them.', 'cartsignal');
        }
        if (!isset($mapping['source']) && \trim((string) ($choices['source'] ?? '')) === '') {
            $wrong['/choices/source'] = \__('Say where they agreed, as "checkout of the old shop", or choose the column that says it.', 'cartsignal');
        }
        if (($choices['confirmed_by_text'] ?? false) && !isset($mapping['confirmed'])) {
            $wrong['/mapping/confirmed'] = \__('Choose the column with the date on which each person confirmed by text.', 'cartsignal');
        }
        return $wrong;
    }
}
