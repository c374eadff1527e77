// Owns a country's rule in words, and where each part of it was read.
import { __, sprintf } from "@wordpress/i18n";

export function Rule({ rule }) {
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      <ul className="cartsignal-bullets">
        {rule.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {rule.sources.length > 0 && <h4>{__("Where this was read", "cartsignal")}</h4>}
      <ul className="cartsignal-sources">
        {rule.sources.map(({ id, origin, source, read, review, locked }) => (
          <li key={id}>
            <strong>{originOf(origin)}</strong> {locked ? `(${__("locked", "cartsignal")})` : ""}: {source}.{" "}
            {/* translators: %s: a day. */}
            {sprintf(__("Read on %s.", "cartsignal"), read)}{" "}
            {review < today && (
              /* translators: %s: a day. */
              <strong>{sprintf(__("Its review was due on %s.", "cartsignal"), review)}</strong>
            )}
          </li>
        ))}
      </ul>
      <p className="cartsignal-hint">
        {__("This is how Cartsignal reads the rules; it is no legal advice. You can only be stricter.", "cartsignal")}
      </p>
    </>
  );
}

const originOf = (origin) =>
  ({
    law: __("Law", "cartsignal"),
    carrier: __("Carriers", "cartsignal"),
    default: __("Cartsignal's own default", "cartsignal"),
  })[origin] ?? origin;
