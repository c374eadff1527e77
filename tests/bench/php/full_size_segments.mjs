// Owns the 300 segments of a store of full size: the presets, then what owners ask about spending, taste, carts and place.
import { readFileSync } from "node:fs";

const presets = JSON.parse(readFileSync(new URL("../../../src/preset/segments.json", import.meta.url), "utf8"));

/** The segments that every store may switch on. */
export const presetSegments = presets.map(({ segment }) => segment);

const total = 300;
const is = (measure, comparison, number) => ({ is: [measure, comparison, number] });
const country = (n) => ["DE", "FR", "GB", "US", "AT", "NL", "ES", "IT"][n % 8];
const language = (n) => ["de", "fr", "en", "nl", "es", "it"][n % 6];
const tag = (n) => ["pricing", "sale", "comparison", "bundle", "shipping"][n % 5];
const window = (n) => [7, 14, 30, 60, 90][n % 5];

/** Kinds of question, each asked again with other numbers; together they use every measure there is. */
const kinds = [
  (n) => [
    "spenders",
    { all: [is("spent_minor", "at_least", n * 500), is("spent_minor", "at_most", n * 500 + 50_000)] },
  ],
  (n) => [
    "category_fans",
    {
      all: [
        is({ category_views: [`category-${n % 40}`, window(n)] }, "at_least", 2 + (n % 4)),
        { not: is({ category_views_of_one: 7 }, "at_least", 20) },
      ],
    },
  ],
  (n) => ["local_buyers", { all: [{ country: [country(n), country(n + 3)] }, is("orders", "at_least", 1 + (n % 5))] }],
  (n) => ["speakers", { all: [{ language: [language(n)] }, { consent: n % 2 ? "offers" : "cart" }] }],
  (n) => [
    "big_carts",
    {
      all: [
        is("cart_value_minor", "at_least", n * 250),
        { any: [is("cart_lines", "at_least", 2), is("cart_on_sale", "equals", n % 2)] },
      ],
    },
  ],
  (n) => [
    "cart_leavers",
    {
      all: [
        is({ carts_abandoned: window(n) }, "at_least", 1 + (n % 4)),
        { any: [is("checkout_depth", "at_least", 1 + (n % 5)), is("cart_age_hours", "at_most", 24 + n)] },
      ],
    },
  ],
  (n) => [
    "window_shoppers",
    {
      all: [
        is({ visits: window(n) }, "at_least", 2 + (n % 5)),
        is({ product_views: window(n) }, "at_least", 3 + (n % 9)),
        is("orders", "equals", 0),
      ],
    },
  ],
  (n) => [
    "page_readers",
    {
      any: [
        is({ page_views: [tag(n), window(n)] }, "at_least", 1 + (n % 3)),
        is({ links_opened: 30 }, "at_least", 1 + (n % 3)),
      ],
    },
  ],
  (n) => [
    "sale_hunters",
    { all: [is("on_sale_percent", "at_least", 20 + (n % 70)), is("average_order_minor", "at_most", 2_000 + n * 40)] },
  ],
  (n) => [
    "sleepers",
    { all: [is("days_since_order", "at_least", 30 + n), { not: is("days_since_activity", "at_most", 10 + (n % 40)) }] },
  ],
  (n) => [
    "returning_viewers",
    {
      all: [
        is({ product_views_of_one: window(n) }, "at_least", 2 + (n % 3)),
        { not: { any: [is("days_since_order", "at_most", 7), is("cart_lines", "at_least", 1 + (n % 6))] } },
      ],
    },
  ],
];

/** Returns the segments; one asks about earlier ones only. */
export function segments() {
  const made = [...presetSegments];
  for (let n = made.length; n < total; n += 1) {
    const [word, condition] = n % 12 === 11 ? ["both", bothOf(made, n)] : kinds[n % kinds.length](n);
    made.push({ name: `${word}_${n}`, condition });
  }
  return made;
}

function bothOf(made, n) {
  const earlier = (back) => made.at(-Math.min(back, made.length)).name;
  return { all: [{ in_segment: earlier(2 + (n % 7)) }, { not: { in_segment: earlier(9 + (n % 5)) } }] };
}
