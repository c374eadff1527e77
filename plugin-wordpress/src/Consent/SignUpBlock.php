<?php
// Owns the sign-up block as the editor knows it: its description, and its script, which needs no build.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Services;

final class SignUpBlock
{
    private const FOLDER = 'blocks/sign-up';

    private const SCRIPT = 'cartsignal-sign-up-editor';

    private const NEEDS = ['wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n'];

    public function __construct(private readonly Services $services)
    {
    }

    /** @param \Closure(mixed): string $form Shows it on a page. */
    public function register(\Closure $form): void
    {
        $file = self::FOLDER . '/editor.js';
        $stamp = (string) \filemtime($this->services->folder() . '/' . $file);
        \wp_register_script(self::SCRIPT, $this->services->url($file), self::NEEDS, $stamp, ['in_footer' => true]);
        \wp_set_script_translations(self::SCRIPT, 'cartsignal', $this->services->folder() . '/core/languages');
        \register_block_type_from_metadata($this->services->folder() . '/' . self::FOLDER, ['render_callback' => $form]);
    }
}
