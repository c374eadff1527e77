// Owns the list of what was changed in the settings, by whom and when, and undoing it.
import { Button, Modal } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useEffect, useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { moment } from "../parts/shown.mjs";
import { CHANGED } from "../parts/Standing.jsx";
import "./journeys.css";

/** @param {{ round: any, undone: () => void }} props another `round` asks again; `undone` is called when something was */
export function Changes({ round, undone }) {
  const history = useResource("/history");
  const { reload } = history;
  const [asked, setAsked] = useState(null);
  useEffect(() => {
    if (round) reload();
  }, [round, reload]);
  return (
    <section className="cartsignal-changes" aria-labelledby="cartsignal-changes">
      <h3 id="cartsignal-changes">{__("What was changed", "cartsignal")}</h3>
      <Loaded of={history}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="cartsignal-hint">
              {__(
                "Nothing yet. The last 20 changes of countries, journeys and settings will stand here, each with a way back.",
                "cartsignal",
              )}
            </p>
          ) : (
            <ol>
              {items.map((change) => (
                <li key={change.id}>
                  <div>
                    {change.what.map((sentence) => (
                      <p key={sentence}>{sentence}</p>
                    ))}
                    <p className="cartsignal-hint">
                      {moment(change.at)} · {change.by}
                    </p>
                  </div>
                  <Button
                    variant="secondary"
                    size="small"
                    onClick={() => setAsked(change)}
                    aria-label={`${__("Undo", "cartsignal")}: ${change.what[0] ?? ""} ${moment(change.at)}`}
                  >
                    {__("Undo", "cartsignal")}
                  </Button>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      {asked && (
        <Ask
          change={asked}
          items={history.value.items}
          put={history.put}
          reload={reload}
          undone={undone}
          close={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function Ask({ change, items, put, reload, undone, close }) {
  const [state, setState] = useState({ busy: false, error: null });
  const later = items.slice(0, items.indexOf(change));
  async function undo() {
    setState({ busy: true, error: null });
    try {
      put(await send("POST", `/history/${change.id}/undo`, { newest: items[0].id }));
      close();
      undone();
      window.dispatchEvent(new Event(CHANGED));
      speak(__("It is as it was before.", "cartsignal"), "assertive");
    } catch (failure) {
      const error = [failure.message, ...Object.values(failure.errors)].join(" ");
      if (failure.code === "changed_meanwhile") reload();
      setState({ busy: false, error });
    }
  }
  return (
    <Modal title={__("Undo this change?", "cartsignal")} onRequestClose={close} className="cartsignal-dialog">
      <p>{__("The settings become what they were before it:", "cartsignal")}</p>
      <ul className="cartsignal-bullets">
        {[...later, change].flatMap(({ id, what }) => what.map((sentence) => <li key={id + sentence}>{sentence}</li>))}
      </ul>
      {later.length > 0 && <p>{__("That undoes the later changes of this list, too.", "cartsignal")}</p>}
      <p>
        {__(
          "Nothing begins to be sent by it: a country you only watch now stays so. The provider and secrets stay as they are.",
          "cartsignal",
        )}
      </p>
      {state.error && (
        <p className="cartsignal-error" role="alert">
          {state.error}
        </p>
      )}
      <div className="cartsignal-actions">
        <Button variant="primary" isBusy={state.busy} disabled={state.busy} onClick={undo}>
          {__("Undo", "cartsignal")}
        </Button>
        <Button variant="tertiary" onClick={close}>
          {__("Cancel", "cartsignal")}
        </Button>
      </div>
    </Modal>
  );
}
