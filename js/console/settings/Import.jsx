// Owns taking over a list of opt-outs or consents: read, matched, tried out, and only then applied.
import { Button } from "@wordpress/components";
import { useEffect, useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { ask, send, useResource } from "../api.mjs";
import { upload } from "../moving/upload.mjs";
import { Field } from "../parts/Field.jsx";
import { moment, number } from "../parts/shown.mjs";
import { Match } from "./Match.jsx";

const POLL_MS = 2_000;
/** What goes on by itself. */
const UNDERWAY = ["checking", "applying", "undoing"];
const OVER = ["cancelled", "undone", "failed"];

/** @param {{ kind: "opt_outs" | "consents", done?: () => void }} props `done` is told that something was taken over */
export function Import({ kind, done }) {
  const imports = useResource("/imports");
  const [own, setOwn] = useState(null);
  const last = imports.value?.items.find(
    (each) => each.kind === kind && !OVER.includes(each.state) && each.state !== "uploading",
  );
  const current = own ?? last ?? null;
  const isTaken = current && (current.state === "applied" || current.state === "kept");
  useEffect(() => {
    if (isTaken && own) done?.();
  }, [isTaken]);
  useUnderway(current, setOwn);
  if (!current || OVER.includes(current.state)) return <Begin kind={kind} begun={setOwn} before={current} />;
  if (current.state === "read") return <Match value={current} put={setOwn} />;
  return <Course value={current} put={setOwn} again={() => setOwn({ state: "cancelled" })} />;
}

/** Moves on what goes on by itself, and asks how far it is. */
function useUnderway(current, put) {
  const [round, setRound] = useState(0);
  const { id, state } = current ?? {};
  useEffect(() => {
    if (!UNDERWAY.includes(state)) return undefined;
    const timer = setTimeout(async () => {
      try {
        put(state === "checking" ? await send("POST", `/imports/${id}/check`, {}) : await ask(`/imports/${id}`));
      } catch {
        // Asked again: nothing is lost by that.
      }
      setRound((before) => before + 1);
    }, POLL_MS);
    return () => clearTimeout(timer);
  }, [id, state, round]);
}

function Begin({ kind, begun, before }) {
  const [file, setFile] = useState(null);
  const [pasted, setPasted] = useState("");
  const [share, setShare] = useState(null);
  const [error, setError] = useState(null);
  async function go() {
    setShare(0);
    setError(null);
    try {
      begun(await upload(kind, file ?? pasted, setShare));
    } catch (failure) {
      setError(failure);
    }
    setShare(null);
  }
  return (
    <>
      {before?.state === "failed" && <p className="cartsignal-error">{before.trouble}</p>}
      {before?.state === "undone" && (
        <p role="status">
          {__("It was taken back. Opt-outs stay: nobody who said no is asked to say it twice.", "cartsignal")}
        </p>
      )}
      <Field
        label={__("A file (CSV)", "cartsignal")}
        hint={__("From Klaviyo, CartBoss or any list. Sealed while it waits, and deleted afterwards.", "cartsignal")}
      >
        {(common) => (
          <input
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={(event) => setFile(event.target.files[0] ?? null)}
            {...common}
          />
        )}
      </Field>
      {kind === "opt_outs" && (
        <Field label={__("Or numbers, one on each line", "cartsignal")}>
          {(common) => (
            <textarea
              rows={3}
              className="cartsignal-paste"
              value={pasted}
              onChange={(event) => setPasted(event.target.value)}
              {...common}
            />
          )}
        </Field>
      )}
      <div className="cartsignal-save">
        <Button
          variant="secondary"
          onClick={go}
          isBusy={share !== null}
          disabled={share !== null || (!file && pasted.trim() === "")}
        >
          {__("Read it", "cartsignal")}
        </Button>
        {share !== null && <progress value={share} max={1} aria-label={__("Uploaded", "cartsignal")} />}
      </div>
      {error && (
        <p className="cartsignal-error" role="alert">
          {error.message}
        </p>
      )}
    </>
  );
}

function Course({ value, put, again }) {
  const { id, name, state, done, of, counts, refusals, notes, undo_until: undoUntil, trouble } = value;
  const [error, setError] = useState(null);
  const act = (what) => send("POST", `/imports/${id}/${what}`, {}).then(put, setError);
  const states = {
    checking: __("It is being tried out.", "cartsignal"),
    checked: __("Tried out. Nothing is taken over yet:", "cartsignal"),
    applying: __("It is being taken over.", "cartsignal"),
    applied: __("Taken over:", "cartsignal"),
    kept: __("Taken over:", "cartsignal"),
    undoing: __("It is being taken back.", "cartsignal"),
  };
  return (
    <div className="cartsignal-told">
      <p role="status">
        <strong>{name}</strong> {states[state]}
      </p>
      {UNDERWAY.includes(state) && <progress value={done} max={Math.max(of, 1)} aria-label={states[state]} />}
      {["checked", "applied", "kept"].includes(state) && <Counts counts={counts} refusals={refusals} notes={notes} />}
      {trouble && <p className="cartsignal-error">{trouble}</p>}
      <div className="cartsignal-actions">
        {state === "checked" && (
          <Button variant="primary" onClick={() => act("apply")}>
            {__("Take them over", "cartsignal")}
          </Button>
        )}
        {["checking", "checked", "applying"].includes(state) && (
          <Button variant="tertiary" onClick={() => act("cancel")}>
            {__("Cancel", "cartsignal")}
          </Button>
        )}
        {state === "applied" && undoUntil && (
          <Button variant="secondary" onClick={() => act("undo")}>
            {
              /* translators: %s: a moment. */ sprintf(
                __("Take the consents back (until %s)", "cartsignal"),
                moment(undoUntil),
              )
            }
          </Button>
        )}
        {["applied", "kept"].includes(state) && (
          <Button variant="tertiary" onClick={again}>
            {__("Another list", "cartsignal")}
          </Button>
        )}
      </div>
      {error && (
        <p className="cartsignal-error" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}

function Counts({ counts, refusals, notes }) {
  const lines = [
    [counts.opt_outs, _n("%s opt-out", "%s opt-outs", counts.opt_outs, "cartsignal")],
    [counts.consents, _n("%s consent", "%s consents", counts.consents, "cartsignal")],
    [counts.already, _n("%s that was known already", "%s that were known already", counts.already, "cartsignal")],
  ].filter(([times]) => times > 0);
  return (
    <ul>
      {lines.map(([times, text]) => (
        <li key={text}>{sprintf(text, number(times))}</li>
      ))}
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
      {refusals.map(({ reason, sentence, times, lines: where }) => (
        <li key={reason}>
          {sentence}{" "}
          <span className="cartsignal-hint">
            {sprintf(
              /* translators: 1: how often, 2: numbers of lines. */
              _n("%1$s time; lines %2$s", "%1$s times; lines %2$s", times, "cartsignal"),
              number(times),
              where.join(", ") + (times > where.length ? " …" : ""),
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
