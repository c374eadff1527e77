// Owns the step with the test text: the number is typed, and what becomes of the text is shown as it happens.
import { Button } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useEffect, useRef, useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Field } from "../parts/Field.jsx";
import { Loaded } from "../parts/Page.jsx";
import { clock, country as nameOf } from "../parts/shown.mjs";
import { Ticks } from "./Ticks.jsx";

const POLL_MS = 2_000;

export function TestText({ setup, ready }) {
  const [isUnderway, setUnderway] = useState(false);
  const test = useResource("/trial/text", { every: isUnderway ? POLL_MS : undefined });
  const both = Boolean(test.value?.opened && test.value?.stopped);
  const { state, delivered, failed } = test.value ?? { state: "none" };
  useEffect(() => {
    setUnderway(!["none", "over"].includes(state) && !failed && !(both && delivered));
  }, [state, failed, both, delivered]);
  useEffect(() => {
    if (both) ready();
  }, [both]);
  return (
    <>
      <Send countries={setup.countries} put={test.put} again={test.value && test.value.state !== "none"} />
      <Loaded of={test}>{(value) => <Told test={value} />}</Loaded>
    </>
  );
}

function Send({ countries, put, again }) {
  const [number, setNumber] = useState("");
  const [country, setCountry] = useState(likely(countries));
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const place = useRef(null);
  async function go(event) {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      put(await send("POST", "/trial/text", { number, country }));
      setNumber("");
      speak(__("The test text is on its way.", "cartsignal"));
    } catch (failure) {
      setError(failure);
      speak(failure.errors["/number"] ?? failure.message, "assertive");
      place.current?.querySelector("input")?.focus();
    }
    setBusy(false);
  }
  return (
    <form onSubmit={go} noValidate ref={place}>
      <div className="cartsignal-number">
        <Field label={__("Country", "cartsignal")}>
          {(common) => (
            <select value={country} onChange={(event) => setCountry(event.target.value)} {...common}>
              {countries.map((code) => (
                <option key={code} value={code}>
                  {nameOf(code)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={__("Your mobile number", "cartsignal")}
          error={error?.errors["/number"]}
          hint={__("Kept sealed, and forgotten after an hour. Five tests a day at most.", "cartsignal")}
        >
          {(common) => (
            <input
              type="tel"
              autoComplete="tel"
              className="components-text-control__input"
              value={number}
              onChange={(event) => setNumber(event.target.value)}
              {...common}
            />
          )}
        </Field>
      </div>
      <Button variant="primary" type="submit" isBusy={busy} disabled={busy || number.trim() === ""}>
        {again ? __("Send another test text", "cartsignal") : __("Send the test text", "cartsignal")}
      </Button>
      {error && !error.errors["/number"] && (
        <p className="cartsignal-error" role="alert">
          {error.message}
        </p>
      )}
    </form>
  );
}

/** The shop's own country, where it sells to it. */
function likely(countries) {
  const { country } = window.cartsignal;
  return countries.includes(country) ? country : countries[0];
}

const ways = () => ({
  opt_out_link: __("Tap the second link in the text, and confirm on its page.", "cartsignal"),
  stop_word: __(
    "Answer STOP to the text. Your provider then blocks the number, too: answer START when you want texts again.",
    "cartsignal",
  ),
  stop_number: __(
    "Send STOP to the number in the text. The provider keeps this STOP; the tick comes only where it tells us of it.",
    "cartsignal",
  ),
});

function Told({ test }) {
  if (test.state === "none") return null;
  if (test.state === "over")
    return (
      <div className="cartsignal-told">
        <p>
          {test.opened && test.stopped
            ? __(
                "Your last test went well: the link was opened, and the way out was used. The number is forgotten.",
                "cartsignal",
              )
            : __("Your last test is more than an hour old; its number is forgotten.", "cartsignal")}
        </p>
      </div>
    );
  const { accepted, delivered, failed, opened, stopped, sentence, code, is_known: isKnown } = test;
  const bad = failed || test.state === "unknown";
  return (
    <>
      {bad && (
        <div className="cartsignal-told is-bad" role="alert">
          <p>
            <strong>{sentence}</strong>{" "}
            {code &&
              sprintf(
                /* translators: %s: a code of the provider. */ __("The provider's code: %s.", "cartsignal"),
                code,
              )}
          </p>
        </div>
      )}
      <Ticks
        ticks={[
          { name: __("The provider took it", "cartsignal"), is: accepted },
          {
            name: __("It arrived on the phone", "cartsignal"),
            is: delivered,
            hint: accepted && __("Networks take some seconds to tell; some never do.", "cartsignal"),
          },
          {
            name: __("You opened its link", "cartsignal"),
            is: opened,
            hint: __("Tap the first link in the text. It leads to your cart page.", "cartsignal"),
          },
          { name: __("You used its way out", "cartsignal"), is: stopped, hint: ways()[test.way_out] },
        ]}
      />
      <p className="cartsignal-hint">
        {isKnown
          ? __(
              "A customer of your shop has this number, so this opt-out is a real one. To get texts again, tick the box at the checkout and say yes to the question that follows.",
              "cartsignal",
            )
          : sprintf(
              /* translators: %s: a time of day. */
              __(
                "This opt-out is about the test alone, and is forgotten with the number at %s: it does not stop you for good.",
                "cartsignal",
              ),
              clock(test.until),
            )}
      </p>
      {opened && stopped && (
        <p className="cartsignal-told is-good">
          <strong>
            <span aria-hidden="true">✓</span> {__("Both ways work.", "cartsignal")}
          </strong>
        </p>
      )}
    </>
  );
}
