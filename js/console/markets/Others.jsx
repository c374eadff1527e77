// Owns the countries that the store sells to and that have no reviewed rule: they stay off, and say what is missing.
import { __, _n, sprintf } from "@wordpress/i18n";
import { country as nameOf, number } from "../parts/shown.mjs";
import { kindOf } from "./words.mjs";

/** As many are listed by name; a store may sell to the whole world. */
const MOST = 40;

export function Others({ others }) {
  if (others.length === 0) return null;
  const count = others.length;
  return (
    <section className="cartsignal-others" aria-labelledby="cartsignal-others">
      <h3 id="cartsignal-others">{__("Other countries you sell to", "cartsignal")}</h3>
      <p className="cartsignal-lead">
        {sprintf(
          /* translators: %s: a number. */
          _n(
            "%s country has no reviewed rule: nothing is sent there.",
            "%s countries have no reviewed rule: nothing is sent there.",
            count,
            "cartsignal",
          ),
          number(count),
        )}{" "}
        {__("Customers there see no box, and no number of theirs is kept.", "cartsignal")}
      </p>
      {others.slice(0, MOST).map((other) => (
        <details key={other.country} className="cartsignal-fold">
          <summary>{nameOf(other.country)}</summary>
          <div>
            <Checklist other={other} />
          </div>
        </details>
      ))}
    </section>
  );
}

function Checklist({ other }) {
  const taken = other.senders.filter(({ allowed }) => allowed === "yes" || allowed === "with_registration");
  return (
    <ul className="cartsignal-checklist">
      <Item done={false}>
        {__(
          "A rule for the law and the carriers there, read and reviewed. It comes with an update of Cartsignal.",
          "cartsignal",
        )}
      </Item>
      <Item done={false}>
        {taken.length === 0
          ? __("A sender: nothing is known yet of what networks take there.", "cartsignal")
          : /* translators: %s: a list of kinds of senders. */
            sprintf(__("A sender. Networks take: %s.", "cartsignal"), taken.map(({ kind }) => kindOf(kind)).join(", "))}
      </Item>
      <Item done={false}>{__("Your choice to go live. Until then nothing is sent.", "cartsignal")}</Item>
    </ul>
  );
}

function Item({ done, children }) {
  return (
    <li>
      <span className={`dashicons dashicons-${done ? "yes" : "marker"}`} aria-hidden="true" />{" "}
      <span className="screen-reader-text">{done ? __("Done:", "cartsignal") : __("Missing:", "cartsignal")}</span>{" "}
      {children}
    </li>
  );
}
