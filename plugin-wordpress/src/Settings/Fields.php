<?php
// Owns the fields of the settings page: label, control, hint and error, each tied to the others for screen readers.
declare(strict_types=1);

namespace Cartsignal\Settings;

/** A field is named by the JSON pointer of its setting, `/markets/DE/sender/id`; its error is found by it. Prints at once. */
final class Fields
{
    /**
     * @param array<string, mixed> $values Nested as the pointers are; texts, and true for ticked.
     * @param array<string, string> $errors By pointer.
     */
    public function __construct(private readonly array $values, private readonly array $errors)
    {
    }

    /** @param array<string, string> $attributes Of the input, as `type` or `placeholder`. */
    public function text(string $pointer, string $label, string $hint = '', array $attributes = []): void
    {
        $attributes += ['type' => 'text', 'class' => 'regular-text', 'autocomplete' => 'off'];
        // What is typed into a field for secrets never comes back out of the server.
        $value = $attributes['type'] === 'password' ? '' : (string) $this->value($pointer);
        $this->row($pointer, $label, $hint, function (string $common) use ($attributes, $value): void {
            echo '<input ' . $common . ' value="' . \esc_attr($value) . '"';
            foreach ($attributes as $name => $text) {
                echo ' ' . \esc_attr($name) . '="' . \esc_attr($text) . '"';
            }
            echo ' />';
        });
    }

    /** @param array<string, string> $choices Value to label. */
    public function choice(string $pointer, string $label, array $choices, string $hint = ''): void
    {
        $chosen = (string) $this->value($pointer);
        $this->row($pointer, $label, $hint, static function (string $common) use ($choices, $chosen): void {
            echo '<select ' . $common . '>';
            foreach ($choices as $value => $text) {
                $mark = \selected($chosen, (string) $value, false);
                echo '<option value="' . \esc_attr((string) $value) . '"' . $mark . '>' . \esc_html($text) . '</option>';
            }
            echo '</select>';
        });
    }

    public function tick(string $pointer, string $label, string $hint = ''): void
    {
        $mark = \checked((bool) $this->value($pointer), true, false);
        echo '<tr><td colspan="2"><label for="' . \esc_attr(self::id($pointer)) . '">';
        echo '<input type="checkbox" value="1" ' . $this->common($pointer, $hint) . $mark . ' /> ';
        echo \esc_html($label) . '</label>';
        $this->notes($pointer, $hint);
        echo '</td></tr>';
    }

    /** Prints all errors, each with a link to its field. */
    public function summary(): void
    {
        if ($this->errors === []) {
            return;
        }
        echo '<div class="notice notice-error" role="alert"><p><strong>';
        echo \esc_html__('Nothing was saved. Please correct:', 'cartsignal') . '</strong></p><ul class="ul-disc">';
        foreach ($this->errors as $pointer => $sentence) {
            echo '<li><a href="#' . \esc_attr(self::id($pointer)) . '">' . \esc_html(self::place($pointer) . $sentence) . '</a></li>';
        }
        echo '</ul></div>';
    }

    public static function id(string $pointer): string
    {
        return 'cartsignal' . \strtr($pointer, '/', '-');
    }

    /** @param \Closure(string): void $control Prints the control with the attributes handed in. */
    private function row(string $pointer, string $label, string $hint, \Closure $control): void
    {
        echo '<tr><th scope="row"><label for="' . \esc_attr(self::id($pointer)) . '">' . \esc_html($label) . '</label></th><td>';
        $control($this->common($pointer, $hint));
        $this->notes($pointer, $hint);
        echo '</td></tr>';
    }

    /** Returns the attributes that every control has, escaped. */
    private function common(string $pointer, string $hint): string
    {
        $id = self::id($pointer);
        $name = 'cartsignal[' . \implode('][', \explode('/', \substr($pointer, 1))) . ']';
        $error = isset($this->errors[$pointer]);
        $notes = \array_filter([$error ? "$id-error" : '', $hint === '' ? '' : "$id-hint"]);
        return 'id="' . \esc_attr($id) . '" name="' . \esc_attr($name) . '"'
            . ($notes === [] ? '' : ' aria-describedby="' . \esc_attr(\implode(' ', $notes)) . '"')
            . ($error ? ' aria-invalid="true"' : '');
    }

    private function notes(string $pointer, string $hint): void
    {
        $id = self::id($pointer);
        if (isset($this->errors[$pointer])) {
            echo '<p class="cartsignal-error" id="' . \esc_attr("$id-error") . '">' . \esc_html($this->errors[$pointer]) . '</p>';
        }
        if ($hint !== '') {
            echo '<p class="description" id="' . \esc_attr("$id-hint") . '">' . \esc_html($hint) . '</p>';
        }
    }

    private function value(string $pointer): mixed
    {
        $value = $this->values;
        foreach (\explode('/', \substr($pointer, 1)) as $step) {
            $value = \is_array($value) ? ($value[$step] ?? '') : '';
        }
        return \is_array($value) ? '' : $value;
    }

    /** Returns the country in front of an error, where it is one's. */
    private static function place(string $pointer): string
    {
        return \preg_match('~\A/markets/([A-Z]{2})~', $pointer, $found) === 1 ? "$found[1]: " : '';
    }
}
