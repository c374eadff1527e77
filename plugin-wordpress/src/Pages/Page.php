<?php
// Owns what a page looks like: one heading, some sentences, buttons, no script.
declare(strict_types=1);

namespace Cartsignal\Pages;

final class Page
{
    /**
     * @param array<string, mixed> $words Of the page, with the shop's name in them.
     * @param list<string> $acts Its buttons.
     * @param array<string, string> $hidden Fields that travel with any button.
     * @param bool $wayOut Whether it says how else to opt out.
     * @param array<string, string> $headers
     */
    public static function answer(
        array $words,
        string $language,
        int $status,
        array $acts,
        array $hidden,
        bool $wayOut,
        array $headers
    ): Answer {
        $hash = \base64_encode(\hash('sha256', self::style(), true));
        return new Answer($status, [
            'Content-Security-Policy' => "default-src 'none'; style-src 'sha256-$hash'; img-src data:; form-action 'self'; "
                . "base-uri 'none'; frame-ancestors 'none'",
            'Content-Type' => 'text/html; charset=utf-8',
            'Content-Language' => $language,
            'Vary' => 'Accept-Language',
            ...$headers,
        ], self::body($words, $language, self::form($words, $acts, $hidden), $wayOut));
    }

    /** @param array<string, mixed> $words */
    private static function body(array $words, string $language, string $form, bool $wayOut): string
    {
        $title = \esc_html($words['title']);
        $heading = \esc_html($words['heading']);
        $language = \esc_attr($language);
        $style = self::style();
        $text = self::paragraphs($words['text'], "\n");
        $small = [...(isset($words['otherwise']) ? [$words['otherwise']] : []), ...($wayOut ? $words['wayOut'] : [])];
        $below = $small === [] ? '' : '<div class="small">' . self::paragraphs($small, '') . '</div>';
        return <<<HTML
<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>$title</title>
<link rel="icon" href="data:,">
<style>$style</style>
</head>
<body>
<main>
<p class="shop">$heading</p>
<h1>$title</h1>
$text
$form
$below
</main>
</body>
</html>

HTML;
    }

    /**
     * @param array<string, mixed> $words
     * @param list<string> $acts
     * @param array<string, string> $hidden
     */
    private static function form(array $words, array $acts, array $hidden): string
    {
        if ($acts === []) {
            return '';
        }
        $form = '<form method="post">';
        foreach ($hidden as $name => $value) {
            $form .= \sprintf('<input type="hidden" name="%s" value="%s">', \esc_attr($name), \esc_attr($value));
        }
        foreach ($acts as $act) {
            $isOther = $act === 'start' || ($act === 'stop' && \count($acts) > 1);
            $form .= \sprintf(
                '<button type="submit" name="act" value="%s"%s>%s</button>',
                \esc_attr($act),
                $isOther ? ' class="other"' : '',
                \esc_html($words[$act === 'start' ? 'undo' : $act])
            );
        }
        return "$form</form>";
    }

    /** @param list<string> $sentences */
    private static function paragraphs(array $sentences, string $between): string
    {
        return \implode($between, \array_map(static fn (string $said): string => '<p>' . \esc_html($said) . '</p>', $sentences));
    }

    /** Returns the style that pages of all hosts share; the build copies it. */
    private static function style(): string
    {
        return \trim((string) \file_get_contents(\dirname(__DIR__, 2) . '/core/page.css'));
    }
}
