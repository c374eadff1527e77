<?php
// Owns where the short link of a cart leads, and whether its opening counts.
declare(strict_types=1);

namespace Cartsignal\Recovery;

use Cartsignal\Host\Journal;
use Cartsignal\Host\Link;
use Cartsignal\Pages\Opener;
use Cartsignal\Pages\Visit;
use Cartsignal\Services;

final class CartLink
{
    public function __construct(private readonly Services $services)
    {
    }

    /**
     * Returns the address on the shop's cart or checkout page, or null where there is no shop or no cart. A person's tap
     * counts, once; machines get the bare page, so that a preview of a message fills no cart.
     */
    public function open(Visit $visit): ?string
    {
        $link = $visit->link;
        if (!\function_exists('wc_get_cart_url') || $link->cart === null) {
            return null;
        }
        $page = self::page($link->kind);
        if (Opener::isMachine()) {
            return $page;
        }
        if (Opener::isPerson()) {
            $this->count($visit, $link);
        }
        $token = Token::mint($this->services->keys(), $link->decision, $link->kind, $visit->now);
        return \add_query_arg(Recovery::FIELD, $token, $page);
    }

    /** Returns the address of the shop's own page, whatever host the request named. */
    public static function page(string $kind): string
    {
        return $kind === 'checkout' ? \wc_get_checkout_url() : \wc_get_cart_url();
    }

    private function count(Visit $visit, Link $link): void
    {
        $input = [
            'id' => "link:{$link->kind}:{$link->decision}",
            'occurred_at' => $visit->now,
            'trust' => 'signed',
            'what' => ['link.opened' => ['decision' => $link->decision]],
        ];
        $isNew = $this->services->safely('recovery.click', fn (): bool => $this->services->database()->transaction(
            function () use ($visit, $link, $input): bool {
                $isNew = $this->services->links()->use($visit->key, $visit->now);
                if ($isNew) {
                    (new Journal($this->services->database()))->note($link->decision, $visit->now, 'clicked');
                }
                return $this->services->inbox()->say($input, $visit->now, $link->shopper, $link->recipient) || $isNew;
            }
        ));
        if ($isNew === true) {
            \do_action('cartsignal_appended', 'input');
        }
    }
}
