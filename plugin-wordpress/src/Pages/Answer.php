<?php
// Owns the answer to a short link, and how it leaves: without a cookie, a cache, or anything of the theme.
declare(strict_types=1);

namespace Cartsignal\Pages;

final class Answer
{
    /** What every answer goes with: the address is a secret, and what it leads to changes. */
    private const GUARDS = [
        'Cache-Control' => 'no-store',
        'Referrer-Policy' => 'no-referrer',
        'X-Robots-Tag' => 'noindex, nofollow',
        'X-Content-Type-Options' => 'nosniff',
    ];

    /** @param array<string, string> $headers */
    public function __construct(
        private readonly int $status,
        private readonly array $headers,
        private readonly string $body = '',
        private readonly ?string $location = null
    ) {
    }

    /** Returns a redirect that tells its target nothing of where it came from. */
    public static function redirect(string $url): self
    {
        return new self(302, [], location: $url);
    }

    /** Ends the request. */
    public function send(): never
    {
        // Caches of other plugins look at these names.
        foreach (['DONOTCACHEPAGE', 'DONOTMINIFY'] as $name) {
            // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- theirs.
            \defined($name) || \define($name, true);
        }
        if (!\headers_sent()) {
            $this->sendHeaders();
        }
        if (Opener::method() !== 'HEAD') {
            // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- Page escapes every word of it.
            echo $this->body;
        }
        // What is out can get no cookie any more: WooCommerce would set its own at the end of the request.
        while (\ob_get_level() > 0 && @\ob_end_flush()) {
            continue;
        }
        \flush();
        exit;
    }

    private function sendHeaders(): void
    {
        \header_remove('Set-Cookie');
        \header_remove('Link');
        \nocache_headers();
        foreach (self::GUARDS + $this->headers as $name => $value) {
            \header("$name: $value");
        }
        if ($this->location === null) {
            \status_header($this->status);
            return;
        }
        // Where the shop's pages lie on a host that WordPress does not know as its own, its front page is better than its
        // login.
        \add_filter('wp_safe_redirect_fallback', static fn (): string => \home_url('/'));
        \wp_safe_redirect($this->location, $this->status, false);
    }
}
