<?php
// Owns which of WordPress's privacy tools the plugin answers, and the daily clearing out.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Module;
use Cartsignal\Services;

final class Privacy implements Module
{
    /** Of the exporter and the eraser in WordPress's lists. */
    private const NAME = 'cartsignal';

    /** Fired daily by Wake. */
    public const DAILY = 'cartsignal_daily';

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        // First of all: once WooCommerce has emptied the orders, nobody knows which numbers were this person's.
        $erase = fn (string $email, int $page): array => (new Eraser($this->services))->page($email, $page);
        $export = fn (string $email, int $page): array => (new Exporter($this->services))->page($email, $page);
        \add_filter('wp_privacy_personal_data_erasers', self::first('eraser', $erase), PHP_INT_MAX);
        \add_filter('wp_privacy_personal_data_exporters', self::first('exporter', $export), PHP_INT_MAX);
        \add_action(Eraser::LATER, function (mixed $side, mixed $key): void {
            $this->services->safely('privacy.erase', fn () => (new Eraser($this->services))->later($side, $key));
        }, 10, 2);
        \add_action(self::DAILY, function (): void {
            $this->services->safely('privacy.retention', fn () => (new Retention($this->services))->clear());
        });
        \add_action('admin_init', function (): void {
            $this->services->safely('privacy.policy', static fn () => Policy::suggest());
        });
        \add_action('admin_post_' . ProofExport::ACTION, fn () => (new ProofExport($this->services))->answer());
        $row = 'plugin_action_links_' . \plugin_basename($this->services->file);
        \add_filter($row, static fn (mixed $links): array => (\is_array($links) ? $links : []) + ProofExport::links());
    }

    /**
     * Returns a filter that puts ours in front of the exporters or erasers that are there.
     *
     * @param \Closure(string, int): array<string, mixed> $callback
     */
    private static function first(string $kind, \Closure $callback): \Closure
    {
        return static fn (mixed $known): array => [self::NAME => [
            "{$kind}_friendly_name" => \__('Cartsignal: texts about carts', 'cartsignal'),
            'callback' => $callback,
        ]] + (\is_array($known) ? $known : []);
    }
}
