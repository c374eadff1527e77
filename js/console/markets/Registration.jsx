// Owns the registration of a sender: what to paste where, one copy button each.
import { Button, Notice } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";

export function Registration({ market, keep, done }) {
  const forms = useResource(`/markets/${market.country}/registration`);
  return (
    <div className="cartsignal-panel">
      <p>
        {__(
          "Carriers in the United States take texts of registered numbers only. Register yours in your provider's console; what it asks about texts is written here as your store really does it.",
          "cartsignal",
        )}
      </p>
      <Loaded of={forms}>
        {(value) => (
          <>
            {value.nothing && <p>{value.nothing}</p>}
            {value.forms.map((form) => (
              <Form key={form.kind} form={form} />
            ))}
            {value.paragraphs && <Paragraphs paragraphs={value.paragraphs} />}
          </>
        )}
      </Loaded>
      <Check market={market} keep={keep} />
      <Button variant="tertiary" onClick={done}>
        {__("Close", "cartsignal")}
      </Button>
    </div>
  );
}

function Form({ form }) {
  return (
    <details className="cartsignal-fold">
      <summary>
        {form.name}
        {/* translators: %s: how long, as the provider says it. */}
        {form.takes && ` (${sprintf(__("takes %s", "cartsignal"), form.takes)})`}
      </summary>
      <div>
        {form.fields.map(({ name, label, value }) => (
          <Paste key={name} label={label} text={textOf(value)} />
        ))}
        <p className="cartsignal-hint">
          <a href={form.source} target="_blank" rel="noreferrer">
            {__("Where this form is described", "cartsignal")}
          </a>{" "}
          {/* translators: %s: a day. */}
          {sprintf(__("(read on %s)", "cartsignal"), form.read)}
        </p>
      </div>
    </details>
  );
}

function Paragraphs({ paragraphs }) {
  return (
    <details className="cartsignal-fold">
      <summary>{__("What your own pages have to say", "cartsignal")}</summary>
      <div>
        <Paste label={__("On the page with your terms", "cartsignal")} text={paragraphs.terms} />
        <Paste label={__("In your privacy policy", "cartsignal")} text={paragraphs.privacy} />
      </div>
    </details>
  );
}

function Paste({ label, text }) {
  const [copied, setCopied] = useState(false);
  if (!text) return null;
  async function copy() {
    await navigator.clipboard?.writeText(text).catch(() => {});
    setCopied(true);
    speak(__("Copied.", "cartsignal"));
  }
  return (
    <div className="cartsignal-paste">
      <div>
        <strong>{label}</strong>
        {/* translators: %s: what is copied. */}
        <Button
          variant="tertiary"
          size="small"
          onClick={copy}
          aria-label={sprintf(__("Copy: %s", "cartsignal"), label)}
        >
          {copied ? __("Copied", "cartsignal") : __("Copy", "cartsignal")}
        </Button>
      </div>
      <textarea readOnly rows={Math.min(8, Math.ceil(text.length / 60))} value={text} aria-label={label} />
    </div>
  );
}

/** Asks the provider; what it answers is the owner's to confirm. */
function Check({ market, keep }) {
  const [state, setState] = useState({ busy: false, said: null, error: null });
  const { country } = market;
  async function ask() {
    setState({ busy: true, said: null, error: null });
    try {
      const said = await send("POST", `/markets/${country}/registration/check`);
      setState({ busy: false, said, error: null });
      speak(said.sentence);
    } catch (error) {
      setState({ busy: false, said: null, error });
    }
  }
  async function confirm() {
    try {
      const answer = await send("PUT", `/markets/${country}`, { sender: { registered: true } });
      keep(answer.market);
    } catch (error) {
      setState({ busy: false, said: null, error });
    }
  }
  if (!market.sender) return null;
  return (
    <>
      {state.said && (
        <Notice status={state.said.state === "yes" ? "success" : "info"} isDismissible={false}>
          {state.said.sentence}
        </Notice>
      )}
      {state.error && (
        <Notice status="error" isDismissible={false}>
          {Object.values(state.error.errors)[0] ?? state.error.message}
        </Notice>
      )}
      <div className="cartsignal-actions">
        <Button variant="secondary" isBusy={state.busy} disabled={state.busy} onClick={ask}>
          {__("Ask the provider whether it is registered", "cartsignal")}
        </Button>
        {!market.sender.registered && (
          <Button variant="secondary" onClick={confirm}>
            {__("It is registered", "cartsignal")}
          </Button>
        )}
      </div>
    </>
  );
}

function textOf(value) {
  if (Array.isArray(value)) return value.join("\n");
  if (typeof value === "boolean") return value ? __("Yes", "cartsignal") : __("No", "cartsignal");
  return value;
}
