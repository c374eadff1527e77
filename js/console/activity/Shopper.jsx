// Owns one shopper's timeline, newest first.
import { __, sprintf } from "@wordpress/i18n";
import { useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { moment } from "../parts/shown.mjs";
import { Who } from "./Who.jsx";

/** A word for each kind of thing in a timeline. */
const KINDS = {
  consent: () => __("Consent", "cartsignal"),
  cart: () => __("Cart", "cartsignal"),
  text: () => __("Text", "cartsignal"),
  send: () => __("No text", "cartsignal"),
  hold_until: () => __("Waits", "cartsignal"),
  drop: () => __("No text", "cartsignal"),
  issue_coupon: () => __("Coupon", "cartsignal"),
  credit_order: () => __("Credited", "cartsignal"),
  click: () => __("Link", "cartsignal"),
  reply: () => __("Reply", "cartsignal"),
  order: () => __("Order", "cartsignal"),
  opt_out: () => __("Opt-out", "cartsignal"),
};

/** @param {{ shopper: string }} props */
export function Shopper({ shopper }) {
  const found = useResource(`/activity/shopper/${encodeURIComponent(shopper)}`);
  return (
    <Loaded of={found}>
      {({ who, opted_out_at: optedOutAt, items }) => (
        <>
          <p className="cartsignal-why-says">
            <Who who={who} links={false} />
          </p>
          {optedOutAt !== null && (
            <p>
              {sprintf(
                /* translators: %s: date and time. */
                __("Opted out on %s. Nothing is sent to this number.", "cartsignal"),
                moment(optedOutAt),
              )}
            </p>
          )}
          <ol className="cartsignal-timeline">
            {items.map((item, place) => (
              <Item key={place} item={item} />
            ))}
          </ol>
        </>
      )}
    </Loaded>
  );
}

function Item({ item }) {
  const { at, kind, says, then, text, decision, url } = item;
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>{moment(at)}</time>
      <span className="cartsignal-timeline-kind">{KINDS[kind]?.() ?? ""}</span>
      <div>
        {decision ? <a href={`#/activity/${decision}`}>{says}</a> : url ? <a href={url}>{says}</a> : says}
        {then && ` ${then}`}
        {text && <blockquote dir="auto">{text}</blockquote>}
      </div>
    </li>
  );
}
