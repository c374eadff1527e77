<?php
// Owns what an owner is told beside the counts of an import.
declare(strict_types=1);

namespace Cartsignal\Moving;

final class Explained
{
    /** @return list<string> */
    public static function notes(Import $import): array
    {
        $notes = [];
        if ($import->kind === 'consents' && \in_array($import->state, ['checked', 'applying', 'applied', 'kept'], true)) {
            $notes[] = \__('Each permission is kept with its date, its source and its words as proof.', 'cartsignal');
            $notes[] = \__('Where your country settings ask for a confirmation, people who did not confirm by text are asked once by text when they next leave a cart. People in the United States are always asked.', 'cartsignal');
            if (($import->counts['confirmed'] ?? 0) > 0) {
                $notes[] = \__('Confirmations from the file count once the import can no longer be undone, a day after it.', 'cartsignal');
            }
            $notes[] = \__('Nobody is texted because of an import. A text needs a cart that is left.', 'cartsignal');
        }
        if ($import->undoUntil !== null && $import->state === 'applied') {
            $notes[] = \__('You can undo the import for a day. Permissions are then withdrawn; opt-outs stay, for nobody is harmed by a text that does not come.', 'cartsignal');
        }
        if ($import->state === 'failed' || $import->state === 'cancelled') {
            $notes[] = \__('The file was deleted here.', 'cartsignal');
        }
        return $notes;
    }
}
