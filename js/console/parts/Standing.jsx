// Owns the header of every page: whether texts go out, why not, and the button that stops them all.
import { Button, Modal } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useEffect, useRef, useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { moment } from "./shown.mjs";
import "./standing.css";

const EVERY_MS = 30_000;

/** Fired by pages that changed something the header speaks of. */
export const CHANGED = "cartsignal:changed";

export function Standing() {
  const status = useResource("/status", { every: EVERY_MS });
  const { reload, value } = status;
  useEffect(() => {
    window.addEventListener(CHANGED, reload);
    return () => window.removeEventListener(CHANGED, reload);
  }, [reload]);
  useSpoken(value?.title);
  if (!value && status.error)
    return (
      <section className="cartsignal-standing is-bad" aria-label={__("How it stands", "cartsignal")}>
        <Sign tone="bad" />
        <p role="alert">
          {status.error.message}{" "}
          <Button variant="link" onClick={reload}>
            {__("Try again", "cartsignal")}
          </Button>
        </p>
      </section>
    );
  if (!value) return <div className="cartsignal-standing is-empty" aria-hidden="true" />;
  return <Stand status={value} put={status.put} isOld={Boolean(status.error)} />;
}

function Stand({ status, put, isOld }) {
  const { tone, title, sentence, buttons, runner, alarms, waiting } = status;
  const [asked, setAsked] = useState(null);
  return (
    <section className={`cartsignal-standing is-${tone}`} aria-label={__("How it stands", "cartsignal")}>
      <Sign tone={tone} />
      <div className="cartsignal-standing-words">
        <p className="cartsignal-standing-title">{title}</p>
        <p>{sentence}</p>
        {isOld && <p role="alert">{__("The store did not answer just now: this may be old.", "cartsignal")}</p>}
        <Runner runner={runner} />
        <Waiting waiting={waiting} />
        <Alarms alarms={alarms} />
      </div>
      <div className="cartsignal-actions">
        {buttons.map((button) => (
          <Act key={button} name={button} ask={setAsked} />
        ))}
      </div>
      {asked && <Ask name={asked} close={() => setAsked(null)} put={put} state={status.state} />}
    </section>
  );
}

const SIGNS = { good: "●", watch: "◐", bad: "■" };

/** Never by colour alone: each state has its own shape, and the words stand beside it. */
function Sign({ tone }) {
  return (
    <span className="cartsignal-standing-sign" aria-hidden="true">
      {SIGNS[tone]}
    </span>
  );
}

function Runner({ runner }) {
  if (!runner) return null;
  if (!runner.late) return <p className="cartsignal-hint">{runner.sentence}</p>;
  return (
    <p className="cartsignal-standing-late">
      <strong>{runner.sentence}</strong>{" "}
      <a href={healthUrl()}>{__("Site Health has the line for the crontab", "cartsignal")}</a>
    </p>
  );
}

function Waiting({ waiting }) {
  const { replies, unknown, set_aside: setAside } = waiting;
  const lines = [
    [replies, _n("%d reply waits for you to read it", "%d replies wait for you to read them", replies, "cartsignal")],
    [
      unknown,
      _n(
        "of %d text nobody knows whether it went",
        "of %d texts nobody knows whether they went",
        unknown,
        "cartsignal",
      ),
    ],
    [setAside, _n("%d arrival was set aside", "%d arrivals were set aside", setAside, "cartsignal")],
  ].filter(([count]) => count > 0);
  if (lines.length === 0) return null;
  return (
    <p>
      <a href="#/activity">{lines.map(([count, text]) => sprintf(text, count)).join(" · ")}</a>
    </p>
  );
}

function Alarms({ alarms }) {
  if (alarms.length === 0) return null;
  return (
    <details className="cartsignal-standing-alarms" open={alarms.length < 3}>
      <summary>{sprintf(_n("%d alarm", "%d alarms", alarms.length, "cartsignal"), alarms.length)}</summary>
      <ul>
        {alarms.map(({ name, sentence, way_out: wayOut, route, at }) => (
          <li key={name}>
            {sentence} {wayOut} {route && <a href={`#${route}`}>{__("See to it", "cartsignal")}</a>}{" "}
            <span className="cartsignal-hint">{moment(at)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

const health = "site-health.php";
const healthUrl = () => window.cartsignal.adminUrl + health;

/** What a button is called; those with an address lead somewhere, the others ask first. */
function Act({ name, ask }) {
  const leads = {
    setup: ["#/setup", __("Set up a provider", "cartsignal")],
    provider: ["#/settings", __("Set up a provider", "cartsignal")],
    markets: ["#/markets", __("Choose where to go live", "cartsignal")],
    health: [healthUrl(), __("See Site Health", "cartsignal")],
  }[name];
  if (leads)
    return (
      <Button variant="secondary" href={leads[0]}>
        {leads[1]}
      </Button>
    );
  return (
    <Button variant={name === "resume" || name === "adopt" ? "primary" : "secondary"} onClick={() => ask(name)}>
      {acts()[name].label}
    </Button>
  );
}

const acts = () => ({
  pause: {
    label: __("Pause", "cartsignal"),
    says: __(
      "No text goes out in any country until you press Resume. Carts are still watched, and opt-outs are still taken.",
      "cartsignal",
    ),
    done: __("Paused.", "cartsignal"),
  },
  resume: {
    label: __("Resume", "cartsignal"),
    says: __(
      "Texts go again. What is overdue is decided again as of now: who bought meanwhile, or may not be texted at this hour, gets nothing.",
      "cartsignal",
    ),
    done: __("Resumed.", "cartsignal"),
  },
  adopt: {
    label: __("Send from here", "cartsignal"),
    says: __(
      "This site becomes the one that sends, and no other. Do so only if the other site is gone: two sites that send would text customers twice.",
      "cartsignal",
    ),
    done: __("This site is the one that sends.", "cartsignal"),
  },
  copy: {
    label: __("This is a copy", "cartsignal"),
    says: __("Nothing is sent from this site until you say otherwise. The real shop goes on as before.", "cartsignal"),
    done: __("This site stays silent.", "cartsignal"),
  },
});

function Ask({ name, close, put, state }) {
  const { label, says, done } = acts()[name];
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  async function go() {
    setBusy(true);
    try {
      put(await send("POST", `/${name}`));
      speak(done, "assertive");
      close();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  }
  const more =
    name === "resume" && state === "restored"
      ? __("Nobody is texted about a cart that was left before the backup was put back.", "cartsignal")
      : null;
  return (
    <Modal title={label} onRequestClose={close} size="medium">
      <p>{says}</p>
      {more && <p>{more}</p>}
      {error && <p role="alert">{error.message}</p>}
      <div className="cartsignal-actions">
        <Button variant="primary" isBusy={busy} disabled={busy} onClick={go}>
          {label}
        </Button>
        <Button variant="tertiary" onClick={close}>
          {__("Cancel", "cartsignal")}
        </Button>
      </div>
    </Modal>
  );
}

/** Says a new title aloud; not the first one, which is read with the page. */
function useSpoken(title) {
  const before = useRef(null);
  useEffect(() => {
    if (title && before.current && before.current !== title) speak(title, "polite");
    before.current = title ?? before.current;
  }, [title]);
}
