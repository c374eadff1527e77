<?php
// Owns the store's two keys and the marker of this copy: outside the database and its dumps.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\KeyFault;

/**
 * Constants in wp-config.php win; else they are in a private file of wp-content. It is made once, when the plugin is first
 * activated, and never again: with new keys nobody who opted out would be known.
 */
final class KeyFile
{
    private const NAME = 'cartsignal-keys.php';

    private const KEY_BYTES = 32;

    private const MARKER_BYTES = 16;

    /** Which constant holds which key, as base64. */
    private const CONSTANTS = ['recipients' => 'CARTSIGNAL_RECIPIENT_KEY', 'store' => 'CARTSIGNAL_STORE_KEY'];

    private const TITLE = 'The keys of Cartsignal. Keep a copy outside the site: without them nothing can be read or sent.';

    /** Returns where the file is or would be; CARTSIGNAL_KEY_FILE names another place, best outside the web's folder. */
    public static function path(): string
    {
        return \defined('CARTSIGNAL_KEY_FILE')
            ? (string) \constant('CARTSIGNAL_KEY_FILE')
            : \WP_CONTENT_DIR . '/' . self::NAME;
    }

    /**
     * Returns the keys, 32 bytes each.
     *
     * @return array{recipients: string, store: string}
     * @throws KeyFault They are nowhere: everything stops.
     */
    public static function secrets(): array
    {
        $file = null;
        $keys = [];
        foreach (self::CONSTANTS as $name => $constant) {
            $text = \defined($constant) ? (string) \constant($constant) : ($file ??= self::file()->read())[$name] ?? '';
            $key = \base64_decode($text, true) ?: '';
            if (\strlen($key) !== self::KEY_BYTES) {
                $message = "the key `$name` is neither in `$constant` nor in the file of keys: everything stops";
                throw new KeyFault('keys_missing', $message);
            }
            $keys[$name] = $key;
        }
        return $keys;
    }

    /** Returns what tells this copy's files from those of another; empty where there is none. */
    public static function marker(): string
    {
        return self::file()->read()['marker'] ?? '';
    }

    /** Returns where the keys come from: `constants`, `file`, or `nowhere`. */
    public static function source(): string
    {
        try {
            self::secrets();
        } catch (KeyFault) {
            return 'nowhere';
        }
        $constants = \array_filter(self::CONSTANTS, \defined(...));
        return \count($constants) === \count(self::CONSTANTS) ? 'constants' : 'file';
    }

    /**
     * Makes the file unless it is there.
     *
     * @throws KeyFault It cannot be written.
     */
    public static function make(): void
    {
        if (\file_exists(self::path())) {
            return;
        }
        $values = ['marker' => \bin2hex(\random_bytes(self::MARKER_BYTES))];
        foreach (self::CONSTANTS as $name => $constant) {
            if (!\defined($constant)) {
                $values[$name] = \base64_encode(\random_bytes(self::KEY_BYTES));
            }
        }
        if (!self::file()->create($values)) {
            throw new KeyFault('keys_missing', 'the file of keys cannot be written: everything stops');
        }
    }

    private static function file(): PrivateFile
    {
        return new PrivateFile(self::path(), self::TITLE);
    }
}
