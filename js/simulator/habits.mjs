// Owns the stories that simulated shoppers live: one function per story, told in the words of `Diary`.

/**
 * @typedef {import("./diary.mjs").Diary} Diary
 * @typedef {object} Habit
 * @property {number} weight How often among all shoppers.
 * @property {{home?: "elsewhere" | "FR" | "DE" | "US", line?: "fixed"}} [wanted] Who lives it.
 * @property {"night" | "evening" | "morning"} [hour] When; without it, whenever people shop.
 * @property {boolean} [confirmed] Whether they confirmed their number on an earlier order; without it, half of them.
 * @property {(diary: Diary, other: () => Diary) => void} live `other` is their second device.
 */

/** @type {Record<string, Habit>} */
export const HABITS = {
  looks_only: { weight: 26, live: (diary) => void diary.browse() },
  buys: {
    weight: 16,
    live: (diary) => {
      toPayment(diary.browse().fill())
        .tick(["cart"])
        .buy({ twice: diary.random.chance(30) });
    },
  },
  leaves_in_checkout: { weight: 16, live: (diary) => void toContact(diary).tick(["cart"]) },
  leaves_without_tick: { weight: 8, live: (diary) => void toContact(diary) },
  stops_at_payment: { weight: 7, live: (diary) => void toPayment(diary.browse().fill()).tick(["cart", "offers"]) },
  payment_fails: { weight: 4, live: (diary) => void toPayment(diary.fill()).tick(["cart"]).reach("payment_failed") },
  leaves_at_once: { weight: 4, confirmed: true, live: (diary) => void diary.tick(["cart"]).fill() },
  comes_back_and_buys: {
    weight: 5,
    live: (diary) => {
      toContact(diary).tick(["cart"]).wait(6, 20);
      toPayment(diary).buy();
    },
  },
  webhook_comes_late: {
    weight: 3,
    confirmed: true,
    live: (diary) =>
      void toPayment(diary.fill())
        .tick(["cart"])
        .buy({ lateMinutes: diary.random.whole(20, 100), twice: true }),
  },
  pays_by_transfer: {
    weight: 3,
    live: (diary) => void toPayment(diary.fill()).tick(["cart"]).buy({ payment: "on_hold" }),
  },
  never_pays: {
    weight: 2,
    confirmed: true,
    live: (diary) => void toPayment(diary.fill()).tick(["cart"]).buy({ payment: "pending" }),
  },
  shops_at_night: { weight: 5, hour: "night", confirmed: true, live: (diary) => void toContact(diary).tick(["cart"]) },
  french_saturday_night: {
    weight: 2,
    hour: "evening",
    wanted: { home: "FR" },
    confirmed: true,
    live: (diary) => void toContact(diary).tick(["cart"]),
  },
  wants_offers_only: { weight: 3, hour: "morning", live: (diary) => void toContact(diary).tick(["offers"]) },
  has_a_fixed_line: {
    weight: 3,
    wanted: { home: "DE", line: "fixed" },
    hour: "morning",
    live: (diary) => void toContact(diary).tick(["cart"]),
  },
  lives_elsewhere: { weight: 3, wanted: { home: "elsewhere" }, live: (diary) => void toContact(diary).tick(["cart"]) },
  empties_the_cart: {
    weight: 2,
    hour: "night",
    confirmed: true,
    live: (diary) => {
      toContact(diary).tick(["cart"]).wait(90, 120).empty();
    },
  },
  takes_number_back: {
    weight: 2,
    confirmed: true,
    live: (diary) => void toContact(diary).tick(["cart"]).wait(2, 5).untick(),
  },
  buys_then_leaves_another: {
    weight: 3,
    hour: "morning",
    confirmed: true,
    live: (diary) => {
      toPayment(diary.fill()).tick(["cart"]).buy().wait(60, 180);
      toContact(diary);
    },
  },
  leaves_cart_after_cart: {
    weight: 2,
    hour: "morning",
    wanted: { home: "DE" },
    confirmed: true,
    live: (diary) => {
      for (let carts = 0; carts < 4; carts += 1) {
        toContact(diary).tick(["cart"]).wait(100, 140);
      }
    },
  },
  two_devices: {
    weight: 3,
    hour: "morning",
    confirmed: true,
    live: (diary, other) => {
      toContact(diary).tick(["cart"]);
      toContact(other()).tick(["cart"]);
    },
  },
  opted_out_before: {
    weight: 2,
    hour: "morning",
    live: (diary) => void toContact(diary.reply("stop").wait(60, 90)).tick(["cart"]),
  },
  writes_something_odd: {
    weight: 1,
    hour: "morning",
    confirmed: true,
    live: (diary) => void toContact(diary).tick(["cart"]).wait(3, 8).reply("ambiguous"),
  },
};

/** @param {Diary} diary */
function toContact(diary) {
  return diary.browse().fill().checkout().reach("contact");
}

/** @param {Diary} diary */
function toPayment(diary) {
  return diary.checkout().reach("contact").reach("shipping").reach("payment");
}
