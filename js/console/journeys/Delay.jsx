// Owns when the text of a kind is due: a choice of usual lengths, or minutes of one's own.
import { Button } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useEffect, useId, useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send } from "../api.mjs";
import { lengthOf } from "./Kind.jsx";

const USUAL = [15, 20, 30, 45, 60, 90, 120, 180, 360, 720, 1_440];
const OTHER = "other";

export function Delay({ kind, most, put }) {
  const id = useId();
  const [other, setOther] = useState(null);
  const [state, setState] = useState({ busy: false, error: null });
  const choices = [...new Set([...USUAL, kind.usual, kind.minutes])].sort((a, b) => a - b);
  // What was undone elsewhere is shown here.
  useEffect(() => setOther(null), [kind.minutes]);

  async function save(minutes) {
    setState({ busy: true, error: null });
    try {
      const wanted = minutes === kind.usual ? null : minutes;
      const { journey } = await send("PUT", "/journeys", { delays: { [kind.kind]: wanted } });
      setState({ busy: false, error: null });
      setOther(null);
      put(journey);
      speak(__("Saved.", "cartsignal"));
    } catch (failure) {
      setState({ busy: false, error: failure.errors[`/delays/${kind.kind}`] ?? failure.message });
    }
  }

  const label = sprintf(/* translators: %s: a kind of cart. */ __("Delay: %s", "cartsignal"), kind.title);
  return (
    <div className="cartsignal-delay">
      <label htmlFor={id}>
        {__("Text after", "cartsignal")} <span className="screen-reader-text">{label}</span>
      </label>
      <select
        id={id}
        disabled={state.busy}
        value={other === null ? kind.minutes : OTHER}
        onChange={({ target: { value } }) => (value === OTHER ? setOther(String(kind.minutes)) : save(Number(value)))}
      >
        {choices.map((minutes) => (
          <option key={minutes} value={minutes}>
            {lengthOf(minutes)}
            {minutes === kind.usual ? ` ${__("(ours)", "cartsignal")}` : ""}
          </option>
        ))}
        <option value={OTHER}>{__("Other…", "cartsignal")}</option>
      </select>
      {other !== null && (
        <span className="cartsignal-delay-own">
          <input
            type="number"
            min={1}
            max={most}
            value={other}
            aria-label={__("Minutes", "cartsignal")}
            onChange={(event) => setOther(event.target.value)}
          />{" "}
          {__("minutes", "cartsignal")}{" "}
          <Button
            variant="secondary"
            size="small"
            disabled={state.busy}
            onClick={() => save(Math.trunc(Number(other)))}
          >
            {__("Save", "cartsignal")}
          </Button>
        </span>
      )}
      {state.error && (
        <p className="cartsignal-error" role="alert">
          {state.error}
        </p>
      )}
    </div>
  );
}
