<?php
// Owns what Tools > Site Health says of the plugin: which tests there are, and the facts for somebody who helps.
declare(strict_types=1);

namespace Cartsignal\Wake;

use Cartsignal\Module;
use Cartsignal\Services;

final class SiteHealth implements Module
{
    /** The test that asks over the network; WordPress calls it by this name. */
    private const REACHED = 'cartsignal-reached';

    public function __construct(private readonly Services $services)
    {
    }

    public function register(): void
    {
        \add_filter('site_status_tests', fn (array $tests): array => $this->withTests($tests));
        \add_filter('debug_information', fn (array $facts): array => $this->withFacts($facts));
        \add_action('wp_ajax_health-check-' . self::REACHED, fn () => $this->answerReached());
    }

    private function withTests(array $tests): array
    {
        $findings = new Findings($this->services);
        foreach (Findings::NAMES as $name => $label) {
            $tests['direct']["cartsignal_$name"] = [
                'label' => "Cartsignal: $label",
                'test' => fn (): array => self::result($name, $this->found($findings, $name)),
            ];
        }
        $reached = fn (): array => self::result('reached', $this->found($findings, 'reached'));
        $tests['async']['cartsignal_reached'] = [
            'label' => 'Cartsignal: ' . \__('calls of the provider', 'cartsignal'),
            'test' => self::REACHED,
            'async_direct_test' => $reached,
        ];
        return $tests;
    }

    private function answerReached(): void
    {
        \check_ajax_referer('health-check-site-status');
        if (!\current_user_can('view_site_health_checks')) {
            \wp_send_json_error(null, 403);
        }
        \wp_send_json_success(self::result('reached', $this->found(new Findings($this->services), 'reached')));
    }

    /** A test that fails itself is a finding, too. */
    private function found(Findings $findings, string $name): Finding
    {
        return $this->services->safely("site_health.$name", fn (): Finding => $findings->of($name))
            ?? Finding::critical(
                \__('Cartsignal could not look at itself', 'cartsignal'),
                \__('The site\'s error log says where it failed.', 'cartsignal')
            );
    }

    /** @return array<string, mixed> As WordPress wants a test to answer. */
    private static function result(string $name, Finding $finding): array
    {
        $lines = $finding->command === null ? [] : \explode("\n", $finding->command);
        $extra = \implode('', \array_map(static fn (string $line): string => '<p><code>' . \esc_html($line) . '</code></p>', $lines));
        return [
            'label' => $finding->label,
            'status' => $finding->status,
            'badge' => ['label' => 'Cartsignal', 'color' => $finding->status === 'good' ? 'green' : 'orange'],
            'description' => '<p>' . \esc_html($finding->sentence) . '</p>' . $extra,
            'actions' => '',
            'test' => "cartsignal_$name",
        ];
    }

    private function withFacts(array $facts): array
    {
        $fields = $this->services->safely('site_health.facts', fn (): array => (new Facts($this->services))->all()) ?? [];
        $facts['cartsignal'] = [
            'label' => 'Cartsignal',
            'fields' => \array_map(static fn (array $fact): array => ['label' => $fact[0], 'value' => $fact[1]], $fields),
        ];
        return $facts;
    }
}
