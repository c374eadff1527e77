// Owns pausing the journey and letting it go on, with the reason where Cartsignal paused it itself.
import { Button, Notice } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import { send } from "../api.mjs";
import { moment } from "../parts/shown.mjs";
import { CHANGED } from "../parts/Standing.jsx";

export function Pause({ journey, put }) {
  const [state, setState] = useState({ busy: false, error: null });
  const { name, paused, paused_because: because } = journey;
  async function press() {
    if (state.busy) return;
    setState({ busy: true, error: null });
    try {
      const answer = await send("PUT", `/journeys/${name}/paused`, { paused: !paused });
      setState({ busy: false, error: null });
      put(answer.journey);
      window.dispatchEvent(new Event(CHANGED));
      speak(
        paused ? __("The journey goes on.", "cartsignal") : __("The journey is paused.", "cartsignal"),
        "assertive",
      );
    } catch (failure) {
      setState({ busy: false, error: Object.values(failure.errors)[0] ?? failure.message });
    }
  }
  return (
    <>
      {paused && (
        <Notice status="warning" isDismissible={false}>
          <p>
            <strong>{__("This journey is paused: none of its texts goes out.", "cartsignal")}</strong>{" "}
            {because && `${because.sentence} (${moment(because.at)})`}
          </p>
          <p>{__("Carts left meanwhile get no text later either: it goes on with the next ones.", "cartsignal")}</p>
        </Notice>
      )}
      {/* Always the same button and never disabled, so that it keeps the focus. */}
      <Button variant={paused ? "primary" : "secondary"} isBusy={state.busy} onClick={press}>
        {paused ? __("Resume the journey", "cartsignal") : __("Pause the journey", "cartsignal")}
      </Button>
      {state.error && (
        <p className="cartsignal-error" role="alert">
          {state.error}
        </p>
      )}
    </>
  );
}
