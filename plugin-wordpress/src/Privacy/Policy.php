<?php
// Owns the text that an owner may put into the shop's privacy policy.
declare(strict_types=1);

namespace Cartsignal\Privacy;

final class Policy
{
    /** Offers the text in WordPress's guide to the privacy policy. */
    public static function suggest(): void
    {
        if (\function_exists('wp_add_privacy_policy_content')) {
            \wp_add_privacy_policy_content('Cartsignal', \wp_kses_post(\wpautop(self::text(), false)));
        }
    }

    /** Returns the text as HTML. Notes to the owner, which WordPress leaves out when it is copied, come first. */
    public static function text(): string
    {
        $note = \__('This is what Cartsignal does by itself. Name your SMS provider, where it processes data, and your legal basis, and whoever gets events by the webhook, if you use it; a lawyer of yours should read it.', 'cartsignal');
        $parts = [
            \__('What we collect and why', 'cartsignal') => [
                \__('If you tick the box beside your phone number, we keep the number, your first name, your country and language, and what is in your cart, to remind you by text message of a cart that you did not order. Without the tick we keep none of it for this purpose.', 'cartsignal'),
                \__('We keep the words you agreed to, when and on which page, to be able to prove your consent.', 'cartsignal'),
                \__('To send no more than you agreed to, and never after you bought, we keep which texts were decided on, sent and delivered, which links in them were opened, and the state of your orders.', 'cartsignal'),
            ],
            \__('Who receives it', 'cartsignal') => [
                \__('The number and the text of each message go to our SMS provider, which delivers it and tells us what became of it, and what you answer. Nothing else leaves this shop.', 'cartsignal'),
            ],
            \__('How long we keep it', 'cartsignal') => [
                \__('Carts: 60 days. Messages and what became of them: 13 months. A number that was not confirmed: 30 days. A number of which nothing was heard: 3 years. Proof of consent: 5 years after its last use, without the number. That you want no messages: 10 years, as a code made from the number.', 'cartsignal'),
            ],
            \__('What you can do', 'cartsignal') => [
                \__('You can take your consent back at any time: by the link in the message, by answering STOP where the sender can be answered, in your account, or by telling us. You can ask us for a copy of your data, or to erase it.', 'cartsignal'),
            ],
            \__('Cookies', 'cartsignal') => [
                \__('What is in your cart is kept with the cookie of the cart. Once you tick the box, the cookie cartsignal_contact says for two days, with nothing personal in it, that your choice counts for this cart. If we ask you about text messages and you say no, your browser remembers that.', 'cartsignal'),
            ],
        ];
        $html = '<p class="privacy-policy-tutorial">' . \esc_html($note) . '</p>';
        foreach ($parts as $heading => $paragraphs) {
            $html .= '<h3>' . \esc_html($heading) . '</h3>';
            foreach ($paragraphs as $paragraph) {
                $html .= '<p>' . \esc_html($paragraph) . '</p>';
            }
        }
        return $html;
    }
}
