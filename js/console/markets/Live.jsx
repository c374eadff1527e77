// Owns letting texts go to a country, after saying what that means; and going back to watching.
import { Button, Modal, Notice } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { country as nameOf } from "../parts/shown.mjs";

export function Live({ market, keep, reload }) {
  const [asked, setAsked] = useState(false);
  const name = nameOf(market.country);
  const words = market.live ? __("Back to watching", "cartsignal") : __("Go live…", "cartsignal");
  return (
    <>
      <Button
        variant={market.live ? "secondary" : "primary"}
        disabled={!market.live && !market.ready}
        /* translators: 1: what a button does, 2: a country. */
        aria-label={sprintf(__("%1$s: %2$s", "cartsignal"), words, name)}
        onClick={() => setAsked(true)}
      >
        {words}
      </Button>
      {asked && <Ask market={market} name={name} keep={keep} reload={reload} close={() => setAsked(false)} />}
    </>
  );
}

function Ask({ market, name, keep, reload, close }) {
  const { country, live } = market;
  const [state, setState] = useState({ busy: false, error: null });
  const going = useResource(live ? null : `/markets/${country}/going-live`);
  async function go() {
    setState({ busy: true, error: null });
    try {
      const { market: answer } = await send("PUT", `/markets/${country}/live`, { live: !live });
      close();
      keep(answer);
      /* translators: %s: a country. */
      const said = live ? __("%s is only watched again.", "cartsignal") : __("%s is live.", "cartsignal");
      speak(sprintf(said, name), "assertive");
    } catch (error) {
      setState({ busy: false, error });
      reload();
    }
  }
  const title = live
    ? /* translators: %s: a country. */ sprintf(__("Only watch %s?", "cartsignal"), name)
    : /* translators: %s: a country. */ sprintf(__("Go live in %s?", "cartsignal"), name);
  return (
    <Modal title={title} onRequestClose={close} className="cartsignal-dialog">
      {live ? (
        <p>
          {__(
            "No more texts go there. Carts are still watched, everything is decided and listed, and opt-outs are still taken.",
            "cartsignal",
          )}
        </p>
      ) : (
        <Loaded of={going}>{(value) => <Means value={value} />}</Loaded>
      )}
      {state.error && (
        <Notice status="error" isDismissible={false}>
          {Object.values(state.error.errors)[0] ?? state.error.message}
        </Notice>
      )}
      <div className="cartsignal-actions">
        <Button variant="primary" isBusy={state.busy} disabled={state.busy || (!live && !going.value)} onClick={go}>
          {live ? __("Back to watching", "cartsignal") : __("Go live", "cartsignal")}
        </Button>
        <Button variant="tertiary" onClick={close}>
          {live ? __("Stay live", "cartsignal") : __("Keep watching", "cartsignal")}
        </Button>
      </div>
    </Modal>
  );
}

function Means({ value }) {
  return (
    <>
      {value.needs && (
        <Notice status="error" isDismissible={false}>
          {value.needs}
        </Notice>
      )}
      {value.rivals.map(({ name, advice }) => (
        <Notice key={name} status="warning" isDismissible={false}>
          <strong>{name}</strong> {advice}
        </Notice>
      ))}
      <ul className="cartsignal-bullets">
        {value.happens.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {value.watched && (
        <p>
          {value.watched.sentence} <a href="#/activity">{__("See each of them", "cartsignal")}</a>
        </p>
      )}
    </>
  );
}
