// Owns what a text costs in each country: parts, characters left, and which character makes it dear.
import { __, _n, sprintf } from "@wordpress/i18n";
import { cost, country as nameOf, number } from "../parts/shown.mjs";

/** @param {{ preview: any }} props the answer of `/preview` */
export function Cost({ preview }) {
  return (
    <>
      <ul className="cartsignal-costs">
        {preview.markets.map((market) => (
          <li key={market.country}>
            <strong>{nameOf(market.country)}</strong>{" "}
            {sprintf(
              /* translators: 1: a number of parts, 2: an amount of money, 3: a number of characters. */
              _n(
                "%1$s part, %2$s, %3$s characters left",
                "%1$s parts, %2$s, %3$s characters left",
                market.parts,
                "cartsignal",
              ),
              number(market.parts),
              cost(market.cost_micros, { exact: true }),
              number(market.left),
            )}
            {market.price_of === "guess" && (
              <span className="cartsignal-hint"> {__("(no price known)", "cartsignal")}</span>
            )}
          </li>
        ))}
      </ul>
      <p className="cartsignal-hint">
        {__("Counted with a first name of 12 letters. A longer one is left out before it costs a part.", "cartsignal")}
      </p>
      {preview.dear.length > 0 && (
        <p className="cartsignal-warning">
          <span className="dashicons dashicons-warning" aria-hidden="true" />{" "}
          {sprintf(
            /* translators: %s: a list of characters. */
            _n(
              "This character makes the text dear: %s. With it a part carries 70 characters instead of 160.",
              "These characters make the text dear: %s. With them a part carries 70 characters instead of 160.",
              preview.dear.length,
              "cartsignal",
            ),
            preview.dear.map((character) => `"${character}"`).join(", "),
          )}
        </p>
      )}
      {preview.warnings.map((sentence) => (
        <p key={sentence} className="cartsignal-warning">
          <span className="dashicons dashicons-warning" aria-hidden="true" /> {sentence}
        </p>
      ))}
    </>
  );
}
