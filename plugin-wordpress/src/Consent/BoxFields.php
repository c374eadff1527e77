<?php
// Owns boxes as HTML of a form: one checkbox for each purpose, never ticked, with the wording of each country's language.
declare(strict_types=1);

namespace Cartsignal\Consent;

final class BoxFields
{
    /**
     * @param array<string, list<Box>> $byLanguage As `Boxes::offered` returns them.
     * @param string $language The wording that is shown at first.
     * @param string $prefix Of the ids in this form.
     * @param string $note The id of the sentence that describes the boxes.
     */
    public static function html(array $byLanguage, string $language, string $prefix, string $note): string
    {
        $html = '';
        foreach (self::byPurpose($byLanguage) as $purpose => $wordings) {
            $html .= self::box($prefix . $purpose, $wordings, $language, $note);
        }
        return $html;
    }

    /** @param array<string, Box> $wordings By language. */
    private static function box(string $id, array $wordings, string $language, string $note): string
    {
        $words = '';
        foreach ($wordings as $each => $box) {
            $hidden = $each === $language ? '' : ' hidden';
            $words .= \sprintf(
                '<span data-version="%s" data-wording="%s" lang="%s"%s>%s</span>',
                \esc_attr($box->version),
                \esc_attr($each),
                \esc_attr($box->lang()),
                $hidden,
                $box->html()
            );
        }
        return \sprintf(
            '<div><label class="woocommerce-form__label woocommerce-form__label-for-checkbox checkbox">'
                . '<input type="checkbox" class="woocommerce-form__input woocommerce-form__input-checkbox input-checkbox"'
                . ' name="cartsignal_ticked[]" id="%s" value="%s" aria-describedby="%s"'
                . ' autocomplete="off"> %s</label></div>',
            \esc_attr($id),
            \esc_attr(($wordings[$language] ?? \reset($wordings))->version),
            \esc_attr($note),
            $words
        );
    }

    /**
     * @param array<string, list<Box>> $byLanguage
     * @return array<string, array<string, Box>> By purpose and language.
     */
    private static function byPurpose(array $byLanguage): array
    {
        $sorted = [];
        foreach ($byLanguage as $language => $boxes) {
            foreach ($boxes as $box) {
                $sorted[$box->purpose][$language] = $box;
            }
        }
        return $sorted;
    }
}
