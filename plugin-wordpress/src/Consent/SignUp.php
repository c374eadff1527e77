<?php
// Owns what the sign-up forms outside of the checkout say: which of it counts, and what is answered.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

/**
 * Without scripts a form posts here as well and gets a small page. Programs that fill every field are answered like
 * people, and nothing is kept. A stranger's number gets what the law of its country wants: a question by text, or nothing.
 */
final class SignUp
{
    public const FORMS = ['sign_up', 'account', 'add_to_cart', 'thank_you'];

    /** Guests of one day share it, so that it works on pages that a cache keeps. */
    public const NONCE = 'cartsignal-sign-up';

    /** Nobody sees it; programs fill it in. */
    public const TRAP = 'cartsignal_website';

    private const HOUR_MS = 3_600_000;

    /** Sign-ups of one network in an hour, below what a checkout is allowed. Chosen. */
    private const OF_A_NETWORK = 20;

    /** An order's page asks for so long. Chosen: as long as WooCommerce keeps a guest's session. */
    private const ORDER_SECONDS = 172_800;

    public function __construct(private readonly Services $services)
    {
    }

    /** Answers a form: as JSON to the script, else as a page. */
    public function answer(): void
    {
        // phpcs:disable WordPress.Security -- checked below; bounded and parsed by Typed.
        $fields = \wp_unslash($_POST);
        $isScript = \str_contains((string) ($_SERVER['HTTP_ACCEPT'] ?? ''), 'application/json');
        // phpcs:enable
        $isPost = ($_SERVER['REQUEST_METHOD'] ?? '') === 'POST';
        $said = $isPost ? $this->services->safely('consent.sign_up', fn (): string => $this->said($fields)) : null;
        $said ??= 'failed';
        \nocache_headers();
        if ($isScript) {
            $more = $said === 'again' ? ['nonce' => \wp_create_nonce(self::NONCE)] : [];
            \wp_send_json(['said' => $said, 'sentence' => self::sentence($said)] + $more, $isPost ? 200 : 405);
        }
        $again = \in_array($said, ['number', 'tick', 'wording', 'again'], true) && self::field($fields, 'form') !== 'thank_you';
        $form = $again ? (new SignUpForm($this->services))->html('sign_up', self::field($fields, 'country')) : '';
        SignUpPage::show(self::sentence($said), $form);
    }

    /**
     * Takes a form in.
     *
     * @param array<string, mixed> $fields
     * @return 'thanks'|'number'|'tick'|'wording'|'again'|'failed'
     */
    private function said(array $fields): string
    {
        $form = self::field($fields, 'form');
        if (!\in_array($form, self::FORMS, true) || self::field($fields, 'website') !== '') {
            return 'thanks';
        }
        if (\wp_verify_nonce(self::field($fields, 'nonce'), self::NONCE) === false) {
            return 'again';
        }
        $typed = $form === 'thank_you' ? $this->ofOrder($fields) : self::typed($fields);
        if ($typed === null) {
            return 'failed';
        }
        return match (true) {
            $typed->ticked === [] => 'tick',
            $typed->number === '' => 'number',
            !$this->isOwnWording($typed) => 'wording',
            default => $this->taken($typed, $form),
        };
    }

    private function taken(Typed $typed, string $form): string
    {
        $network = $this->services->keys()->origin("network\n" . (Network::forwarded() ?: Network::connected()));
        $session = \WC()->session;
        if ($session === null || !(new Limit($this->services))->passes("sign:$network", self::OF_A_NETWORK, self::HOUR_MS)) {
            return 'thanks';
        }
        if (\method_exists($session, 'has_session') && !$session->has_session()) {
            // What is given is given by somebody whose cart can be known later.
            $session->set_customer_session_cookie(true);
        }
        (new Contact($this->services))->take($typed, $form, false);
        return 'thanks';
    }

    /** The words that were ticked have to be those for the country that was chosen. */
    private function isOwnWording(Typed $typed): bool
    {
        $boxes = new Boxes($this->services);
        $language = $boxes->offered(\determine_locale())['countries'][$typed->country ?? ''] ?? null;
        foreach ($typed->ticked as $version) {
            if ($language === null || $boxes->of($version)?->language !== $language) {
                return false;
            }
        }
        return true;
    }

    /** @param array<string, mixed> $fields */
    private static function typed(array $fields): Typed
    {
        $own = ['locale' => Typed::pageLocale(), 'ticked' => $fields['cartsignal_ticked'] ?? ''];
        foreach (['number', 'country', 'zone'] as $name) {
            $own[$name] = self::field($fields, $name);
        }
        return Typed::from($own);
    }

    /**
     * Returns what is ticked on an order's page: the number is the order's own, never one that is posted.
     *
     * @param array<string, mixed> $fields
     */
    private function ofOrder(array $fields): ?Typed
    {
        $order = \wc_get_order((int) self::field($fields, 'order'));
        if (!$order instanceof \WC_Order || !self::isTheirs($order, self::field($fields, 'key'))) {
            return null;
        }
        return Typed::from([
            'number' => $order->get_billing_phone(),
            'country' => $order->get_billing_country(),
            'region' => $order->get_billing_state(),
            'first_name' => $order->get_billing_first_name(),
            'zone' => self::field($fields, 'zone'),
            'locale' => Typed::pageLocale(),
            'ticked' => $fields['cartsignal_ticked'] ?? '',
        ]);
    }

    /** Returns whether an order's page may ask: it is fresh, and its key and its user are known. */
    public static function isTheirs(\WC_Order $order, string $key): bool
    {
        $placed = $order->get_date_created()?->getTimestamp() ?? 0;
        $user = $order->get_customer_id();
        return $order->get_type() === 'shop_order'
            && \hash_equals($order->get_order_key(), $key)
            && \time() - $placed < self::ORDER_SECONDS
            && ($user === 0 || $user === \get_current_user_id());
    }

    /** @param array<string, mixed> $fields */
    private static function field(array $fields, string $name): string
    {
        $value = $fields["cartsignal_$name"] ?? '';
        return \is_string($value) ? \substr($value, 0, 200) : '';
    }

    private static function sentence(string $said): string
    {
        return match ($said) {
            'thanks' => \__('Thank you. Before the first reminder we may ask you by text to confirm.', 'cartsignal'),
            'number' => \__('Please enter your phone number.', 'cartsignal'),
            'tick' => \__('Please tick the box if you want text messages.', 'cartsignal'),
            'wording' => \__('The text beside the box is another one for this country. Please read it and tick the box again.', 'cartsignal'),
            'again' => \__('This page was open for a long time. Please send it once more.', 'cartsignal'),
            default => \__('That did not work. Please try again later.', 'cartsignal'),
        };
    }
}
