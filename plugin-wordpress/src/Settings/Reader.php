<?php
// Owns reading a value of unknown origin into its type and bounds; what does not fit is noted by its JSON pointer.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class Reader
{
    /** Longest text of a field. Chosen: the option row is read on every request. */
    public const MOST_CHARACTERS = 512;

    /** @var array<string, string> Sentences by JSON pointer. */
    private array $errors = [];

    /** @throws Unfit */
    public function finish(): void
    {
        if ($this->errors !== []) {
            throw new Unfit($this->errors);
        }
    }

    public function whole(string $at, mixed $value, int $least, int $most): ?int
    {
        if (\is_int($value) && $value >= $least && $value <= $most) {
            return $value;
        }
        /* translators: 1: smallest number, 2: largest number. */
        $text = \__('Enter a whole number from %1$s to %2$s.', 'cartsignal');
        return $this->wrong($at, \sprintf($text, \number_format_i18n($least), \number_format_i18n($most)));
    }

    public function yes(string $at, mixed $value): ?bool
    {
        return \is_bool($value) ? $value : $this->wrong($at, \__('Choose yes or no.', 'cartsignal'));
    }

    public function text(string $at, mixed $value, int $most = self::MOST_CHARACTERS): string
    {
        $fits = \is_string($value) && \mb_check_encoding($value, 'UTF-8')
            && \mb_strlen($value) <= $most && \preg_match('/[\x00-\x1f\x7f]/', $value) !== 1;
        if (!$fits) {
            $this->wrong($at, \__('Enter one line of text.', 'cartsignal'));
            return '';
        }
        return \trim($value);
    }

    /** @return array<array-key, mixed> */
    public function map(string $at, mixed $value): array
    {
        if (!\is_array($value)) {
            $this->wrong($at, \__('This part of the settings cannot be read.', 'cartsignal'));
            return [];
        }
        return $value;
    }

    /**
     * @param list<string> $choices
     * @return list<string> In the order of the choices, each once.
     */
    public function some(string $at, mixed $value, array $choices): array
    {
        foreach ($this->map($at, $value) as $place => $one) {
            if (!\in_array($one, $choices, true)) {
                $this->wrong("$at/$place", \__('Choose from the list.', 'cartsignal'));
            }
        }
        return \is_array($value) ? \array_values(\array_intersect($choices, \array_filter($value, \is_string(...)))) : [];
    }

    public function unknown(string $at): mixed
    {
        return $this->wrong($at, \__('There is no such setting.', 'cartsignal'));
    }

    /** Notes what is wrong and returns null, which is in no row: a row with errors is never kept. */
    public function wrong(string $at, string $sentence): mixed
    {
        $this->errors[$at] ??= $sentence;
        return null;
    }
}
