// Owns the page `setup`: the first five minutes, step by step; it can be left at any step and taken up there.
import { Button } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useEffect, useRef, useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Failed, Loaded, Page } from "../parts/Page.jsx";
import { STEPS } from "../setup/steps.jsx";
import "../settings/settings.css";
import "../setup/setup.css";

export default function Setup({ rest }) {
  const setup = useResource("/setup");
  return (
    <Page
      title={__("Set-up", "cartsignal")}
      lead={__(
        "About five minutes. Nothing is sent before you go live. Leave whenever you like: it goes on where you were.",
        "cartsignal",
      )}
    >
      <Loaded of={setup}>{(value) => <Steps setup={value} put={setup.put} asked={rest[0]} />}</Loaded>
    </Page>
  );
}

function Steps({ setup, put, asked }) {
  const [error, setError] = useState(null);
  const names = setup.steps;
  const done = new Set(setup.done);
  const open = names.includes(asked) ? asked : (names.find((name) => !done.has(name)) ?? names.at(-1));
  const place = names.indexOf(open);
  const nav = useRef(null);
  useEffect(() => {
    // On a phone the steps are a line that is longer than the screen.
    nav.current?.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [open]);

  async function note(change, then) {
    try {
      put(await send("PUT", "/setup", change));
      setError(null);
      then?.();
    } catch (failure) {
      setError(failure);
    }
  }
  const go = (name) => (window.location.hash = `#/setup/${name}`);
  const leave = () => note({ skipped: true }, () => (window.location.hash = "#/numbers"));
  const next = (isDone) => {
    const following = names[place + 1];
    const change = isDone ? { done: names.filter((name) => done.has(name) || name === open) } : {};
    note({ ...change, skipped: false }, () => (following ? go(following) : (window.location.hash = "#/activity")));
  };
  return (
    <div className="cartsignal-setup">
      <nav ref={nav} aria-label={__("Steps of the set-up", "cartsignal")}>
        <p className="cartsignal-hint">
          {sprintf(
            /* translators: 1: a number of steps, 2: how many there are. */
            __("%1$d of %2$d done", "cartsignal"),
            names.filter((name) => done.has(name)).length,
            names.length,
          )}
        </p>
        <ol>
          {names.map((name) => (
            <li key={name} className={done.has(name) ? "is-done" : undefined}>
              <a href={`#/setup/${name}`} aria-current={name === open ? "step" : undefined}>
                <span className="cartsignal-setup-mark" aria-hidden="true">
                  {done.has(name) ? "✓" : "○"}
                </span>
                {STEPS[name].title()}
                {done.has(name) && <span className="screen-reader-text"> {__("(done)", "cartsignal")}</span>}
              </a>
            </li>
          ))}
        </ol>
        <Button variant="link" onClick={leave}>
          {__("Put the set-up away", "cartsignal")}
        </Button>
      </nav>
      <div>
        {error && <Failed error={error} />}
        <Step
          key={open}
          name={open}
          setup={setup}
          isFirst={place === 0}
          isLast={place === names.length - 1}
          isDone={done.has(open)}
          next={next}
          back={() => go(names[place - 1])}
        />
      </div>
    </div>
  );
}

function Step({ name, setup, isFirst, isLast, isDone, next, back }) {
  const { title, what, Content } = STEPS[name];
  const head = useRef(null);
  const [ready, setReady] = useState(isDone);
  useHeading(head, title());
  return (
    <section className="cartsignal-step" aria-labelledby="cartsignal-step">
      <h3 id="cartsignal-step" ref={head} tabIndex={-1}>
        {title()}
      </h3>
      <p className="cartsignal-lead">{what()}</p>
      <Content setup={setup} ready={() => setReady(true)} />
      <div className="cartsignal-step-foot">
        {!isFirst && (
          <Button variant="tertiary" onClick={back}>
            {__("Back", "cartsignal")}
          </Button>
        )}
        {!ready && !STEPS[name].isRead && (
          <Button variant="tertiary" onClick={() => next(false)}>
            {isLast ? __("Finish without it", "cartsignal") : __("Skip for now", "cartsignal")}
          </Button>
        )}
        <Button variant={ready || STEPS[name].isRead ? "primary" : "secondary"} onClick={() => next(true)}>
          {isLast ? __("Finish", "cartsignal") : __("Done, next step", "cartsignal")}
        </Button>
      </div>
    </section>
  );
}

let isFirstPage = true;

/** Another step begins at its head, for eyes and for screen readers; the page itself begins at its top. */
function useHeading(head, title) {
  useEffect(() => {
    if (!isFirstPage) {
      head.current?.focus();
      speak(title, "polite");
    }
    isFirstPage = false;
  }, []);
}
