<?php
// Owns what performs an HTTP request to a provider: the only effect of the host that can't be taken back.
declare(strict_types=1);

namespace Cartsignal\Host;

interface Transport
{
    /** The most of an answer that the core reads; one byte more shows it is none. Source: src/gateway. */
    public const MOST_ANSWER_BYTES = 262_144;

    /** The most headers that the core is told. Source: src/gateway, MOST_HEADERS. */
    public const MOST_HEADERS = 64;

    /**
     * Performs one request as the core words it: no redirect is followed, TLS is verified, and the answer is bounded in
     * time and size. It never throws: what went wrong is heard as silence.
     *
     * @param \stdClass $http `Http` of the contract: `method`, `url`, `headers`, `body`, `timeout_ms`
     * @param \Closure(string): void $point Told of `connected`, `request_written`, `answer_begun` where that is seen.
     */
    public function perform(\stdClass $http, \Closure $point): Heard;
}
