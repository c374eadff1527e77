<?php
/**
 * Owns what happens when the plugin is deleted: see src/Privacy/Uninstall.php. Written in the syntax of PHP 7.4, so that it
 * can be deleted wherever it could be installed.
 */

defined('WP_UNINSTALL_PLUGIN') || exit;

if (PHP_VERSION_ID >= 80100) {
    require __DIR__ . '/src/autoload.php';
    Cartsignal\Privacy\Uninstall::run();
}
