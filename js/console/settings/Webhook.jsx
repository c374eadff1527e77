// Owns the form of the webhook: where events go, which, its secret, and what became of the last ones.
import { Button, CheckboxControl } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Text, Tick } from "../parts/Field.jsx";
import { useForm } from "../parts/form.mjs";
import { Loaded } from "../parts/Page.jsx";
import { moment } from "../parts/shown.mjs";
import { Table } from "../parts/Table.jsx";
import { Section } from "./Section.jsx";

const EVENTS = ["decided", "sent", "delivered", "clicked", "recovered", "opted_out"];

const names = () => ({
  decided: __("decided: to text, to wait, or not to", "cartsignal"),
  sent: __("sent", "cartsignal"),
  delivered: __("delivered", "cartsignal"),
  clicked: __("link opened", "cartsignal"),
  recovered: __("bought after a click", "cartsignal"),
  opted_out: __("opted out", "cartsignal"),
  test: __("test", "cartsignal"),
});

export function Webhook() {
  const webhook = useResource("/webhook");
  return <Loaded of={webhook}>{(value) => <Form value={value} put={webhook.put} />}</Loaded>;
}

function Form({ value, put }) {
  const [secret, setSecret] = useState(null);
  const [told, setTold] = useState(null);
  const start = { url: value.url ?? "", events: value.events.length ? value.events : EVENTS, numbers: value.numbers };
  const form = useForm(start, {
    path: "/webhook",
    changesOf: (draft) => ({ ...draft, url: draft.url.trim() === "" ? null : draft.url.trim() }),
    saved: keep,
  });
  function keep(answer) {
    put(answer);
    if (answer.secret) setSecret(answer.secret);
  }
  async function act(method, path, body) {
    try {
      const answer = await send(method, path, body);
      if (answer.sentence) {
        setTold(answer.sentence);
        speak(answer.sentence);
      } else keep(answer);
    } catch (error) {
      setTold(error.message);
      speak(error.message, "assertive");
    }
  }
  const toggle = (event, isOn) =>
    form.set(
      "/events",
      EVENTS.filter((each) => (each === event ? isOn : form.draft.events.includes(each))),
    );
  return (
    <Section
      id="webhook"
      title={__("Webhook", "cartsignal")}
      lead={__(
        "Tells another program of yours what happens, signed. For developers; most shops need none.",
        "cartsignal",
      )}
      form={form}
    >
      <Text
        form={form}
        at="/url"
        type="url"
        label={__("Send events to", "cartsignal")}
        placeholder="https://"
        hint={__("An https address. Empty: nothing is sent.", "cartsignal")}
      />
      <fieldset className="cartsignal-field">
        <legend>{__("Events", "cartsignal")}</legend>
        {EVENTS.map((event) => (
          <CheckboxControl
            key={event}
            __nextHasNoMarginBottom
            label={names()[event]}
            checked={form.draft.events.includes(event)}
            onChange={(isOn) => toggle(event, isOn)}
          />
        ))}
        {form.errors["/events"] && <p className="cartsignal-error">{form.errors["/events"]}</p>}
      </fieldset>
      <Tick
        form={form}
        at="/numbers"
        label={__("With phone numbers", "cartsignal")}
        hint={__(
          "Then personal data leaves your shop: whoever runs the other program needs a contract with you.",
          "cartsignal",
        )}
      />
      {secret && (
        <div role="status">
          <p>{__("This is the signing secret. It is shown once: copy it now.", "cartsignal")}</p>
          <code className="cartsignal-secret">{secret}</code>
        </div>
      )}
      {value.url && <Standing value={value} act={act} told={told} />}
    </Section>
  );
}

function Standing({ value, act, told }) {
  const { state, waiting, dropped, deliveries, has_secret: hasSecret } = value;
  const states = {
    working: __("It works.", "cartsignal"),
    failing: __("The other program does not take events; they are tried again.", "cartsignal"),
    paused: __("Paused, after the other program failed for a day.", "cartsignal"),
    off: __("Off.", "cartsignal"),
  };
  return (
    <>
      <p>
        {states[state]}{" "}
        {waiting > 0 && sprintf(/* translators: %d: a number of events. */ __("Waiting: %d.", "cartsignal"), waiting)}{" "}
        {dropped > 0 && sprintf(/* translators: %d: a number of events. */ __("Given up: %d.", "cartsignal"), dropped)}
      </p>
      <div className="cartsignal-actions">
        <Button variant="secondary" onClick={() => act("POST", "/webhook/test")}>
          {__("Send a test event", "cartsignal")}
        </Button>
        {state === "paused" && (
          <Button variant="secondary" onClick={() => act("POST", "/webhook/resume")}>
            {__("Resume the webhook", "cartsignal")}
          </Button>
        )}
        {hasSecret && (
          <Button
            variant="tertiary"
            onClick={() =>
              act("PUT", "/webhook", {
                url: value.url,
                events: value.events,
                numbers: value.numbers,
                renew_secret: true,
              })
            }
          >
            {__("Make a new signing secret", "cartsignal")}
          </Button>
        )}
      </div>
      <p role="status">{told}</p>
      {deliveries.length > 0 && <Deliveries deliveries={deliveries} />}
    </>
  );
}

function Deliveries({ deliveries }) {
  const states = {
    waiting: __("waiting", "cartsignal"),
    delivered: __("delivered", "cartsignal"),
    given_up: __("given up", "cartsignal"),
  };
  return (
    <Table
      caption={__("Last events", "cartsignal")}
      heads={[
        { key: "at", label: __("When", "cartsignal") },
        { key: "event", label: __("Event", "cartsignal") },
        { key: "state", label: __("State", "cartsignal") },
        { key: "tries", label: __("Tries", "cartsignal"), number: true },
      ]}
      rows={deliveries.map(({ id, at, event, state, tries, status, error }) => ({
        id,
        at: moment(at),
        event: names()[event] ?? event,
        state: [states[state], status ?? error].filter(Boolean).join(", "),
        tries,
      }))}
      keyOf={({ id }) => id}
    />
  );
}
