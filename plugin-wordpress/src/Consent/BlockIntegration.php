<?php
// Owns handing the block checkout its script, and the script its words.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Automattic\WooCommerce\Blocks\Integrations\IntegrationInterface;
use Cartsignal\Services;

/** WooCommerce makes it on every request, and asks for data only where a checkout block is shown. */
final class BlockIntegration implements IntegrationInterface
{
    private const SCRIPT = 'cartsignal-consent-block';

    private const FILE = 'assets/consent-block.js';

    /** What the page has loaded for the block in any case. */
    private const NEEDS = ['wc-blocks-checkout', 'wc-settings', 'wp-api-fetch', 'wp-data', 'wp-element'];

    public function __construct(private readonly Services $services)
    {
    }

    public function get_name(): string
    {
        return Consent::NAME;
    }

    public function initialize(): void
    {
        $stamp = (string) \filemtime($this->services->folder() . '/' . self::FILE);
        \wp_register_script(self::SCRIPT, $this->services->url(self::FILE), self::NEEDS, $stamp, ['in_footer' => true]);
    }

    /** @return list<string> */
    public function get_script_handles(): array
    {
        return [self::SCRIPT];
    }

    /** @return list<string> */
    public function get_editor_script_handles(): array
    {
        return [];
    }

    /** @return array<string, mixed> */
    public function get_script_data(): array
    {
        return $this->services->safely('consent.words', $this->words(...)) ?? [];
    }

    /** @return array<string, mixed> */
    private function words(): array
    {
        $offered = (new Boxes($this->services))->offered(\determine_locale());
        if ($offered === null) {
            return [];
        }
        $plain = static fn (Box $box): array => [
            'purpose' => $box->purpose,
            'version' => $box->version,
            'lang' => $box->lang(),
            'parts' => $box->parts,
        ];
        $boxes = \array_map(static fn (array $each): array => \array_map($plain, $each), $offered['boxes']);
        return [
            'boxes' => $boxes,
            'locale' => Typed::pageLocale(),
            'title' => \__('Text messages', 'cartsignal'),
            'note' => ClassicCheckout::note(),
            'missing' => ClassicCheckout::missing(),
        ] + $offered;
    }
}
