<?php
// Owns a refusal that was foreseen: a code for programs, a sentence for people, and the status of HTTP.
declare(strict_types=1);

namespace Cartsignal\Rest;

final class RestFault extends \RuntimeException
{
    /**
     * @param string $told As `text_not_found`.
     * @param string $sentence Translated: what is wrong and the way out.
     * @param array<string, mixed> $more Sent along, as `errors` by field.
     */
    public function __construct(
        public readonly string $told,
        string $sentence,
        public readonly int $status = 400,
        public readonly array $more = []
    ) {
        parent::__construct($sentence);
    }
}
