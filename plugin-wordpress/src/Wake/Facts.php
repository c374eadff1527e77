<?php
// Owns the facts that an owner copies out of Site Health for somebody who helps: nothing of a person, no secret, no key.
declare(strict_types=1);

namespace Cartsignal\Wake;

use Cartsignal\Services;
use Cartsignal\Settings\KeyFile;

final class Facts
{
    public function __construct(private readonly Services $services)
    {
    }

    /** @return array<string, array{string, string}> Label and value. */
    public function all(): array
    {
        $settings = $this->services->settings();
        $live = \array_keys(\array_filter($settings->markets(), static fn (array $market): bool => $market['live']));
        $off = \defined('DISABLE_WP_CRON') && \constant('DISABLE_WP_CRON');
        $facts = [
            'version' => ['Version', $settings->version() ?: 'not set up'],
            'trouble' => ['Trouble', $settings->trouble() ?? 'none'],
            'keys' => ['Keys', KeyFile::source()],
            'provider' => ['Provider', $settings->providerName() ?? 'none'],
            'live' => ['Live', $live === [] ? 'none' : \implode(' ', $live)],
            'links' => ['Link origin', $settings->linkOrigin()],
            'cron' => ['WP-Cron', $off ? 'switched off' : 'by visits'],
            'finish' => ['Runs after a response', Response::canFinish() ? 'yes' : 'no'],
            'opcache' => ['opcache', \ini_get('opcache.enable') ? 'on' : 'off'],
        ];
        return $facts + ($this->services->safely('site_health.facts', $this->ofHost(...)) ?? []);
    }

    /** @return array<string, array{string, string}> */
    private function ofHost(): array
    {
        $beat = (new Heartbeat($this->services->database()))->read();
        $host = $this->services->host();
        $sending = $host->permission()->sending();
        $overview = $host->overview();
        $seconds = static fn (?int $ms): string => $ms === null ? 'none' : \intdiv($ms + 999, 1_000) . ' s';
        $now = $this->services->now();
        $since = (new Due($this->services))->since($now);
        return [
            'sending' => ['Sending', $sending['allowed'] ? 'allowed' : $sending['why']],
            'ran' => ['Last run', $beat['ran_at'] === null ? 'never' : $seconds($now - $beat['ran_at']) . ' ago'],
            'late' => ['Lateness, p95 of ' . \count($beat['late']) . ' runs', $seconds(Heartbeat::p95($beat['late']))],
            'due' => ['Oldest due', $since === null ? 'none' : $seconds($now - $since) . ' ago'],
            'error' => ['Last failure', $beat['error'] ?? 'none'],
            'pending' => ['Arrivals waiting', (string) $overview['pending']],
            'stuck' => ['Set aside, unknown', \count($overview['quarantined']) . ', ' . \count($overview['unknown'])],
            'jit' => ['JIT', $this->services->core()->platform()->jit()],
        ];
    }
}
