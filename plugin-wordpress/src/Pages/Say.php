<?php
// Owns how a press on a page becomes the recipient's word: written before the page says so.
declare(strict_types=1);

namespace Cartsignal\Pages;

use Cartsignal\Services;

final class Say
{
    public function __construct(private readonly Services $services, private readonly Limiter $limiter)
    {
    }

    /**
     * Takes a reply down. Nothing of the key is in its id, which lies in clear.
     *
     * @param string $kind `stop`, `yes` or `start`
     * @param int $at When it counts as said.
     * @throws \RuntimeException It could not be written: nothing was changed.
     */
    public function reply(Visit $visit, string $kind, int $at): void
    {
        $this->limiter->count($visit->network, $visit->now);
        $recipient = $visit->link->recipient;
        $input = [
            'id' => "link:$kind:{$visit->link->decision}:$at",
            'occurred_at' => $at,
            'trust' => 'signed',
            'what' => ['reply' => ['kind' => $kind, 'channel' => 'sms', 'by' => 'link']],
        ];
        $this->services->database()->transaction(function () use ($visit, $recipient, $input): void {
            $this->services->inbox()->say($input, $visit->now, recipient: $recipient);
            $this->services->links()->use($visit->key, $visit->now);
        });
        \do_action('cartsignal_appended', 'input');
    }

    /** Counts a press that is none of this link's, and returns the page that says so. */
    public function refused(Visit $visit): Shown
    {
        $this->limiter->count($visit->network, $visit->now);
        return Shown::stale();
    }
}
