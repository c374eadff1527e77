// Owns one decision: the text as it is on a phone, what became of it, and every rule that was asked.
import { __, _n, sprintf } from "@wordpress/i18n";
import { useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { PhoneText } from "../parts/PhoneText.jsx";
import { Table } from "../parts/Table.jsx";
import { cost, country, money, moment, number } from "../parts/shown.mjs";
import { Who } from "./Who.jsx";

/** @param {{ decision: string }} props */
export function Detail({ decision }) {
  const found = useResource(`/activity/${encodeURIComponent(decision)}`);
  return <Loaded of={found}>{(why) => <Why why={why} />}</Loaded>;
}

function Why({ why }) {
  return (
    <div className="cartsignal-why">
      <p className="cartsignal-why-says">{why.says}</p>
      {why.state_says && <p>{why.state_says}</p>}
      <p className="cartsignal-hint">
        <Who who={why.who} />
        {why.country && ` · ${country(why.country)}`}
        {why.journey && ` · ${why.journey}`}
        {why.kind && ` · ${why.kind}`} · {moment(why.at)}
      </p>
      <div className="cartsignal-why-parts">
        {why.text && (
          <div>
            <PhoneText from={why.sender} text={why.text} />
            <p className="cartsignal-hint">{measure(why)}</p>
          </div>
        )}
        {why.act === "send" && !why.text && (
          <p className="cartsignal-hint">{__("The words of this text are not kept any more.", "cartsignal")}</p>
        )}
        <History why={why} />
      </div>
      <Clauses why={why} />
      <Steps why={why} />
    </div>
  );
}

function measure({ parts, cost_micros: micros, language }) {
  return [
    /* translators: %s: a number of parts of a text. */
    parts !== null && sprintf(_n("%s part", "%s parts", parts, "cartsignal"), number(parts)),
    micros !== null && cost(micros, { exact: true }),
    /* translators: %s: a language, such as de. */
    language && sprintf(__("language: %s", "cartsignal"), language),
  ]
    .filter(Boolean)
    .join(" · ");
}

function History({ why }) {
  const items = [...why.outcomes, ...why.clicks].sort((one, other) => one.at - other.at);
  if (items.length === 0 && !why.order) return null;
  return (
    <div>
      <h3>{__("What became of it", "cartsignal")}</h3>
      <ol className="cartsignal-history">
        {items.map(({ at, says, code }, place) => (
          <li key={place}>
            <time dateTime={new Date(at).toISOString()}>{moment(at)}</time> {says}
            {code && <span className="cartsignal-hint"> ({code})</span>}
          </li>
        ))}
        {why.order && (
          <li>
            {sprintf(
              /* translators: 1: an order's number, 2: an amount. */
              __("Order %1$s was credited to it: %2$s.", "cartsignal"),
              why.order.number,
              money(why.order.amount_minor, { in: why.order.currency }),
            )}{" "}
            {why.order.url && <a href={why.order.url}>{__("Open the order", "cartsignal")}</a>}
          </li>
        )}
      </ol>
    </div>
  );
}

function Clauses({ why }) {
  if (why.clauses.length === 0)
    return <p className="cartsignal-hint">{__("No rule had to be asked for this.", "cartsignal")}</p>;
  const shown = why.clauses.map((clause) => ({
    rule: clause.says,
    holds: clause.holds ? `✓ ${__("Yes", "cartsignal")}` : <strong>✕ {__("No", "cartsignal")}</strong>,
    saw: clause.saw,
    allows: [
      clause.allows,
      clause.row &&
        /* translators: %s: the name of a rule of law, such as DE. */ sprintf(__("rule %s", "cartsignal"), clause.row),
    ]
      .filter(Boolean)
      .join(" · "),
  }));
  return (
    <section>
      <Table
        caption={__("Every rule that was asked; the first “No” decided", "cartsignal")}
        heads={[
          { key: "rule", label: __("Rule", "cartsignal") },
          { key: "holds", label: __("Met", "cartsignal") },
          { key: "saw", label: __("What it saw", "cartsignal") },
          { key: "allows", label: __("What it asks for", "cartsignal") },
        ]}
        rows={shown}
      />
      {why.changes_says && <p>{why.changes_says}</p>}
    </section>
  );
}

function Steps({ why }) {
  if (why.steps.length < 2) return null;
  return (
    <section>
      <h3>{__("Everything decided about this cart", "cartsignal")}</h3>
      <ol className="cartsignal-history">
        {why.steps.map(({ decision, at, says }) => (
          <li key={decision} aria-current={decision === why.decision ? "true" : undefined}>
            <time dateTime={new Date(at).toISOString()}>{moment(at)}</time>{" "}
            {decision === why.decision ? <strong>{says}</strong> : <a href={`#/activity/${decision}`}>{says}</a>}
          </li>
        ))}
      </ol>
    </section>
  );
}
