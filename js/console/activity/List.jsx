// Owns the list of what was sent and what was not: one line for each cart.
import { Button } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useEffect, useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { ask, useResource } from "../api.mjs";
import { Empty, Failed, Loaded } from "../parts/Page.jsx";
import { away, country, money, moment, number } from "../parts/shown.mjs";
import { RESULTS } from "./words.mjs";
import { Who } from "./Who.jsx";

const EVERY_MS = 60_000;

/** @param {{ filter: Record<string, string> }} props */
export function List({ filter }) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== "")).toString();
  const first = useResource(`/activity${query && `?${query}`}`, { every: EVERY_MS });
  return (
    <Loaded of={first}>{(page) => <Pages key={query} page={page} query={query} isNarrowed={query !== ""} />}</Loaded>
  );
}

function Pages({ page, query, isNarrowed }) {
  const [more, setMore] = useState([]);
  const [next, setNext] = useState(page.next);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  // What is new comes on top; what was fetched below stays.
  useEffect(() => {
    if (more.length === 0) setNext(page.next);
  }, [page]);
  const seen = new Set(page.items.map(({ decision }) => decision));
  const items = [...page.items, ...more.filter(({ decision }) => !seen.has(decision))];
  async function goOn() {
    setBusy(true);
    setError(null);
    try {
      const found = await ask(`/activity?${new URLSearchParams(query)}${query && "&"}cursor=${next}`);
      setMore([...more, ...found.items]);
      setNext(found.next);
      /* translators: %s: a number of lines. */
      speak(sprintf(_n("%s more", "%s more", found.items.length, "cartsignal"), number(found.items.length)));
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  }
  if (items.length === 0 && next === null) return <Nothing isNarrowed={isNarrowed} />;
  return (
    <>
      {items.length === 0 && <p role="status">{__("Nothing found yet; there is more further back.", "cartsignal")}</p>}
      <ul className="cartsignal-lines">
        {items.map((line) => (
          <Line key={line.decision} line={line} />
        ))}
      </ul>
      {error && <Failed error={error} retry={goOn} />}
      {next && (
        <Button variant="secondary" onClick={goOn} isBusy={busy} aria-disabled={busy}>
          {__("Show older ones", "cartsignal")}
        </Button>
      )}
    </>
  );
}

function Line({ line }) {
  const result = RESULTS[line.result] ?? RESULTS.other;
  return (
    <li>
      <a className="cartsignal-line-result" href={`#/activity/${encodeURIComponent(line.decision)}`}>
        <span className={`cartsignal-chip is-${result.tone}`}>{result.label()}</span>
        <span className="screen-reader-text">{__("See why", "cartsignal")}</span>
      </a>
      <div>
        <p className="cartsignal-line-says">
          {line.says}
          {line.amount_minor !== null && ` (${money(line.amount_minor)})`}
        </p>
        <p className="cartsignal-hint">
          <Who who={line.who} />
          {line.country && ` · ${country(line.country)}`}
          {line.kind && ` · ${line.kind}`}
        </p>
      </div>
      <time dateTime={new Date(line.at).toISOString()} title={away(line.at)}>
        {moment(line.at)}
      </time>
    </li>
  );
}

function Nothing({ isNarrowed }) {
  return isNarrowed ? (
    <Empty title={__("Nothing fits", "cartsignal")}>
      {__("No cart fits what you chose above. Choose less, or look at any time.", "cartsignal")}
    </Empty>
  ) : (
    <Empty
      title={__("Nothing was decided yet", "cartsignal")}
      action={
        <a className="components-button is-primary" href="#/setup">
          {__("Place a test cart", "cartsignal")}
        </a>
      }
    >
      {__(
        "When somebody ticks the box and leaves a cart, it shows here: what was sent, or why nothing was, rule by rule. A test cart shows you how.",
        "cartsignal",
      )}
    </Empty>
  );
}
