// Owns editing one text in one language: tags as buttons, what it costs as it is typed, and how it looks on a phone.
import { Button, Modal, Spinner } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useEffect, useRef, useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send } from "../api.mjs";
import { Field } from "../parts/Field.jsx";
import { PhoneText } from "../parts/PhoneText.jsx";
import { Cost } from "./Cost.jsx";

/** Until what was typed is looked at. Chosen: a pause between words. */
const PAUSE_MS = 500;

/** Source: the core's bound of a body. */
const MOST_CHARACTERS = 600;

/** @param {{ name: string, title: string, language: string, languageName: string, text: { body: string, ours: string, own: boolean }, put: (journey: any) => void, close: () => void }} props */
export function Editor({ name, title, language, languageName, text, put, close }) {
  const [body, setBody] = useState(text.body);
  const [state, setState] = useState({ busy: false, error: null });
  const preview = usePreview(name, language, body);
  const area = useRef(null);
  const isOurs = body.trim() === text.ours;
  const isChanged = body.trim() !== text.body;

  function insert(tag) {
    const { selectionStart: from, selectionEnd: to } = area.current;
    setBody(body.slice(0, from) + tag + body.slice(to));
    // Once the new text is there.
    setTimeout(() => {
      area.current.focus();
      area.current.setSelectionRange(from + tag.length, from + tag.length);
    });
  }

  async function save(event) {
    event.preventDefault();
    // A dialog's events reach the form that it was opened from.
    event.stopPropagation();
    setState({ busy: true, error: null });
    try {
      const changed = { [name]: { [language]: isOurs ? null : body.trim() } };
      const { journey } = await send("PUT", "/journeys", { texts: changed });
      speak(__("Saved.", "cartsignal"));
      put(journey);
      close();
    } catch (failure) {
      const error = failure.errors[`/texts/${name}/${language}`] ?? Object.values(failure.errors)[0] ?? failure.message;
      setState({ busy: false, error });
      speak(error, "assertive");
    }
  }

  const errors = state.error ? [state.error] : (preview.value?.errors ?? []);
  return (
    /* translators: 1: a text, 2: a language. */
    <Modal
      title={sprintf(__("%1$s: %2$s", "cartsignal"), title, languageName)}
      onRequestClose={close}
      className="cartsignal-editor"
    >
      <form noValidate onSubmit={save}>
        <div className="cartsignal-editor-parts">
          <div>
            <Field
              label={__("Text", "cartsignal")}
              error={errors.join(" ") || undefined}
              hint={__(
                "The way out is added behind it, as each country's sender needs it. What stands in [brackets] is left out where the name is not known.",
                "cartsignal",
              )}
            >
              {(common) => (
                <textarea
                  ref={area}
                  rows={5}
                  maxLength={MOST_CHARACTERS}
                  lang={language.slice(0, 2)}
                  value={body}
                  onChange={(event) => {
                    setBody(event.target.value.replace(/[\r\n]+/g, " "));
                    setState({ busy: false, error: null });
                  }}
                  {...common}
                />
              )}
            </Field>
            <Tags name={name} insert={insert} />
            {!isOurs && (
              <p>
                <Button variant="link" onClick={() => setBody(text.ours)}>
                  {__("Back to ours", "cartsignal")}
                </Button>{" "}
                <span className="cartsignal-hint">{text.ours}</span>
              </p>
            )}
          </div>
          <Result preview={preview} />
        </div>
        <div className="cartsignal-actions">
          <Button variant="primary" type="submit" isBusy={state.busy} disabled={state.busy || !isChanged}>
            {__("Save the text", "cartsignal")}
          </Button>
          <Button variant="tertiary" onClick={close}>
            {__("Cancel", "cartsignal")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Tags({ name, insert }) {
  const tags = [
    ["{Shop}", __("Shop", "cartsignal")],
    ["[ {Name}]", __("First name", "cartsignal")],
    ["{cart_link}", __("Link to the cart", "cartsignal")],
    ["{checkout_link}", __("Link to the checkout", "cartsignal")],
    ...(name === "repeat_coupon"
      ? [
          ["{code}", __("Coupon code", "cartsignal")],
          ["{percent}", __("Percent off", "cartsignal")],
          ["{hours}", __("Hours it is good for", "cartsignal")],
        ]
      : []),
  ];
  return (
    <div className="cartsignal-tags" role="group" aria-label={__("Insert", "cartsignal")}>
      {tags.map(([tag, label]) => (
        <Button key={tag} variant="secondary" size="small" onClick={() => insert(tag)}>
          {label}
        </Button>
      ))}
    </div>
  );
}

function Result({ preview: { value, error } }) {
  if (error && !value) return <p role="alert">{error.message}</p>;
  if (!value)
    return (
      <p role="status">
        <Spinner /> {__("Loading…", "cartsignal")}
      </p>
    );
  const [market] = value.markets;
  return (
    <div aria-live="polite">
      {market && <PhoneText from={market.sender} text={market.text} />}
      <Cost preview={value} />
    </div>
  );
}

/** Keeps the preview of what was typed last; an answer that comes late is not shown. */
function usePreview(name, language, body) {
  const [state, setState] = useState({ value: null, error: null });
  const first = useRef(true);
  useEffect(() => {
    let isOver = false;
    const look = () =>
      send("POST", "/preview", { name, language, body: body.trim() }).then(
        (value) => isOver || setState({ value, error: null }),
        (error) => isOver || setState((before) => ({ ...before, error })),
      );
    const timer = setTimeout(look, first.current ? 0 : PAUSE_MS);
    first.current = false;
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [name, language, body]);
  return state;
}
