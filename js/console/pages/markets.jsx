// Owns the page `markets`: one card for each country sold to.
import { __ } from "@wordpress/i18n";
import { Changes } from "../journeys/Changes.jsx";
import { MarketCards } from "../markets/Cards.jsx";
import { Page } from "../parts/Page.jsx";
import { useState } from "@wordpress/element";

export default function Markets() {
  const [round, setRound] = useState(0);
  const [undone, setUndone] = useState(0);
  return (
    <Page
      title={__("Countries", "cartsignal")}
      lead={__(
        "Each country has its own law, its own sender and its own switch. You can be stricter than the rule, never looser.",
        "cartsignal",
      )}
    >
      <MarketCards key={undone} onChange={() => setRound((before) => before + 1)} />
      <Changes round={round} undone={() => setUndone((before) => before + 1)} />
    </Page>
  );
}
