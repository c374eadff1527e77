<?php
// Owns which other plugins write to people about the carts they left: known by their files and constants, none of their code.
declare(strict_types=1);

namespace Cartsignal\Guards;

use Cartsignal\Services;

final class Rivals
{
    /**
     * Main files, and what tells a plugin whose folder has another name: a constant or class of it. Source: the plugins'
     * releases of 2026-11; AutomateWoo and Klaviyo by their published sources.
     */
    private const KNOWN = [
        'CartBoss' => [['cartboss/cartboss.php'], ['CARTBOSS_VERSION']],
        'Klaviyo' => [['klaviyo/klaviyo.php'], ['WooCommerceKlaviyo']],
        'CartFlows Cart Abandonment Recovery' => [
            ['woo-cart-abandonment-recovery/woo-cart-abandonment-recovery.php'],
            ['CARTFLOWS_CA_FILE'],
        ],
        'AutomateWoo' => [['automatewoo/automatewoo.php'], ['AUTOMATEWOO_FILE']],
        'Abandoned Cart by Tyche' => [
            ['woocommerce-abandoned-cart/woocommerce-ac.php', 'woocommerce-abandon-cart-pro/woocommerce-ac.php'],
            ['WCAL_PLUGIN_VERSION', 'WCAP_PLUGIN_VERSION'],
        ],
    ];

    public function __construct(Services $services)
    {
    }

    /** @return list<array{name: string, advice: string}> Those that are active, each with what to switch off there. */
    public function active(): array
    {
        $active = (array) \get_option('active_plugins', []);
        if (\is_multisite()) {
            $active = [...$active, ...\array_keys((array) \get_site_option('active_sitewide_plugins', []))];
        }
        $found = [];
        foreach (self::KNOWN as $name => [$files, $traces]) {
            $isLoaded = static fn (string $trace): bool => \defined($trace) || \class_exists($trace, false);
            if (\array_intersect($files, $active) !== [] || \array_filter($traces, $isLoaded) !== []) {
                $found[] = ['name' => $name, 'advice' => self::advice($name)];
            }
        }
        return $found;
    }

    private static function advice(string $name): string
    {
        return match ($name) {
            'CartBoss' => \__('CartBoss sends texts about left carts, too: people would get two. Deactivate it, or switch its texts off in your CartBoss account, before you go live.', 'cartsignal'),
            'Klaviyo' => \__('Klaviyo may write about left carts, too: in Klaviyo, turn the texts of the flows "Abandoned cart" and "Checkout started" off. Its mails may stay.', 'cartsignal'),
            'AutomateWoo' => \__('AutomateWoo may write about left carts, too: disable its workflows with the trigger "Cart abandoned" that send texts. Mails may stay, if twice is what you want.', 'cartsignal'),
            'CartFlows Cart Abandonment Recovery' => \__('CartFlows Cart Abandonment Recovery writes mails about left carts, and keeps addresses typed at checkout: switch "Enable Tracking" off in its settings, or leave its mails on and live with two reminders.', 'cartsignal'),
            default => \__('Abandoned Cart by Tyche writes mails about left carts, and keeps addresses typed at checkout: switch its email templates off, or leave them on and live with two reminders.', 'cartsignal'),
        };
    }
}
