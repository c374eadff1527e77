<?php
// Owns where the store asks for permission: which hooks the boxes, the account page and the ledger hang on.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Module;
use Cartsignal\Services;

/** Words that every request needs stand here, so that no request loads a class that only a page of its own needs. */
final class Consent implements Module
{
    /** Of the Store API's extension, and of our block. */
    public const NAME = 'cartsignal';

    /** Of the wc-ajax call that tells of a number beside a tick. */
    public const ACTION = 'cartsignal_contact';

    /** Of the wc-ajax call of the forms outside of the checkout. */
    public const SIGN_UP = 'cartsignal_sign_up';

    /** Of the wc-ajax call that hands out the question after the first add. */
    public const ASK = 'cartsignal_ask';

    /** Of the account's page. */
    public const SLUG = 'text-messages';

    /** Of the account page's form: which purpose to take back, or `all`. */
    public const FIELD = 'cartsignal_stop';

    /** After these hooks addresses of pages may be others. */
    private const CHANGES_OF_PAGES = [
        'save_post_page',
        'deleted_post',
        'update_option_woocommerce_terms_page_id',
        'update_option_wp_page_for_privacy_policy',
        'update_option_permalink_structure',
        'update_option_home',
        'cartsignal_daily',
    ];

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        $this->classic();
        $this->block();
        $this->account();
        $this->pages();
        $this->asks();
    }

    /** Addresses of pages that boxes name are kept; whatever may change one makes them anew. */
    private function pages(): void
    {
        $renew = function (): void {
            $this->services->safely('consent.pages', PageAddresses::renew(...));
        };
        foreach (self::CHANGES_OF_PAGES as $change) {
            \add_action($change, $renew);
        }
    }

    /** The order's page, the sign-up block and its shortcode, and the question after the first add. */
    private function asks(): void
    {
        $services = $this->services;
        \add_action('wc_ajax_' . self::SIGN_UP, static fn () => (new SignUp($services))->answer());
        \add_action('wc_ajax_' . self::ASK, static fn () => (new Asks($services))->answer());
        \add_action('woocommerce_thankyou', static function ($order) use ($services): void {
            $services->safely('consent.thank_you', fn () => (new Asks($services))->thankYou($order));
        }, 20);
        $form = static fn ($given): string => (new Asks($services))->form(\is_array($given) ? $given : []);
        \add_shortcode('cartsignal_sign_up', $form);
        \add_action('init', static function () use ($services, $form): void {
            if (\is_admin()) {
                $services->safely('consent.block', fn () => (new SignUpBlock($services))->register($form));
                return;
            }
            // A page view registers the bare block: what the editor has to know lies in a file.
            $title = ['type' => 'string', 'default' => ''];
            $bare = ['api_version' => 3, 'attributes' => ['title' => $title], 'render_callback' => $form];
            \register_block_type('cartsignal/sign-up', $bare);
        });
        \add_action('wp_enqueue_scripts', static function () use ($services): void {
            if ($services->settings()->asks('add_to_cart')) {
                $services->safely('consent.ask', fn () => (new Asks($services))->enqueue());
            }
        }, 20);
    }

    private function classic(): void
    {
        $services = $this->services;
        $made = null;
        $classic = static function () use ($services, &$made): ClassicCheckout {
            return $made ??= new ClassicCheckout($services);
        };
        \add_filter('woocommerce_form_field', static function ($field, $key) use ($services, $classic) {
            $shown = $key === 'billing_phone' ? $services->safely('consent.boxes', fn () => $classic()->boxes()) : '';
            return $field . $shown;
        }, 10, 2);
        \add_action('wc_ajax_' . self::ACTION, static fn () => $classic()->answer());
        // Before capture tells the order: by then the number has to be known.
        \add_action('woocommerce_checkout_order_processed', static function ($id, $posted, $order) use ($services, $classic): void {
            $services->safely('consent.order', fn () => $classic()->placed($order));
        }, 5, 3);
    }

    private function block(): void
    {
        $services = $this->services;
        $made = null;
        $block = static function () use ($services, &$made): BlockCheckout {
            return $made ??= new BlockCheckout($services);
        };
        \add_action('woocommerce_blocks_loaded', static function () use ($services, $block): void {
            $services->safely('consent.block', static function () use ($services, $block): void {
                \woocommerce_store_api_register_update_callback([
                    'namespace' => self::NAME,
                    'callback' => static fn ($posted) => $services->safely('consent.posted', fn () => $block()->posted($posted)),
                ]);
                \woocommerce_store_api_register_endpoint_data([
                    'endpoint' => 'checkout',
                    'namespace' => self::NAME,
                    'schema_callback' => static fn (): array => BlockCheckout::SCHEMA,
                ]);
            });
        });
        \add_action('woocommerce_blocks_checkout_block_registration', static function ($registry) use ($services): void {
            $services->safely('consent.block', static fn () => $registry->register(new BlockIntegration($services)));
        });
        \add_action(
            'woocommerce_store_api_checkout_update_order_from_request',
            static function ($order, $request) use ($services, $block): void {
                $services->safely('consent.order', static fn () => $block()->remember($request));
            },
            10,
            2
        );
        \add_action('woocommerce_store_api_checkout_order_processed', static function ($order) use ($services, $block): void {
            $services->safely('consent.order', fn () => $block()->placed($order));
        }, 5);
    }

    private function account(): void
    {
        $services = $this->services;
        $slug = self::SLUG;
        \add_filter('woocommerce_get_query_vars', static fn ($known) => [...$known, $slug => $slug]);
        \add_filter('woocommerce_account_menu_items', static function ($items) use ($services) {
            return $services->safely('consent.account', fn () => (new AccountPage($services))->menu($items)) ?? $items;
        });
        \add_filter("woocommerce_endpoint_{$slug}_title", static fn () => AccountPage::title());
        \add_action("woocommerce_account_{$slug}_endpoint", static function () use ($services): void {
            $services->safely('consent.account', fn () => (new AccountPage($services))->show());
        });
        \add_action('template_redirect', static function () use ($services): void {
            // phpcs:ignore WordPress.Security.NonceVerification -- whether it is ours at all; `act` checks.
            if (isset($_POST[self::FIELD])) {
                $services->safely('consent.account', fn () => (new AccountPage($services))->act());
            }
        });
    }
}
