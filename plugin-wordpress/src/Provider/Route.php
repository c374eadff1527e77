<?php
// Owns the REST route that providers call: receipts of texts, and texts of recipients.
declare(strict_types=1);

namespace Cartsignal\Provider;

use Cartsignal\Fault;
use Cartsignal\Host\Hooks;
use Cartsignal\Module;
use Cartsignal\Services;

/**
 * Anybody may call it: the signature is the permission. It is about the address that the provider was told, never about
 * the host that the call names.
 */
final class Route implements Module
{
    private const SPACE = 'cartsignal/v1';

    private const PATH = '/hooks/(?P<provider>[a-z0-9_]{1,32})';

    /** What is said where a call can't be taken at the moment: the provider tries again. */
    private const NOT_NOW = ['status' => 503, 'headers' => [], 'body' => '', 'written' => false];

    private ?\WP_REST_Response $reply = null;

    private string $body = '';

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_action('rest_api_init', function (): void {
            \register_rest_route(self::SPACE, self::PATH, [
                'methods' => ['GET', 'POST'],
                'permission_callback' => '__return_true',
                'callback' => $this->answer(...),
                'show_in_index' => false,
            ]);
        });
        \add_filter('rest_pre_serve_request', $this->serve(...), 10, 2);
    }

    private function answer(\WP_REST_Request $request): \WP_REST_Response
    {
        try {
            $answer = $this->heard($request);
        } catch (\Throwable $error) {
            Fault::note($error, 'provider.hook');
            $answer = self::NOT_NOW;
        }
        if ($answer['written']) {
            \do_action('cartsignal_arrived');
        }
        $headers = \array_column($answer['headers'], 1, 0);
        $this->body = $answer['body'];
        $this->services->point('hook_answered');
        $headers += ['Cache-Control' => 'no-store'];
        return $this->reply = new \WP_REST_Response(null, $answer['status'], $headers);
    }

    /** @return array{status: int, headers: list<array{string, string}>, body: string, written: bool} */
    private function heard(\WP_REST_Request $request): array
    {
        $provider = (string) $request['provider'];
        $body = (string) $request->get_body();
        $headers = [];
        foreach ($request->get_headers() as $name => $values) {
            foreach ((array) $values as $value) {
                $headers[] = [\strtr((string) $name, '_', '-'), (string) $value];
            }
        }
        return $this->services->host()->hooks()->answer(
            $provider,
            $request->get_method(),
            self::url($this->services->settings()->hookUrl($provider)),
            $headers,
            \strlen($body) > Hooks::MOST_BYTES ? null : $body
        );
    }

    /** Returns the address that was told, with the query of this call. */
    private static function url(string $told): string
    {
        // Slashes are WordPress's; the query is compared with a signature, so it stays as it came.
        $called = \wp_unslash((string) ($_SERVER['REQUEST_URI'] ?? ''));
        $query = \explode('?', $called, 2)[1] ?? '';
        $base = \explode('?', $told, 2)[0];
        return $query === '' ? $base : "$base?$query";
    }

    /** Writes the reply as the provider wants it, which is not JSON. */
    private function serve(mixed $served, mixed $result): mixed
    {
        if ($this->reply === null || $result !== $this->reply) {
            return $served;
        }
        // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- the core wrote it, XML with its own type.
        echo $this->body;
        return true;
    }
}
