<?php
// Owns what a page looks like: one heading, some sentences, buttons, no script.
declare(strict_types=1);

namespace Cartsignal\Pages;

final class Page
{
    private const STYLE = <<<'CSS'
:root{color-scheme:light dark;--ink:#1a1d21;--soft:#50565e;--paper:#f4f5f7;--card:#fff;--edge:#c9ced6;--act:#0b57d0;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e9ebee;--soft:#b4bac3;--paper:#101214;--card:#1b1e22;--edge:#4a515b;--act:#a8c7fa;--on:#062e6f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:1rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:30rem;margin:auto;padding:1.5rem;background:var(--card);border:1px solid var(--edge);border-radius:1rem}
.shop{margin:0 0 .75rem;color:var(--soft);font-size:.9375rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
p{margin:0 0 1rem}
form{margin:1.25rem 0 0;display:grid;gap:.75rem}
button{min-height:3rem;padding:.625rem 1rem;border:2px solid var(--act);border-radius:.625rem;background:var(--act);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
button.other{background:transparent;color:var(--act)}
button:focus-visible,main:focus-visible{outline:3px solid var(--act);outline-offset:3px}
.small{margin:1.25rem 0 0;padding-top:1rem;border-top:1px solid var(--edge);color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
.small p{margin:0 0 .25rem}
CSS;

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
        $hash = \base64_encode(\hash('sha256', self::STYLE, true));
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
        $style = self::STYLE;
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
}
