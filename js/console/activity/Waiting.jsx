// Owns what waits for the owner: replies to read, texts of unknown fate, and what could not be taken in.
import { Button } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useRef, useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Failed } from "../parts/Page.jsx";
import { CHANGED } from "../parts/Standing.jsx";
import { country, moment, number } from "../parts/shown.mjs";
import { Who } from "./Who.jsx";

const EVERY_MS = 60_000;

export function Waiting() {
  const waiting = useResource("/waiting", { every: EVERY_MS });
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const head = useRef(null);
  const { value } = waiting;
  if (!value) return waiting.error ? <Failed error={waiting.error} retry={waiting.reload} /> : null;
  const all = value.counts.replies + value.counts.unknown + value.counts.set_aside;
  if (all === 0 && !error) return null;
  async function act(path, body, done) {
    setBusy(true);
    setError(null);
    try {
      waiting.put(await send("POST", path, body));
      speak(done);
      window.dispatchEvent(new Event(CHANGED));
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
    // What had the focus is gone.
    head.current?.focus();
  }
  return (
    <section className="cartsignal-waiting" aria-labelledby="cartsignal-waiting">
      <h3 id="cartsignal-waiting" tabIndex={-1} ref={head}>
        {__("Waiting for you", "cartsignal")} ({number(all)})
      </h3>
      {error && <Failed error={error} />}
      <Replies replies={value.replies} count={value.counts.replies} act={act} busy={busy} />
      <Unknown unknown={value.unknown} count={value.counts.unknown} />
      <SetAside rows={value.set_aside} count={value.counts.set_aside} act={act} busy={busy} />
    </section>
  );
}

function Replies({ replies, count, act, busy }) {
  if (count === 0) return null;
  const answer = (place, is, done) => () => act(`/waiting/replies/${place}`, { is }, done);
  return (
    <>
      <h4>
        {sprintf(
          /* translators: %s: a number of replies. */
          _n("%s reply that may mean STOP", "%s replies that may mean STOP", count, "cartsignal"),
          number(count),
        )}
      </h4>
      <p className="cartsignal-hint">
        {__("Until you have read them, nothing is sent to these people.", "cartsignal")}
      </p>
      <ul>
        {replies.map(({ place, at, who, country: code, text }) => (
          <li key={place}>
            <div>
              <blockquote dir="auto">{text ?? __("(erased)", "cartsignal")}</blockquote>
              <p className="cartsignal-hint">
                <Who who={who} />
                {code && ` · ${country(code)}`} · {moment(at)}
              </p>
            </div>
            <div className="cartsignal-actions">
              <Button
                variant="primary"
                aria-disabled={busy}
                onClick={answer(place, "stop", __("Read as STOP: nothing more is sent to them.", "cartsignal"))}
              >
                {__("It was STOP", "cartsignal")}
              </Button>
              <Button
                variant="secondary"
                aria-disabled={busy}
                onClick={answer(place, "cleared", __("Read as no STOP.", "cartsignal"))}
              >
                {__("It was not", "cartsignal")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Unknown({ unknown, count }) {
  if (count === 0) return null;
  return (
    <details>
      <summary>
        {sprintf(
          /* translators: %s: a number of texts. */
          _n(
            "%s text of which nobody knows whether it went",
            "%s texts of which nobody knows whether they went",
            count,
            "cartsignal",
          ),
          number(count),
        )}
      </summary>
      <p className="cartsignal-hint">
        {__("Such a text is never sent again by itself: twice is worse than not at all.", "cartsignal")}
      </p>
      <ul>
        {unknown.map(({ decision, at, who, country: code, says }) => (
          <li key={decision}>
            <div>
              <a href={`#/activity/${decision}`}>{says}</a>
              <p className="cartsignal-hint">
                <Who who={who} />
                {code && ` · ${country(code)}`} · {moment(at)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function SetAside({ rows, count, act, busy }) {
  if (count === 0) return null;
  return (
    <details open>
      <summary>
        {sprintf(
          /* translators: %s: a number of things. */
          _n("%s thing could not be taken in", "%s things could not be taken in", count, "cartsignal"),
          number(count),
        )}
      </summary>
      <ul>
        {rows.map(({ place, at, says, why }) => (
          <li key={place}>
            <div>
              {says}. {why}
              <p className="cartsignal-hint">{moment(at)}</p>
            </div>
            <Button
              variant="secondary"
              aria-disabled={busy}
              onClick={() => act(`/waiting/arrivals/${place}`, undefined, __("It is tried again.", "cartsignal"))}
            >
              {__("Try again", "cartsignal")}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
