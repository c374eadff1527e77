// Owns the list of countries: one card each, kept as the store last answered.
import { __ } from "@wordpress/i18n";
import { useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { CHANGED } from "../parts/Standing.jsx";
import { Card } from "./Card.jsx";
import "./markets.css";
import { Others } from "./Others.jsx";

/** @param {{ compact?: boolean, onChange?: (markets: any[]) => void }} props `compact`: what the set-up needs, no more */
export function MarketCards({ compact = false, onChange }) {
  const markets = useResource("/markets");
  const keep = (market) => {
    const items = markets.value.items.map((each) => (each.country === market.country ? market : each));
    markets.put({ ...markets.value, items });
    window.dispatchEvent(new Event(CHANGED));
    onChange?.(items);
  };
  return (
    <Loaded of={markets}>
      {(value) => (
        <>
          <ul className="cartsignal-markets" aria-label={__("Countries", "cartsignal")}>
            {value.items.map((market) => (
              <li key={market.country}>
                <Card market={market} compact={compact} store={value} keep={keep} reload={markets.reload} />
              </li>
            ))}
          </ul>
          {!compact && <Others others={value.others} />}
        </>
      )}
    </Loaded>
  );
}
