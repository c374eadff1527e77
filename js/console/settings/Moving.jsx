// Owns moving in and out on the settings page: past orders, opt-outs and consents from elsewhere, and taking everything along.
import { Button } from "@wordpress/components";
import { useEffect, useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { number } from "../parts/shown.mjs";
import { Import } from "./Import.jsx";
import { Section } from "./Section.jsx";

const POLL_MS = 3_000;

export function Moving() {
  return (
    <>
      <Section
        id="moving-in"
        title={__("Moving in", "cartsignal")}
        lead={__(
          "From Klaviyo, CartBoss or any list as CSV. Everything is tried out before anything is taken over.",
          "cartsignal",
        )}
      >
        <h4>{__("Opt-outs", "cartsignal")}</h4>
        <Import kind="opt_outs" />
        <h4>{__("Consents", "cartsignal")}</h4>
        <p className="cartsignal-hint">
          {__(
            "Only with the date, the source and the words that were agreed to: without them a consent proves nothing.",
            "cartsignal",
          )}
        </p>
        <Import kind="consents" />
        <h4>{__("Past orders", "cartsignal")}</h4>
        <PastOrders />
      </Section>
      <Section
        id="moving-out"
        title={__("Moving out", "cartsignal")}
        lead={__("Everything Cartsignal knows, to read elsewhere. It holds phone numbers: keep it safe.", "cartsignal")}
      >
        <Exports />
      </Section>
    </>
  );
}

/** What can be done about the past orders, by their state. */
const offers = () => ({
  never: [["start", __("Read past orders", "cartsignal")]],
  running: [["pause", __("Pause the reading", "cartsignal")]],
  paused: [
    ["resume", __("Go on reading", "cartsignal")],
    ["cancel", __("Cancel the reading", "cartsignal")],
  ],
  done: [["start", __("Read them again", "cartsignal")]],
  cancelled: [["start", __("Read past orders", "cartsignal")]],
});

export function PastOrders() {
  const [isUnderway, setUnderway] = useState(false);
  const orders = useResource("/past-orders", { every: isUnderway ? POLL_MS : undefined });
  const state = orders.value?.state;
  useEffect(() => setUnderway(state === "running"), [state]);
  const [error, setError] = useState(null);
  const act = (what) => send("POST", "/past-orders", { do: what }).then(orders.put, setError);
  return (
    <Loaded of={orders}>
      {({ state, done, of, sentence }) => (
        <>
          <p role="status">{sentence}</p>
          {(state === "running" || state === "paused") && (
            <p>
              <progress value={done} max={Math.max(of, 1)} aria-label={__("Orders read", "cartsignal")} />{" "}
              {sprintf(
                /* translators: 1: a number of orders, 2: how many there are. */
                __("%1$s of %2$s", "cartsignal"),
                number(done),
                number(of),
              )}
            </p>
          )}
          <div className="cartsignal-actions">
            {(offers()[state] ?? []).map(([what, label]) => (
              <Button key={what} variant="secondary" onClick={() => act(what)}>
                {label}
              </Button>
            ))}
          </div>
          {error && (
            <p className="cartsignal-error" role="alert">
              {error.message}
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

function Exports() {
  const exports = useResource("/exports");
  return (
    <Loaded of={exports}>
      {({ everything, settings, sets }) => (
        <>
          <div className="cartsignal-actions">
            <Button variant="secondary" href={everything} download>
              {__("Download everything", "cartsignal")}
            </Button>
            <Button variant="secondary" href={settings} download>
              {__("Download the settings, without secrets", "cartsignal")}
            </Button>
          </div>
          <ul className="cartsignal-sets">
            {sets.map(({ name, title, about, rows, json, csv }) => (
              <li key={name}>
                <strong>{title}</strong>{" "}
                <span className="cartsignal-hint">
                  {about} {rows !== null && rows !== undefined && `(${number(rows)})`}
                </span>{" "}
                <a href={json} download aria-label={`${title}, JSON`}>
                  JSON
                </a>{" "}
                {csv && (
                  <a href={csv} download aria-label={`${title}, CSV`}>
                    CSV
                  </a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
