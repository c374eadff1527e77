<?php
// Owns what keeps a test store to itself: mails go to files, nobody is asked for updates, a linked checkout is never deleted.
declare(strict_types=1);

defined('ABSPATH') || exit;

add_filter('pre_wp_mail', static function ($sent, array $mail): bool {
    $name = sprintf('%017d-%s.json', (int) (microtime(true) * 1000), bin2hex(random_bytes(4)));
    $file = CARTSIGNAL_STORE_FOLDER . "/mail/$name";
    $kept = ['to' => (array) $mail['to'], 'subject' => $mail['subject'], 'message' => $mail['message']];
    file_put_contents($file, json_encode($kept, JSON_INVALID_UTF8_SUBSTITUTE));

    return true;
}, 10, 2);

// What wordpress.org is asked is answered here: there are no updates, and it knows nothing else.
add_filter('pre_http_request', static function ($answer, array $request, string $url) {
    if (wp_parse_url($url, PHP_URL_HOST) !== 'api.wordpress.org') {
        return $answer;
    }
    $isCheck = preg_match('~/(update|version)-check/~', $url) === 1;
    $none = array_fill_keys(['offers', 'plugins', 'themes', 'no_update', 'translations'], []);
    $response = $isCheck ? ['code' => 200, 'message' => 'OK'] : ['code' => 404, 'message' => 'Not Found'];

    return [
        'headers' => [],
        'body' => json_encode($isCheck ? $none : ['error' => 'not here']),
        'response' => $response,
        'cookies' => [],
        'filename' => null,
    ];
}, 10, 3);

// Deleting a plugin follows the link and would delete the checkout behind it.
$isLinked = static fn (string $plugin): bool => is_link(WP_PLUGIN_DIR . '/' . explode('/', $plugin)[0]);
add_action('delete_plugin', static function (string $plugin) use ($isLinked): void {
    if ($isLinked($plugin)) {
        throw new RuntimeException("$plugin is a link to a checkout and is not deleted: open the store with a copy");
    }
});
add_filter('upgrader_pre_install', static function ($going, array $extra) use ($isLinked) {
    return $isLinked('cartsignal/cartsignal.php') ? new WP_Error('linked', 'cartsignal is a link to a checkout here') : $going;
}, 10, 2);
