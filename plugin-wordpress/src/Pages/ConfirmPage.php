<?php
// Owns the page of a confirmation link: opening it asks, yes confirms, no opts out; either may be changed.
declare(strict_types=1);

namespace Cartsignal\Pages;

final class ConfirmPage
{
    private const ACTS = ['yes', 'stop'];

    public function __construct(private readonly Say $say)
    {
    }

    public function show(Visit $visit): Shown
    {
        $page = $visit->link->usedAt === null ? 'confirm' : 'confirmed_before';
        return new Shown($page, self::ACTS, ['nonce' => Form::nonce($visit)]);
    }

    public function press(Visit $visit, ?Form $form): Shown
    {
        $isMeant = $form !== null && \in_array($form->act, self::ACTS, true)
            && \hash_equals(Form::nonce($visit), $form->nonce);
        if (!$isMeant) {
            return $this->say->refused($visit);
        }
        if ($form->act === 'stop' && $visit->isStopped()) {
            return new Shown('stopped_before');
        }
        $this->say->reply($visit, $form->act, $visit->now);
        return new Shown($form->act === 'yes' ? 'confirmed' : 'stopped');
    }
}
