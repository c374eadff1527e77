// Owns what the list can be narrowed by, and the search, whose words stand in no address.
import { Button, SelectControl, TextControl } from "@wordpress/components";
import { useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { send } from "../api.mjs";
import { Failed } from "../parts/Page.jsx";
import { country, number } from "../parts/shown.mjs";
import { FILTERS, REASONS } from "./words.mjs";

const DAYS = [1, 7, 30, 90];

/** @param {{ filter: Record<string, string>, change: (filter: Record<string, string>) => void, countries: string[] }} props */
export function Filters({ filter, change, countries }) {
  const set = (name) => (value) => change({ ...filter, [name]: value });
  const options = (words) => Object.entries(words).map(([value, label]) => ({ value, label: label() }));
  const choices = {
    result: { label: __("What became of it", "cartsignal"), options: options(FILTERS) },
    reason: { label: __("Reason", "cartsignal"), options: options(REASONS) },
    country: {
      label: __("Country", "cartsignal"),
      options: [
        { value: "", label: __("All countries", "cartsignal") },
        ...countries.map((code) => ({ value: code, label: country(code) })),
      ],
    },
    days: {
      label: __("Time", "cartsignal"),
      options: [
        { value: "", label: __("Any time", "cartsignal") },
        ...DAYS.map((days) => ({
          value: String(days),
          /* translators: %s: a number of days. */
          label: sprintf(_n("Last %s day", "Last %s days", days, "cartsignal"), number(days)),
        })),
      ],
    },
  };
  return (
    <div className="cartsignal-filters" role="group" aria-label={__("Narrow the list", "cartsignal")}>
      {Object.entries(choices).map(([name, choice]) => (
        <SelectControl key={name} __nextHasNoMarginBottom {...choice} value={filter[name] ?? ""} onChange={set(name)} />
      ))}
    </div>
  );
}

export function Search() {
  const [text, setText] = useState("");
  const [says, setSays] = useState("");
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  async function find(event) {
    event.preventDefault();
    if (text.trim() === "") return;
    setBusy(true);
    setError(null);
    setSays("");
    try {
      const found = await send("POST", "/activity/search", { text: text.trim() });
      if (found.shopper) window.location.hash = `#/activity/shopper/${encodeURIComponent(found.shopper)}`;
      else if (found.decision) window.location.hash = `#/activity/${encodeURIComponent(found.decision)}`;
      setSays(found.says ?? "");
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  }
  return (
    <form className="cartsignal-search" onSubmit={find} role="search">
      <TextControl
        __nextHasNoMarginBottom
        label={__("Phone number, order number or reference", "cartsignal")}
        value={text}
        onChange={setText}
        autoComplete="off"
        maxLength={128}
      />
      <Button variant="secondary" type="submit" isBusy={busy} aria-disabled={busy}>
        {__("Search", "cartsignal")}
      </Button>
      <p role="status">{says}</p>
      {error && <Failed error={error} />}
    </form>
  );
}
