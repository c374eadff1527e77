// Owns a part of the settings while it is edited: a draft by JSON pointers, saving it, errors at its fields, and undo.
import { speak } from "@wordpress/a11y";
import { useRef, useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import { send } from "../api.mjs";

/**
 * @param {object} start what the fields hold to begin with, nested as their pointers are
 * @param {{ changesOf?: (draft: any) => object, saved?: (answer: any) => void, path?: string }} [options]
 *   `changesOf` says what is sent, and refuses (`refuse`) where a field holds nothing that could be.
 */
export function useForm(start, { changesOf = (draft) => draft, saved, path = "/settings" } = {}) {
  const [draft, setDraft] = useState(start);
  const [kept, setKept] = useState(start);
  const [undoable, setUndoable] = useState(null);
  const [state, setState] = useState({ busy: false, errors: {}, failure: null, done: null });
  const place = useRef(null);

  async function put(next, { before, done }) {
    setState({ busy: true, errors: {}, failure: null, done: null });
    try {
      const answer = await send("PUT", path, changesOf(next));
      setDraft(next);
      setKept(next);
      setUndoable(before);
      setState({ busy: false, errors: {}, failure: null, done });
      speak(done, "polite");
      window.dispatchEvent(new Event("cartsignal:changed"));
      saved?.(answer);
      return true;
    } catch (failure) {
      const errors = failure.errors ?? {};
      setState({ busy: false, errors, failure: failure.message, done: null });
      speak([failure.message, ...Object.values(errors)].join(" "), "assertive");
      // Once the marks are there.
      setTimeout(() => place.current?.querySelector("[aria-invalid]")?.focus());
      return false;
    }
  }

  return {
    ...state,
    place,
    draft,
    isChanged: JSON.stringify(draft) !== JSON.stringify(kept),
    value: (at) => read(draft, at),
    set: (at, value) => {
      setDraft((before) => written(before, at.slice(1).split("/"), value));
      setState(({ errors: { [at]: _, ...errors }, ...rest }) => ({ ...rest, errors, done: null }));
    },
    save: () => put(draft, { before: kept, done: __("Saved.", "cartsignal") }),
    undo: undoable && (() => put(undoable, { before: null, done: __("It is as it was before.", "cartsignal") })),
    /** Takes what was saved elsewhere. */
    take: (next) => (setDraft(next), setKept(next)),
  };
}

const read = (draft, at) =>
  at
    .slice(1)
    .split("/")
    .reduce((value, step) => value?.[step], draft);

function written(value, [step, ...rest], last) {
  return { ...value, [step]: rest.length === 0 ? last : written(value?.[step], rest, last) };
}

/** What can't be sent: `errors` are sentences by JSON pointer. */
class Refusal extends Error {
  constructor(errors) {
    super(__("Nothing was saved. Please correct what is marked.", "cartsignal"));
    this.errors = errors;
  }
}

/** Throws what `useForm` shows at fields, unless there is nothing wrong. */
export function refuse(errors) {
  const wrong = Object.fromEntries(Object.entries(errors).filter(([, sentence]) => sentence));
  if (Object.keys(wrong).length > 0) throw new Refusal(wrong);
}
