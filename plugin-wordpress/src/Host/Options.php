<?php
// Owns what a host is made of: everything it doesn't make itself.
declare(strict_types=1);

namespace Cartsignal\Host;

use Cartsignal\Core\Core;

final class Options
{
    /**
     * @param \Closure(): Core $core Made when it is first needed.
     * @param array{name: string, settings: array<string, string>}|null $provider Without one, nothing is sent.
     * @param \Closure(string): string $hookUrl Where a provider reaches this host, by its name; may have a query.
     * @param string|null $instance What tells this copy of the store from a clone.
     * @param array<string, Takes> $takes Who takes arrivals in that the runner doesn't know, by kind.
     * @param array<string, \Closure(Entry): array> $platform What the store's platform does: `issue_coupon`,
     *     `show_on_site`, `credit_order`; each answers an outcome in the core's words, is called at most once per
     *     decision, and outside of any transaction.
     * @param \Closure(int): void|null $look Called at the beginning of a drain: looks for what nobody told of.
     * @param \Closure(): int|null $clock ms since epoch.
     * @param \Closure(int): string|null $random
     * @param \Closure(string): void|null $point Told of each point between two effects; tests end the process there.
     * @param \Closure(string): string|null $standsFor Returns whose word it is what a recipient writes: its own, unless the
     *     last text to it was a test.
     */
    public function __construct(
        public readonly Database $database,
        public readonly \Closure $core,
        public readonly Keys $keys,
        public readonly Vault $vault,
        #[\SensitiveParameter]
        public readonly ?array $provider,
        public readonly \Closure $hookUrl,
        public readonly Transport $transport,
        public readonly ?string $instance = null,
        public readonly ?Mark $mark = null,
        public readonly ?OptOutLog $optOutLog = null,
        public readonly array $takes = [],
        public readonly array $platform = [],
        public readonly ?\Closure $look = null,
        public readonly ?\Closure $clock = null,
        public readonly ?\Closure $random = null,
        public readonly ?\Closure $point = null,
        public readonly ?\Closure $standsFor = null
    ) {
    }
}
