<?php
// Owns what one test of the site's health found: how bad it is, and the way out in one sentence.
declare(strict_types=1);

namespace Cartsignal\Wake;

final class Finding
{
    /**
     * @param 'good'|'recommended'|'critical' $status
     * @param string|null $command Lines of which one is to be copied.
     */
    private function __construct(
        public readonly string $status,
        public readonly string $label,
        public readonly string $sentence,
        public readonly ?string $command
    ) {
    }

    public static function good(string $label, string $sentence = ''): self
    {
        return new self('good', $label, $sentence, null);
    }

    public static function recommended(string $label, string $sentence, ?string $command = null): self
    {
        return new self('recommended', $label, $sentence, $command);
    }

    public static function critical(string $label, string $sentence, ?string $command = null): self
    {
        return new self('critical', $label, $sentence, $command);
    }
}
