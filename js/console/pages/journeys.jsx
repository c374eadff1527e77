// Owns the page `journeys`: cart recovery as a picture of its steps, and what can be changed in it.
import { useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import { ask, useResource } from "../api.mjs";
import { Changes } from "../journeys/Changes.jsx";
import { Coupon, Experiment, Second } from "../journeys/Extras.jsx";
import { Kind } from "../journeys/Kind.jsx";
import { Pause } from "../journeys/Pause.jsx";
import { ShopPreview } from "../journeys/Preview.jsx";
import { Loaded, Page } from "../parts/Page.jsx";
import "../settings/settings.css";

export default function Journeys() {
  const journeys = useResource("/journeys");
  const [round, setRound] = useState(0);
  const [undone, setUndone] = useState(0);
  const put = (journey) => {
    journeys.put(journey);
    setRound((before) => before + 1);
  };
  /** Forms begin anew with what is there once more. */
  const look = () =>
    ask("/journeys").then((journey) => {
      journeys.put(journey);
      setUndone((before) => before + 1);
    }, journeys.reload);
  return (
    <Page
      title={__("Journeys", "cartsignal")}
      lead={__("What happens to a cart that was left: when a text is due, and what it says.", "cartsignal")}
    >
      <Loaded of={journeys}>{(journey) => <Recovery key={undone} journey={journey} put={put} />}</Loaded>
      <Changes round={round} undone={look} />
    </Page>
  );
}

function Recovery({ journey, put }) {
  const [seen, setSeen] = useState(false);
  return (
    <>
      <section className="cartsignal-journey" aria-labelledby="cartsignal-recovery">
        <header>
          <h3 id="cartsignal-recovery">{__("Cart recovery", "cartsignal")}</h3>
          <Pause journey={journey} put={put} />
        </header>
        <p className="cartsignal-journey-step">
          {__("A customer who agreed leaves a cart. What was the last thing they did?", "cartsignal")}
        </p>
        <ol className="cartsignal-kinds">
          {journey.kinds.map((kind, place) => (
            <Kind key={kind.kind} kind={kind} place={place + 1} journey={journey} put={put} />
          ))}
        </ol>
        <p className="cartsignal-journey-step">
          {__(
            "Then consent, opt-out, stock, order, hours, caps and budget are checked once more, and one text goes out.",
            "cartsignal",
          )}
        </p>
        <details className="cartsignal-fold">
          <summary>{__("Who gets what, and what stays fixed", "cartsignal")}</summary>
          <ul className="cartsignal-bullets">
            {journey.facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        </details>
        <details className="cartsignal-fold" onToggle={(event) => setSeen(event.currentTarget.open)}>
          <summary>{__("Box and text in each language", "cartsignal")}</summary>
          {seen && <ShopPreview />}
        </details>
      </section>
      <Coupon journey={journey} put={put} />
      <Second journey={journey} put={put} />
      <Experiment journey={journey} put={put} />
    </>
  );
}
