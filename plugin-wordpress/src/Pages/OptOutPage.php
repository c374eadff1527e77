<?php
// Owns the page of an opt-out link: opening it asks, its button stops all texts, and for an hour that is taken back.
declare(strict_types=1);

namespace Cartsignal\Pages;

use Cartsignal\Host\Keys;

final class OptOutPage
{
    public function __construct(private readonly Say $say, private readonly Keys $keys)
    {
    }

    public function show(Visit $visit): Shown
    {
        return $visit->isStopped()
            ? new Shown('stopped_before')
            : new Shown('opt_out', ['stop'], ['nonce' => Form::nonce($visit)]);
    }

    public function press(Visit $visit, ?Form $form): Shown
    {
        if ($form?->act === 'start' && $form->at !== null) {
            return $this->undo($visit, $form, $form->at);
        }
        if ($form?->act !== 'stop' || !\hash_equals(Form::nonce($visit), $form->nonce)) {
            return $this->say->refused($visit);
        }
        if ($visit->isStopped()) {
            return new Shown('stopped_before');
        }
        $this->say->reply($visit, 'stop', $visit->now);
        $hidden = ['nonce' => Form::undoNonce($visit, $this->keys, $visit->now), 'at' => (string) $visit->now];
        return new Shown('stopped', ['start'], $hidden);
    }

    /** Takes a press back. It is dated a millisecond after that press: a STOP said since then stands. */
    private function undo(Visit $visit, Form $form, int $pressedAt): Shown
    {
        $isOver = $visit->now - $pressedAt > Form::UNDO_MS || $pressedAt > $visit->now;
        if ($isOver || !\hash_equals(Form::undoNonce($visit, $this->keys, $pressedAt), $form->nonce)) {
            return $this->say->refused($visit);
        }
        $this->say->reply($visit, 'start', $pressedAt + 1);
        return new Shown('undone');
    }
}
