<?php
// Owns what is said about a restored cart: what could not be put back, and what is different from when it was left.
declare(strict_types=1);

namespace Cartsignal\Recovery;

final class Difference
{
    /** @var list<string> Sentences, escaped. */
    private array $sentences = [];

    /** @return null So that a line that can't be had ends with it. */
    public function gone(?\WC_Product $product): ?string
    {
        $this->sentences[] = $product === null
            ? \esc_html__('One product of your cart is no longer sold.', 'cartsignal')
            /* translators: %s: product. */
            : self::about(\__('%s is no longer sold.', 'cartsignal'), $product);
        return null;
    }

    /** @return null */
    public function outOfStock(\WC_Product $product): ?string
    {
        /* translators: %s: product. */
        $this->sentences[] = self::about(\__('%s is sold out.', 'cartsignal'), $product);
        return null;
    }

    /** @return null */
    public function incomplete(\WC_Product $product): ?string
    {
        /* translators: %s: product. */
        $sentence = \__('%s could not be put back as you chose it. Please choose its options again.', 'cartsignal');
        $link = \sprintf('<a href="%s">%s</a>', \esc_url($product->get_permalink()), self::name($product));
        $this->sentences[] = \sprintf(\esc_html($sentence), $link);
        return null;
    }

    /**
     * @param list<string> $errors What WooCommerce or a plugin said, as they said it.
     * @return null
     */
    public function refused(\WC_Product $product, array $errors): ?string
    {
        /* translators: %s: product. */
        $sentence = self::about(\__('%s could not be put back into your cart.', 'cartsignal'), $product);
        $this->sentences[] = \implode(' ', [$sentence, ...\array_map(\wp_kses_post(...), $errors)]);
        return null;
    }

    public function fewer(\WC_Product $product, int|float $quantity, int|float $wanted): void
    {
        /* translators: 1: how many are in the cart, 2: how many were in it before, 3: product. */
        $sentence = \__('Your cart has %1$s instead of %2$s of %3$s: there are no more.', 'cartsignal');
        $this->sentences[] = \sprintf(\esc_html($sentence), $quantity, $wanted, self::name($product));
    }

    /** @param string $before The catalogue's price when the cart was left. */
    public function price(\WC_Product $product, string $before): void
    {
        $digits = \wc_get_price_decimals();
        $now = (string) $product->get_price();
        if (!\is_numeric($before) || !\is_numeric($now)) {
            return;
        }
        if (\wc_format_decimal($before, $digits) === \wc_format_decimal($now, $digits)) {
            return;
        }
        /* translators: 1: product, 2: price before, 3: price now. */
        $sentence = \__('%1$s cost %2$s and costs %3$s now.', 'cartsignal');
        $this->sentences[] = \sprintf(
            \esc_html($sentence),
            self::name($product),
            self::shown($product, (float) $before),
            self::shown($product, (float) $now)
        );
    }

    public function say(bool $isAnyThere, bool $hadOthers): void
    {
        if ($isAnyThere) {
            $back = \esc_html__('Here is your cart again.', 'cartsignal');
            $mixed = \esc_html__('Here is your cart again. What was in the cart on this device is still in it.', 'cartsignal');
            Notices::say($hadOthers ? $mixed : $back, 'success');
        }
        foreach ($this->sentences as $sentence) {
            Notices::say($sentence);
        }
    }

    private static function about(string $sentence, \WC_Product $product): string
    {
        return \sprintf(\esc_html($sentence), self::name($product));
    }

    private static function name(\WC_Product $product): string
    {
        return \esc_html(\wp_strip_all_tags($product->get_name()));
    }

    private static function shown(\WC_Product $product, float $price): string
    {
        return \wc_price(\wc_get_price_to_display($product, ['price' => $price]));
    }
}
