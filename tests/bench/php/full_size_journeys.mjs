// Owns the 30 journeys of a store of full size: a few about carts and orders, most about segments entered.
import { readFileSync } from "node:fs";
import { segments } from "./full_size_segments.mjs";

const presets = JSON.parse(readFileSync(new URL("../../../src/preset/journeys.json", import.meta.url), "utf8"));

const total = 30;
const message = (name, text) => ({ name, does: { message: { text: { named: text } } } });
const is = (measure, comparison, number) => ({ is: [measure, comparison, number] });

/** The preset with all its options. */
function recovery() {
  const { nodes, ...head } = presets.recover_carts;
  return { ...head, nodes: nodes.map(({ name, does }) => ({ name, does })) };
}

/** Carts again, in another way for a few: good customers get a text of their own and a coupon. */
function cart(n) {
  return {
    name: `carts_${n}`,
    purpose: "cart",
    entry: "cart",
    only_if: { all: [is("orders", "at_least", n), is("cart_value_minor", "at_least", 5_000 * n)] },
    exit_if: { not: { consent: "cart" } },
    nodes: [
      { name: "idle", does: { idle: {} } },
      { name: "dear", does: { split: { condition: is("cart_value_minor", "at_least", 20_000), otherwise: "plain" } } },
      {
        name: "coupon",
        does: { coupon: { percent: 5 + n, valid_hours: 72, minimum_minor: 10_000, otherwise: "plain" } },
      },
      message("with_coupon", `carts_${n}_coupon`),
      { name: "over", does: { goto: "end" } },
      message("plain", `carts_${n}_plain`),
      { name: "end", does: "exit" },
    ],
  };
}

/** After an order: thanks, something that fits, and a last word to those who did not come back. */
function order(n) {
  return {
    name: `orders_${n}`,
    purpose: "offers",
    entry: "order",
    only_if: is("orders", "at_least", 1 + (n % 3)),
    nodes: [
      { name: "week", does: { delay: 10_080 } },
      {
        name: "wording",
        does: {
          experiment: {
            name: `orders_wording_${n}`,
            arms: [
              { name: "a", weight: 1, goto: "first" },
              { name: "b", weight: 1, goto: "second" },
            ],
          },
        },
      },
      message("first", `orders_${n}_a`),
      { name: "over", does: { goto: "back" } },
      message("second", `orders_${n}_b`),
      {
        name: "back",
        does: {
          wait_for: { condition: is({ visits: 30 }, "at_least", 2), at_most_minutes: 43_200, otherwise: "late" },
        },
      },
      { name: "done", does: "exit" },
      message("late", `orders_${n}_late`),
      { name: "end", does: "exit" },
    ],
  };
}

/** Somebody came into a segment: a text, and a second one for those who look but do not buy. */
function segment(n, name) {
  return {
    name: `segment_${n}`,
    purpose: "offers",
    entry: { segment: name },
    only_if: { consent: "offers" },
    exit_if: is("days_since_order", "at_most", 3),
    reentry_hours: 720,
    nodes: [
      { name: "days", does: { delay: 4_320 + n } },
      { name: "stays", does: { split: { condition: { in_segment: name }, otherwise: "end" } } },
      message("first", `segment_${n}_first`),
      { name: "week", does: { delay: 10_080 } },
      { name: "looks", does: { split: { condition: is({ product_views: 7 }, "at_least", 3), otherwise: "end" } } },
      message("second", `segment_${n}_second`),
      { name: "end", does: "exit" },
    ],
  };
}

/** Returns the journeys. */
export function journeys() {
  const about = segments();
  return Array.from({ length: total }, (_, n) => {
    if (n === 0) return recovery();
    if (n % 10 === 0) return cart(n / 10);
    if (n % 10 < 3) return order(n);
    return segment(n, about[n * 9].name);
  });
}

/**
 * Returns the texts that journeys name, the presets' own among them.
 * @param {ReturnType<typeof journeys>} made
 */
export function textNames(made) {
  const kinds = ["payment_failed", "pending_payment", "repeat", "full_cart_back", "stopped_at_payment"];
  const preset = [...kinds, "checkout_starter", "fast_exit", "other", "repeat_coupon"];
  const names = made.flatMap(({ nodes, entry }) =>
    nodes.flatMap(({ does }) => {
      const text = does.message?.text;
      if (text === "by_kind") return preset.map((name) => ({ name, cart: true, coupon: name === "repeat_coupon" }));
      return text ? [{ name: text.named, cart: entry === "cart", coupon: text.named.endsWith("coupon") }] : [];
    }),
  );
  return [...new Map(names.map((name) => [name.name, name])).values()];
}
