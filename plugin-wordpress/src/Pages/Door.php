<?php
// Owns the short links at the site's root: what is a key, whose link it is, and which page or address answers.
declare(strict_types=1);

namespace Cartsignal\Pages;

use Cartsignal\Fault;
use Cartsignal\Host\Links;
use Cartsignal\Module;
use Cartsignal\Recovery\CartLink;
use Cartsignal\Services;
use Cartsignal\Trial\TestLink;

/**
 * Opening a link changes nothing but that a cart's link counts as opened. What is no link of ours is WordPress's: a page
 * `/Contact` is found as ever. Only where WordPress finds nothing either, the opener is counted as a guesser, told to wait,
 * or told that something is wrong here.
 */
final class Door implements Module
{
    /** A link's key. Phones take the mark that ends a sentence for a part of the link before it. */
    private const PATH = '#\A/([0-9A-Za-z]{7})[.,;:!?)]*\z#';

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_action('parse_request', fn () => $this->open(), 0);
    }

    private function open(): void
    {
        $key = self::keyOf((string) \wp_unslash($_SERVER['REQUEST_URI'] ?? ''));
        if ($key === null) {
            return;
        }
        try {
            $answer = $this->answer($key);
        } catch (\Throwable $error) {
            Fault::note($error, 'pages.door');
            $this->unlessFound(fn () => $this->page('fault', $this->language(null), 500, wayOut: true));
            return;
        }
        $answer?->send();
    }

    /**
     * Returns the key in a path. Keys of links always have an upper-case letter; paths of pages rarely do, so that few of
     * them are looked up.
     */
    private static function keyOf(string $uri): ?string
    {
        $isPath = \preg_match(self::PATH, \explode('?', $uri, 2)[0], $found) === 1;
        return $isPath && Links::looksLikeKey($found[1]) ? $found[1] : null;
    }

    /** Returns what answers, or null: WordPress does. */
    private function answer(string $key): ?Answer
    {
        $now = $this->services->now();
        $limiter = new Limiter($this->services->database(), $this->services->keys());
        $network = Opener::network();
        $wait = $limiter->wait($network, $now);
        if ($wait > 0) {
            $headers = ['Retry-After' => (string) \intdiv($wait + 999, 1_000)];
            $this->unlessFound(
                fn () => $this->page('too_many', $this->language(null), 429, wayOut: true, headers: $headers)
            );
            return null;
        }
        // The same look-ups whether there is such a link or not: how long they take tells nothing.
        $link = $this->services->links()->find($key, 0);
        $recipient = $link?->recipient ?? '';
        $optOuts = $this->services->people()->optOuts($recipient);
        $locale = $this->services->people()->contact('recipient', $recipient)['locale'] ?? null;
        if ($link === null) {
            $this->unlessFound(static fn (): ?Answer => $limiter->count($network, $now));
            return null;
        }
        $visit = new Visit($key, $link, $optOuts, $this->language($locale), $network, $now);
        if ($link->expiresAt <= $now) {
            return $this->page('expired', $visit->language, 410, wayOut: true);
        }
        return $this->visit($visit, $limiter);
    }

    private function visit(Visit $visit, Limiter $limiter): Answer
    {
        $method = Opener::method();
        $leadsAway = \in_array($visit->link->kind, ['cart', 'checkout'], true);
        $allowed = $leadsAway ? ['GET', 'HEAD'] : ['GET', 'HEAD', 'POST'];
        if (!\in_array($method, $allowed, true)) {
            $headers = ['Allow' => \implode(', ', $allowed)];
            return $this->page('stale_form', $visit->language, 405, wayOut: true, headers: $headers);
        }
        if ($leadsAway) {
            // Only a test text has a cart's link without a cart.
            $url = $visit->link->cart === null
                ? (new TestLink($this->services))->open($visit)
                : (new CartLink($this->services))->open($visit);
            return $url === null
                ? $this->page('cart_gone', $visit->language, 410, wayOut: true)
                : Answer::redirect($url);
        }
        $say = new Say($this->services, $limiter);
        $page = $visit->link->kind === 'confirm' ? new ConfirmPage($say) : new OptOutPage($say, $this->services->keys());
        $shown = $method === 'POST' ? $page->press($visit, Form::read()) : $page->show($visit);
        return $this->page(
            $shown->page,
            $visit->language,
            $shown->status,
            acts: $shown->acts,
            hidden: $shown->hidden,
            wayOut: $shown->status !== 200
        );
    }

    /**
     * Does something where WordPress has nothing to show at this path either; what it returns is shown instead of its 404.
     *
     * @param \Closure(): ?Answer $then
     */
    private function unlessFound(\Closure $then): void
    {
        \add_action('template_redirect', function () use ($then): void {
            if (\is_404()) {
                $this->services->safely('pages.door', $then)?->send();
            }
        }, 0);
    }

    /**
     * @param list<string> $acts
     * @param array<string, string> $hidden
     * @param array<string, string> $headers
     */
    private function page(
        string $name,
        string $language,
        int $status,
        array $acts = [],
        array $hidden = [],
        bool $wayOut = false,
        array $headers = []
    ): Answer {
        $words = Wording::of($this->services->folder())->words($language, $name, $this->services->settings()->shop());
        return Page::answer($words, $language, $status, $acts, $hidden, $wayOut, $headers);
    }

    private function language(?string $locale): string
    {
        $accepted = \wp_unslash($_SERVER['HTTP_ACCEPT_LANGUAGE'] ?? '');
        return Wording::of($this->services->folder())->language($locale, \is_string($accepted) ? $accepted : '');
    }
}
