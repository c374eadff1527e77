// Owns the table of the morning: one row for each country.
import { __, sprintf } from "@wordpress/i18n";
import { Table } from "../parts/Table.jsx";
import { cost, country, money, number } from "../parts/shown.mjs";
import { ANYWAY } from "./words.mjs";

/** @param {{ value: any }} props as /numbers answers */
export function Morning({ value }) {
  const { countries, total, currency } = value;
  const codes = Object.keys(countries);
  const rows = codes.map((code) => cells(country(code), countries[code], currency));
  if (codes.length > 1) rows.push(cells(<strong>{__("All", "cartsignal")}</strong>, total, currency));
  return (
    <section>
      <Table
        caption={__("Country by country", "cartsignal")}
        heads={[
          { key: "country", label: __("Country", "cartsignal") },
          { key: "sent", label: __("Sent", "cartsignal"), number: true },
          { key: "delivered", label: __("Delivered", "cartsignal"), number: true },
          { key: "clicked", label: __("Opened", "cartsignal"), number: true },
          { key: "bought", label: __("Bought after a click *", "cartsignal"), number: true },
          { key: "net", label: __("After cost of texts *", "cartsignal"), number: true },
          { key: "spend", label: __("Spent", "cartsignal"), number: true },
          { key: "opt_outs", label: __("Opted out", "cartsignal"), number: true },
          { key: "replies", label: __("Replies to read", "cartsignal"), number: true },
          { key: "held", label: __("Waiting", "cartsignal"), number: true },
          { key: "unknown", label: __("Unknown or late", "cartsignal"), number: true },
        ]}
        rows={rows}
      />
      <p className="cartsignal-hint">
        {sprintf(
          /* translators: %s: "includes people who would have bought anyway". */
          __("* Paid and not given back, discounts taken off; %s.", "cartsignal"),
          ANYWAY(),
        )}{" "}
        {total.discount_minor > 0 &&
          sprintf(
            /* translators: %s: an amount. */
            __("Coupons of your texts took off %s.", "cartsignal"),
            money(total.discount_minor, { in: currency }),
          )}
      </p>
    </section>
  );
}

function cells(name, row, currency) {
  const troubled = row.unknown + row.late;
  return {
    country: name,
    sent:
      row.watched > 0 && row.sent === 0
        ? /* translators: %s: a number of texts. */ sprintf(
            __("0 (%s in watch mode)", "cartsignal"),
            number(row.watched),
          )
        : number(row.sent),
    delivered: number(row.delivered),
    clicked: number(row.clicked),
    bought: row.bought === 0 ? number(0) : `${number(row.bought)} · ${money(row.revenue_minor, { in: currency })}`,
    net: money(row.net_minor, { in: currency }),
    spend: cost(row.cost_micros, { in: currency }),
    opt_outs: number(row.opt_outs),
    replies: row.replies_waiting > 0 ? <a href="#/activity">{number(row.replies_waiting)}</a> : number(0),
    held: number(row.held),
    unknown: troubled > 0 ? <strong>{number(troubled)}</strong> : number(0),
  };
}
