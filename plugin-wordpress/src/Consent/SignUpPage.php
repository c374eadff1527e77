<?php
// Owns the small page that a browser without scripts gets after a sign-up form.
declare(strict_types=1);

namespace Cartsignal\Consent;

final class SignUpPage
{
    /** Shows one sentence, below it a form, and the way back. It ends the request. */
    public static function show(string $sentence, string $form): never
    {
        $back = \wp_validate_redirect((string) \wp_get_raw_referer(), \home_url('/'));
        \header('Content-Type: text/html; charset=utf-8');
        // phpcs:disable WordPress.Security.EscapeOutput -- `form` is made and escaped by SignUpForm.
        \printf(
            '<!doctype html><html %s><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
                . '<meta name="robots" content="noindex"><title>%s</title><style>%s</style></head>'
                . '<body><main><h1>%2$s</h1><p>%s</p>%s<p><a href="%s">%s</a></p></main></body></html>',
            \get_language_attributes(),
            \esc_html__('Text messages', 'cartsignal'),
            'body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:36rem;padding:0 1rem}[hidden]{display:none}',
            \esc_html($sentence),
            $form,
            \esc_url($back),
            \esc_html__('Back to the shop', 'cartsignal')
        );
        // phpcs:enable
        exit;
    }
}
