// Generated from the core's types by `npm run generate`. Do not edit.

/**
 * Kinds of text.
 */
export type Class = "marketing" | "ask" | "confirmation" | "help" | "test";
export type Digest = string;
export type Name = string;
/**
 * What a permission is for.
 */
export type Purpose = "cart" | "offers";
/**
 * A point in time: milliseconds since the Unix epoch, UTC.
 */
export type Timestamp = number;
/**
 * Kinds of line.
 */
export type NumberKind = "mobile" | "fixed" | "unknown";
export type Currency = string;
/**
 * A price in millionths of the currency's major unit: one text costs a fraction of a cent's multiple.
 */
export type Micros = number;
/**
 * What a store starts with, one at a time.
 */
export type Goal = "recover_carts";
/**
 * What starts a journey.
 */
export type Entry =
  | "cart"
  | "order"
  | {
      segment: Name;
    };
/**
 * A question with yes or no for an answer.
 */
export type Condition =
  | {
      all: Condition[];
    }
  | {
      any: Condition[];
    }
  | {
      not: Condition;
    }
  | {
      /**
       * @minItems 3
       * @maxItems 3
       */
      is: [Measure, Comparison, number];
    }
  | {
      country: Name[];
    }
  | {
      language: Name[];
    }
  | {
      consent: Purpose;
    }
  | {
      in_segment: Name;
    };
/**
 * Numbers that can be read off a shopper. Windows are in days back from the moment.
 */
export type Measure =
  | {
      visits: number;
    }
  | {
      product_views: number;
    }
  | {
      product_views_of_one: number;
    }
  | {
      category_views_of_one: number;
    }
  | {
      /**
       * @minItems 2
       * @maxItems 2
       */
      category_views: [CategoryId, number];
    }
  | {
      /**
       * @minItems 2
       * @maxItems 2
       */
      page_views: [PageTag, number];
    }
  | {
      links_opened: number;
    }
  | {
      carts_abandoned: number;
    }
  | "cart_value_minor"
  | "cart_lines"
  | "cart_on_sale"
  | "cart_age_hours"
  | "checkout_depth"
  | "orders"
  | "spent_minor"
  | "average_order_minor"
  | "on_sale_percent"
  | "days_since_order"
  | "days_since_activity";
export type CategoryId = string;
/**
 * Kinds of pages that say something about intent.
 */
export type PageTag = "pricing" | "sale" | "comparison" | "bundle" | "shipping" | "other";
/**
 * How to compare.
 */
export type Comparison = "at_least" | "at_most" | "equals";
/**
 * What a node does.
 */
export type Step =
  | {
      idle: IdleMinutes;
    }
  | {
      delay: number;
    }
  | {
      wait_for: WaitFor;
    }
  | {
      split: Split;
    }
  | {
      experiment: Experiment;
    }
  | {
      goto: Name;
    }
  | {
      message: Message;
    }
  | {
      coupon: Coupon;
    }
  | "exit";
/**
 * Which text a message uses.
 */
export type TextChoice =
  | "by_kind"
  | {
      named: Name;
    };
/**
 * An amount in the minor unit of its currency; sums stay at the ends of the range instead of wrapping.
 */
export type Minor = number;
export type Day = string;
/**
 * What a text can come from.
 */
export type SenderKind = "toll_free" | "long_code_10dlc" | "short_code" | "long_number" | "alphanumeric";
/**
 * Whether a sender is known to be registered: `true` is the owner's word without a day.
 */
export type Registered = boolean | RegistrationRecord;
/**
 * Who says that a sender is registered.
 */
export type RegistrationWitness = "provider" | "owner";
/**
 * How the reader of a text can stop more of them, as the sender's ability allows.
 */
export type WayOut = "stop_word" | "opt_out_link" | "stop_number";
export type Week = Stretch[];
/**
 * What is counted.
 */
export type Counted =
  "abandoned" | "texts" | "held_out" | "orders" | "revenue_minor" | "opt_outs" | "delivered" | "undelivered";
export type RecipientKey = string;
export type ShopperKey = string;
/**
 * What is wanted of a provider.
 */
export type Errand =
  | {
      send: SendErrand;
    }
  | {
      look_up: LookUpErrand;
    }
  | {
      check: CheckErrand;
    };
/**
 * What a check asks.
 */
export type CheckWhat = "account" | "balance" | "registration";
/**
 * What the host heard after performing an HTTP request.
 */
export type Heard =
  | {
      answered: Answered;
    }
  | {
      silent: Silent;
    };
export type InputId = string;
/**
 * How an input came in, weakest first.
 */
export type Trust = "browser" | "signed" | "server";
/**
 * What an input says. Events are facts in the past tense; the last six are not events.
 */
export type What =
  | {
      "page.viewed": PageViewed;
    }
  | {
      "product.viewed": ProductViewed;
    }
  | {
      "collection.viewed": CollectionViewed;
    }
  | {
      "cart.updated": CartUpdated;
    }
  | {
      "checkout.started": CheckoutStarted;
    }
  | {
      "checkout.step_reached": CheckoutStepReached;
    }
  | {
      "contact.provided": ContactProvided;
    }
  | {
      "contact.cleared": Empty;
    }
  | {
      "consent.granted": ConsentChange;
    }
  | {
      "consent.revoked": ConsentChange;
    }
  | {
      "coupon.applied": CouponApplied;
    }
  | {
      "order.placed": OrderFact;
    }
  | {
      "order.paid": OrderFact;
    }
  | {
      "order.failed": OrderFact;
    }
  | {
      "order.cancelled": OrderFact;
    }
  | {
      "order.refunded": OrderFact;
    }
  | {
      "link.opened": LinkOpened;
    }
  | {
      outcome: OutcomeReport;
    }
  | {
      reply: Reply;
    }
  | {
      receipt: Receipt;
    }
  | {
      "topic.fired": TopicFired;
    }
  | {
      wake: Empty;
    }
  | {
      "program.changed": Empty;
    };
export type ProductId = string;
export type CartId = string;
/**
 * What was done to a cart.
 */
export type CartChange = "added" | "removed" | "changed" | "restored";
/**
 * Steps of a checkout, in order.
 */
export type CheckoutStep = "contact" | "shipping" | "payment" | "payment_failed";
/**
 * On which legal ground a permission stands, weakest first.
 */
export type ConsentBasis = "soft_opt_in" | "express" | "express_written";
/**
 * How a shopper is reached.
 */
export type Channel = "sms" | "email";
export type EvidenceId = string;
export type OrderId = string;
/**
 * Where the payment of a placed order stands.
 */
export type Payment = "pending" | "on_hold" | "paid";
/**
 * What a host reports of a decision it executed or tried to.
 */
export type Outcome =
  | {
      done: Done;
    }
  | {
      refused: Refused;
    }
  | {
      unknown: Empty;
    };
/**
 * Causes of a refusal.
 */
export type Refusal =
  | "bad_number"
  | "opted_out"
  | "blocked_destination"
  | "expired"
  | "cancelled"
  | "budget"
  | "pacing"
  | "abuse"
  | "provider_unavailable"
  | "coupon_refused"
  | "filtered"
  | "stale"
  | "paused";
/**
 * How an answer is given.
 */
export type ReplyBy = "text" | "link";
/**
 * Meanings of an answer.
 */
export type ReplyKind = "stop" | "start" | "yes" | "help" | "ambiguous" | "cleared" | "other";
/**
 * How far a text came. Receipts come in any order and more than once; of two that contradict, `delivered` counts.
 */
export type ReceiptState = "sent" | "delivered" | "undelivered" | "failed";

/**
 * Part 0 of each operation, by name.
 */
export interface Requests {
  admit?: AdmitRequest;
  challenge?: HookRequest;
  charge?: ChargeRequest;
  combine?: EmptyRequest;
  compile?: Config;
  erase?: ObserveRequest;
  explain?: ExplainRequest;
  flush?: ResidentRequest;
  hold?: HoldRequest;
  learn?: LearnRequest;
  lint?: Config;
  load?: LoadRequest;
  measure?: MeasureRequest;
  merge?: MergeRequest;
  observe?: ObserveRequest;
  parse_phone?: ParsePhoneRequest;
  providers?: EmptyRequest;
  read_reply?: ReadReplyRequest;
  registration?: RegistrationRequest;
  release?: ResidentRequest;
  request?: GatewayRequest;
  response?: ResponseRequest;
  senders?: SendersRequest;
  spending?: SpendingRequest;
  step?: StepRequest;
  touches?: StepRequest;
  unload?: UnloadRequest;
  versions?: EmptyRequest;
  webhook?: WebhookRequest;
}
/**
 * A decision about to be executed.
 */
export interface AdmitRequest {
  /**
   * What is to be executed.
   */
  ask: Ask;
  /**
   * What the host knows of the person; never kept.
   */
  contact?: Contact | null;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * Where the number was typed.
   */
  origin: Origin;
  /**
   * The handle that `load` answered.
   */
  program: number;
}
/**
 * A text about to be handed to the provider.
 */
export interface Ask {
  /**
   * What kind of text.
   */
  class: Class;
  /**
   * The country whose price counts.
   */
  country: string;
  /**
   * The decision to send it; asked twice, it counts once.
   */
  decision: Digest;
  /**
   * The journey it comes from, as the decision's place says.
   */
  journey?: Name | null;
  /**
   * Parts it is billed as.
   */
  parts: number;
  /**
   * The permission it rests on.
   */
  purpose?: Purpose | null;
  /**
   * The sender's name or number.
   */
  sender: string;
  /**
   * The slot kept for it, as the decision to send it says.
   */
  slot?: Timestamp | null;
}
/**
 * What is known of the person behind a recipient; lives encrypted at the host.
 */
export interface Contact {
  /**
   * The browser's time zone, IANA.
   */
  browser_zone?: string | null;
  /**
   * Country of the address, ISO 3166-1 alpha-2.
   */
  country?: string | null;
  /**
   * First name, as typed.
   */
  first_name?: string | null;
  /**
   * Language, BCP 47 (`de`, `en-GB`).
   */
  locale?: string | null;
  /**
   * The number, without its digits.
   */
  number?: Number | null;
  /**
   * State or region of the address, the part of ISO 3166-2 behind the hyphen (`FL`).
   */
  region?: string | null;
}
/**
 * What is known of a phone number.
 */
export interface Number {
  /**
   * Leading digits that tell the area or network, without the country's own (`212`).
   */
  area?: string | null;
  /**
   * Country of the number, ISO 3166-1 alpha-2.
   */
  country: string;
  /**
   * Kind of line.
   */
  kind: NumberKind;
}
/**
 * Where the number of a text was typed.
 */
export interface Origin {
  /**
   * The network, hashed by the host: a /24 of IPv4, a /48 of IPv6.
   */
  network?: Name | null;
  /**
   * The block of a thousand numbers that the number lies in, hashed by the host.
   */
  range?: Name | null;
  /**
   * The store session, hashed by the host.
   */
  session?: Name | null;
}
/**
 * A call that came in and says to be a provider's; part 1 is its body.
 */
export interface HookRequest {
  /**
   * The call.
   */
  hook: Hook;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * The provider's name.
   */
  provider: string;
  /**
   * The account's settings by name; used for this call and kept nowhere.
   */
  settings: Settings;
}
/**
 * An HTTP request that came in; its body is handed in beside it.
 */
export interface Hook {
  /**
   * Names and values.
   */
  headers: [string, string][];
  /**
   * The method.
   */
  method: string;
  /**
   * The public address as the provider was told it, query included.
   */
  url: string;
}
/**
 * An account's settings by name. An empty value counts as absent.
 */
export interface Settings {
  [k: string]: string;
}
/**
 * What a text cost, once its receipt says so.
 */
export interface ChargeRequest {
  /**
   * The country it was admitted with.
   */
  country: string;
  /**
   * When the text was admitted.
   */
  moment: Timestamp;
  /**
   * The parts it was admitted with.
   */
  parts: number;
  /**
   * What the provider charged, all parts together.
   */
  price: Amount;
  /**
   * The handle that `load` answered.
   */
  program: number;
}
/**
 * An amount finer than minor units: what a text costs, what is left of a balance.
 */
export interface Amount {
  /**
   * Its currency.
   */
  currency: Currency;
  /**
   * Millionths of the currency's major unit.
   */
  micros: Micros;
}
/**
 * A question without fields.
 */
export interface EmptyRequest {}
/**
 * All that an owner chose.
 */
export interface Config {
  /**
   * No cart text for so many days after a purchase, 0 to 90.
   */
  after_purchase_days?: number | null;
  /**
   * An order is credited to a text whose link was opened at most so many days before, 1 to 30.
   */
  attribution_days?: number | null;
  /**
   * What may be spent.
   */
  budget?: BudgetConfig | null;
  /**
   * No more texts than these to one recipient; at most 4 in 7 days and 10 in 30.
   */
  caps?: Cap[] | null;
  /**
   * One coupon per recipient in so many days, 1 to 365.
   */
  coupon_days?: number | null;
  /**
   * Format of this object; 1.
   */
  format?: number;
  /**
   * Which preset is used where no journeys are written.
   */
  goal?: Goal | null;
  /**
   * Share of recipients held out, 0 to 50 percent.
   */
  holdout_percent?: number | null;
  /**
   * Journeys in order of precedence; without this field the preset of the goal.
   */
  journeys?: Journey[] | null;
  /**
   * What `learn` answered, as it stands.
   */
  learned?: Model | null;
  /**
   * Countries sold to, by ISO 3166-1 alpha-2.
   */
  markets: {
    [k: string]: MarketConfig;
  };
  /**
   * Choices within the preset.
   */
  options?: Options | null;
  /**
   * Journeys that send nothing for now, by name: what enters them ends without a text, after the pause too.
   */
  paused_journeys?: string[] | null;
  /**
   * Segments; one may ask only about those before it.
   */
  segments?: Segment[];
  /**
   * The store.
   */
  shop: Shop;
  /**
   * Bodies of texts by name and language; the way out is added as the sender's ability asks.
   */
  texts?: {
    [k: string]: {
      [k: string]: string;
    };
  };
}
/**
 * What may be spent, in millionths of the store's currency.
 */
export interface BudgetConfig {
  /**
   * Per day, UTC; a tenth of the month's by default.
   */
  day_micros?: Micros | null;
  /**
   * Per calendar month, UTC; 50 of the currency by default.
   */
  month_micros?: Micros | null;
}
/**
 * So many texts in so many days.
 */
export interface Cap {
  /**
   * Days, rolling.
   */
  days: number;
  /**
   * Texts.
   */
  texts: number;
}
/**
 * What happens to one shopper over time, from an entry to an exit.
 */
export interface Journey {
  /**
   * What starts it.
   */
  entry: Entry;
  /**
   * It ends as soon as this holds; checked on every input and again at the moment of sending.
   */
  exit_if?: Condition | null;
  /**
   * Whether a share of recipients is held out, so that what the journey earns can be measured.
   */
  holdout?: boolean;
  /**
   * Stable name; renaming a journey ends it for those inside.
   */
  name: Name;
  /**
   * What happens, in this order; jumps go forward only.
   */
  nodes: Node[];
  /**
   * It starts only for shoppers of whom this holds.
   */
  only_if?: Condition | null;
  /**
   * The permission its texts need.
   */
  purpose: Purpose;
  /**
   * The same cart, order or segment starts it again only so many hours after it started last.
   */
  reentry_hours?: number;
}
/**
 * One step of a journey.
 */
export interface Node {
  /**
   * What happens here.
   */
  does: Step;
  /**
   * Stable name, unique within the journey.
   */
  name: Name;
}
/**
 * How long after the last act a cart counts as left, by kind.
 */
export interface IdleMinutes {
  /**
   * After checkout was opened.
   */
  checkout_starter?: number;
  /**
   * After a fast exit.
   */
  fast_exit?: number;
  /**
   * For somebody who came back to an old cart.
   */
  full_cart_back?: number;
  /**
   * For any other cart.
   */
  other?: number;
  /**
   * After a refused payment.
   */
  payment_failed?: number;
  /**
   * After an order without payment.
   */
  pending_payment?: number;
  /**
   * For somebody who leaves carts often.
   */
  repeat?: number;
  /**
   * After payment was reached.
   */
  stopped_at_payment?: number;
}
/**
 * A wait with a limit.
 */
export interface WaitFor {
  /**
   * The limit.
   */
  at_most_minutes: number;
  /**
   * What is waited for.
   */
  condition: Condition;
  /**
   * Where to go when the limit passes.
   */
  otherwise: Name;
}
/**
 * A fork by a condition.
 */
export interface Split {
  /**
   * Who goes on.
   */
  condition: Condition;
  /**
   * Where the others go.
   */
  otherwise: Name;
}
/**
 * A fork by chance, the same for one recipient every time.
 */
export interface Experiment {
  /**
   * Arms, at least two; weights are shares of their sum.
   */
  arms: Arm[];
  /**
   * Stable name; recipients are dealt to arms by it.
   */
  name: Name;
}
/**
 * An arm of an experiment.
 */
export interface Arm {
  /**
   * Where to go.
   */
  goto: Name;
  /**
   * Stable name.
   */
  name: Name;
  /**
   * Share.
   */
  weight: number;
}
/**
 * A text to send.
 */
export interface Message {
  /**
   * Which text.
   */
  text: TextChoice;
}
/**
 * A coupon to issue.
 */
export interface Coupon {
  /**
   * Smallest cart it is given to and works on.
   */
  minimum_minor?: Minor;
  /**
   * Where to go when none is to be had: not allowed by the guard, or refused by the platform.
   */
  otherwise: Name;
  /**
   * Percent off.
   */
  percent: number;
  /**
   * Hours it lasts from sending.
   */
  valid_hours: number;
}
/**
 * What a store has learned.
 */
export interface Model {
  /**
   * Each journey.
   */
  journeys: JourneyNumbers[];
  /**
   * Texts accepted in the thirty days up to the newest day known.
   */
  texts_last_30_days: number;
  /**
   * All journeys together.
   */
  total: Numbers;
}
/**
 * Numbers of one journey.
 */
export interface JourneyNumbers {
  /**
   * The journey.
   */
  journey: Name;
  /**
   * Its numbers.
   */
  numbers: Numbers;
}
/**
 * What was left, and what came of it in either arm.
 */
export interface Numbers {
  /**
   * Carts left by somebody who could be texted.
   */
  abandoned: number;
  /**
   * The arm that gets none.
   */
  held_out: Arm2;
  /**
   * The arm that gets texts.
   */
  texted: Arm2;
}
/**
 * One arm.
 */
export interface Arm2 {
  /**
   * Orders within the attribution window.
   */
  orders: number;
  /**
   * Texts accepted, or journeys held out.
   */
  reached: number;
  /**
   * What they brought, minor units of the store's currency.
   */
  revenue_minor: number;
}
/**
 * One country sold to.
 */
export interface MarketConfig {
  /**
   * Whether the number's owner must confirm before the first marketing text.
   */
  confirm?: boolean | null;
  /**
   * Language of texts where the shopper's has none (`de`, `de-du`, `fr`, `fr-tu`, `en-GB`, `en-US`).
   */
  language?: string | null;
  /**
   * Whether texts go out; else everything is decided and listed, and nothing is sent.
   */
  live?: boolean;
  /**
   * What one part costs.
   */
  price?: Price | null;
  /**
   * Who texts come from; without one nothing is sent.
   */
  sender?: SenderConfig | null;
  /**
   * Whether details from a sale or its negotiation are ground enough.
   */
  soft_opt_in?: boolean;
  /**
   * Texts one abandonment may get.
   */
  texts_per_abandonment?: number | null;
  /**
   * The owner's own hours, inside those of default and law.
   */
  windows?: Week | null;
}
/**
 * What one part of a text costs, and who says so.
 */
export interface Price {
  /**
   * The day it was read.
   */
  date: Day;
  /**
   * Millionths of the store's currency.
   */
  micros: Micros;
  /**
   * Where the price was read.
   */
  source: string;
}
/**
 * Who texts come from.
 */
export interface SenderConfig {
  /**
   * Whether the provider itself answers STOP and HELP: then the core does not.
   */
  answers_keywords?: boolean;
  /**
   * Where the answer to HELP says that help is: an address or number of the store.
   */
  help_contact?: string | null;
  /**
   * Name, number, short code or messaging service (`MG…`), as the provider takes it.
   */
  id: string;
  /**
   * What stands behind the id, where the id does not tell: needed for a messaging service.
   */
  kind?: SenderKind | null;
  /**
   * Texts it may hand over per minute; zero for what is known of its kind, else 60.
   */
  per_minute?: number;
  /**
   * Who carries the texts (`twilio`); a market without a price is counted with this provider's list price.
   */
  provider?: string | null;
  /**
   * Whether it is known to be registered where that is asked for, and by whom.
   */
  registered?: Registered;
  /**
   * The provider's own number for STOP, where it runs one (France's 36xxx).
   */
  stop_number?: string | null;
  /**
   * Whether it can receive answers.
   */
  two_way?: boolean;
  /**
   * How a recipient gets out: must fit what the sender can do.
   */
  way_out: WayOut;
}
/**
 * Who says that a sender is registered.
 */
export interface RegistrationRecord {
  /**
   * When it was said.
   */
  at: Timestamp;
  /**
   * Who says so.
   */
  by: RegistrationWitness;
  /**
   * The provider's or register's own name for it, 1 to 100 characters.
   */
  reference?: string | null;
}
/**
 * One line of a week as JSON writes it.
 */
export interface Stretch {
  /**
   * A weekday, `sun`, or a range of them, `mon-sat`.
   */
  days: string;
  /**
   * The first open minute, `09:00`.
   */
  from: string;
  /**
   * The first closed minute, `20:00`.
   */
  to: string;
}
/**
 * Choices within the preset.
 */
export interface Options {
  /**
   * A coupon for repeat abandoners; none by default.
   */
  coupon?: CouponOption | null;
  /**
   * Minutes after the last act at which a cart counts as left, by kind of abandonment, 1 to 2880 each. The arms of the
   * timing experiment keep theirs.
   */
  minutes?: MinutesByKind;
  /**
   * A second text some time after the first, where the market allows two.
   */
  second_text?: boolean;
  /**
   * Minutes from the first text to the second, 60 to 10080; a day by default.
   */
  second_text_minutes?: number | null;
  /**
   * 15 minutes against 2 hours, as soon as the store sends 500 texts a month.
   */
  timing_experiment?: boolean;
}
/**
 * The coupon for repeat abandoners.
 */
export interface CouponOption {
  /**
   * Smallest cart it is given to and works on.
   */
  minimum_minor: Minor;
  /**
   * Percent off; 10 by default.
   */
  percent?: number | null;
}
/**
 * Minutes by kind of abandonment; the preset's where nothing is given.
 */
export interface MinutesByKind {
  /**
   * After checkout was opened.
   */
  checkout_starter?: number | null;
  /**
   * After a fast exit.
   */
  fast_exit?: number | null;
  /**
   * For somebody who came back to an old cart.
   */
  full_cart_back?: number | null;
  /**
   * For any other cart.
   */
  other?: number | null;
  /**
   * After a refused payment.
   */
  payment_failed?: number | null;
  /**
   * After an order without payment.
   */
  pending_payment?: number | null;
  /**
   * For somebody who leaves carts often.
   */
  repeat?: number | null;
  /**
   * After payment was reached.
   */
  stopped_at_payment?: number | null;
}
/**
 * A named condition, entered and left by itself.
 */
export interface Segment {
  /**
   * Who is in it.
   */
  condition: Condition;
  /**
   * Stable name.
   */
  name: Name;
}
/**
 * The store.
 */
export interface Shop {
  /**
   * Its currency.
   */
  currency: Currency;
  /**
   * Where help is to be had, named in the answer to HELP: a mail address, number or page without blanks.
   */
  help_contact?: string | null;
  /**
   * Where its short links live: `https://`, a host and nothing else, at most 40 characters.
   */
  link_origin: string;
  /**
   * Its name in texts, 1 to 30 characters; texts show the first 20.
   */
  name: string;
}
/**
 * Facts for the store's aggregate.
 */
export interface ObserveRequest {
  /**
   * What steps answered.
   */
  facts: Fact[];
}
/**
 * What a store learns from a step; whole numbers, summed by the store.
 */
export interface Fact {
  /**
   * What is counted.
   */
  counts: Counted;
  /**
   * Day since the epoch, UTC.
   */
  day: number;
  /**
   * Minted once, so that a repetition is not summed twice.
   */
  id: Digest;
  /**
   * What it is counted by: journey, arm, country.
   */
  key: Name;
  /**
   * How much.
   */
  value: number;
}
/**
 * Where a shopper stands, and why.
 */
export interface ExplainRequest {
  /**
   * What the host knows of the person; never kept.
   */
  contact?: Contact | null;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * The handle that `load` answered.
   */
  program: number;
  /**
   * Whose state part 2 is.
   */
  recipient?: RecipientKey | null;
  /**
   * Whose state part 1 is.
   */
  shopper: ShopperKey;
}
/**
 * States kept in memory.
 */
export interface ResidentRequest {
  /**
   * The handle that `hold` answered.
   */
  resident: number;
}
/**
 * States to keep in memory under a handle.
 */
export interface HoldRequest {
  /**
   * What the host knows of the person, for all steps that bring no contact of their own; gone with the handle.
   */
  contact?: Contact | null;
  /**
   * The handle that `load` answered.
   */
  program: number;
  /**
   * Whose state part 2 is; with an empty part, a recipient never seen before.
   */
  recipient?: RecipientKey | null;
  /**
   * Whose state part 1 is; with an empty part, a shopper never seen before.
   */
  shopper?: ShopperKey | null;
}
/**
 * Learning, with a bound on how much work one call does.
 */
export interface LearnRequest {
  /**
   * Units of work; the more, the longer the call takes.
   */
  budget: number;
}
/**
 * A program to load, or pieces for one that is loaded.
 */
export interface LoadRequest {
  /**
   * Where each part lies in the program, when the parts are pieces of it; absent when part 1 is the whole program.
   */
  pieces?: number[] | null;
  /**
   * The handle of a program loaded in pieces, to which the parts are further ones; absent to load another.
   */
  program?: number | null;
}
/**
 * A text to count.
 */
export interface MeasureRequest {
  /**
   * The text as it would be sent.
   */
  text: string;
}
/**
 * Two shoppers proved to be one.
 */
export interface MergeRequest {
  /**
   * Whose state part 1 is.
   */
  a: ShopperKey;
  /**
   * Whose state part 2 is.
   */
  b: ShopperKey;
  /**
   * What the host knows of the person; never kept.
   */
  contact?: Contact | null;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * The handle that `load` answered.
   */
  program: number;
  /**
   * Whose state part 3 is.
   */
  recipient?: RecipientKey | null;
}
/**
 * A phone number as somebody typed it.
 */
export interface ParsePhoneRequest {
  /**
   * The country, ISO 3166-1 alpha-2, for numbers without a calling code.
   */
  country?: string | null;
  /**
   * What was typed.
   */
  text: string;
}
/**
 * What a recipient wrote back.
 */
export interface ReadReplyRequest {
  /**
   * Their language, BCP 47, where it is known.
   */
  locale?: string | null;
  /**
   * Their words.
   */
  text: string;
}
/**
 * Asks for the texts to register with.
 */
export interface RegistrationRequest {
  /**
   * Where texts are to go: ISO 3166-1 alpha-2, a market of the configuration.
   */
  country: string;
  /**
   * The store's pages; needed where a form asks for them, as in the United States.
   */
  pages?: Pages | null;
}
/**
 * The store's pages that a registration names, each `https://…`, open to everybody.
 */
export interface Pages {
  /**
   * Where the box is ticked, or a picture of it.
   */
  opt_in: string;
  /**
   * The privacy policy.
   */
  privacy: string;
  /**
   * The terms of the texts.
   */
  terms: string;
}
/**
 * An errand at a provider.
 */
export interface GatewayRequest {
  /**
   * What is wanted.
   */
  errand: Errand;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * The provider's name.
   */
  provider: string;
  /**
   * The account's settings by name; used for this call and kept nowhere.
   */
  settings: Settings;
}
/**
 * A text to send: one attempt of one decision.
 */
export interface SendErrand {
  /**
   * Where the provider reports to, with the reference as the parameter `ref` of its query.
   */
  callback?: string | null;
  /**
   * The sender: a number in E.164, a short code, a name, or a provider's id of a pool of senders.
   */
  from: string;
  /**
   * The last moment at which it may go out.
   */
  not_after: Timestamp;
  /**
   * The host's opaque token of the attempt: letters, digits, `-` and `_`, never anything of a person.
   */
  reference: string;
  /**
   * The words.
   */
  text: string;
  /**
   * The number it goes to, in E.164.
   */
  to: string;
}
/**
 * An attempt to look up.
 */
export interface LookUpErrand {
  /**
   * The sender it was to come from.
   */
  from: string;
  /**
   * The provider's id of it, where one was heard.
   */
  provider_id?: string | null;
  /**
   * The host's opaque token of the attempt.
   */
  reference: string;
  /**
   * When the attempt began.
   */
  since: Timestamp;
  /**
   * The words.
   */
  text: string;
  /**
   * The number it went to, in E.164.
   */
  to: string;
}
/**
 * A question about the account or a sender.
 */
export interface CheckErrand {
  /**
   * The sender that a registration is asked of.
   */
  sender?: string | null;
  /**
   * What is asked.
   */
  what: CheckWhat;
}
/**
 * What came of an errand's HTTP; part 1 is the body of the answer.
 */
export interface ResponseRequest {
  /**
   * What was wanted.
   */
  errand: Errand;
  /**
   * What the host heard.
   */
  heard: Heard;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * The provider's name.
   */
  provider: string;
  /**
   * The account's settings by name; used for this call and kept nowhere.
   */
  settings: Settings;
}
/**
 * A whole answer.
 */
export interface Answered {
  /**
   * Names and values.
   */
  headers?: [string, string][];
  /**
   * The HTTP status.
   */
  status: number;
}
/**
 * No whole answer.
 */
export interface Silent {
  /**
   * Whether the request may have left. False only where it certainly did not: name, connection or TLS failed.
   */
  left: boolean;
}
/**
 * Asks for rows of the table of senders.
 */
export interface SendersRequest {
  /**
   * Of one country; of all without it.
   */
  country?: string | null;
}
/**
 * What was spent of the budget.
 */
export interface SpendingRequest {
  /**
   * Now, by the host's clock: its day and its month are asked about.
   */
  moment: Timestamp;
  /**
   * The handle that `load` answered.
   */
  program: number;
}
/**
 * One input to step by, or to ask `touches` about. It is about a shopper, a recipient, or both; with `resident` it
 * is about the pair held there, and program and keys are absent.
 */
export interface StepRequest {
  /**
   * What the host knows of the person; never kept.
   */
  contact?: Contact | null;
  /**
   * What happened.
   */
  input: Input;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * The handle that `load` answered.
   */
  program?: number | null;
  /**
   * Whose state part 2 is; with an empty part, a recipient never seen before.
   */
  recipient?: RecipientKey | null;
  /**
   * The handle that `hold` answered.
   */
  resident?: number | null;
  /**
   * Whose state part 1 is; with an empty part, a shopper never seen before.
   */
  shopper?: ShopperKey | null;
}
/**
 * One thing that happened, or a question of time.
 */
export interface Input {
  /**
   * The host's natural key for it.
   */
  id: InputId;
  /**
   * When it happened, which is not when it is processed.
   */
  occurred_at: Timestamp;
  /**
   * How the host came to know it. Set by the channel it came in by, never by the payload.
   */
  trust: Trust;
  /**
   * What happened.
   */
  what: What;
}
/**
 * A page view.
 */
export interface PageViewed {
  /**
   * What kind of page, where the store has tagged it.
   */
  tag?: PageTag | null;
}
/**
 * A product page view.
 */
export interface ProductViewed {
  /**
   * Its main category.
   */
  category?: CategoryId | null;
  /**
   * The product seen.
   */
  product: ProductId;
}
/**
 * A category page view.
 */
export interface CollectionViewed {
  /**
   * The category seen.
   */
  category: CategoryId;
}
/**
 * The whole cart as it is after a change.
 */
export interface CartUpdated {
  /**
   * The cart.
   */
  cart: CartId;
  /**
   * What the shopper did to it.
   */
  change: CartChange;
  /**
   * Currency of the prices.
   */
  currency: Currency;
  /**
   * All lines; none means that the cart is empty.
   */
  lines: CartLine[];
  /**
   * Rises with each change of this cart; of two reports of one cart the higher version counts.
   */
  version: number;
}
/**
 * One line of a cart or order.
 */
export interface CartLine {
  /**
   * Main category of the product.
   */
  category?: CategoryId | null;
  /**
   * Whether it is reduced.
   */
  on_sale?: boolean;
  /**
   * The product.
   */
  product: ProductId;
  /**
   * How many.
   */
  quantity: number;
  /**
   * Price of one.
   */
  unit_price_minor: Minor;
  /**
   * Its variant.
   */
  variant?: ProductId | null;
}
/**
 * Checkout opened for a cart.
 */
export interface CheckoutStarted {
  /**
   * The cart in checkout.
   */
  cart: CartId;
}
/**
 * A step of a cart's checkout.
 */
export interface CheckoutStepReached {
  /**
   * The cart in checkout.
   */
  cart: CartId;
  /**
   * Which step.
   */
  step: CheckoutStep;
}
/**
 * A number was given.
 */
export interface ContactProvided {
  /**
   * The host's keyed hash of it.
   */
  recipient: RecipientKey;
}
/**
 * No fields.
 */
export interface Empty {}
/**
 * A permission given or taken back.
 */
export interface ConsentChange {
  /**
   * On which basis. A soft opt-in is a box that was offered and left, where the law and the owner allow it.
   */
  basis?: ConsentBasis & string;
  /**
   * By which channel.
   */
  channel: Channel;
  /**
   * The row in the host's ledger: wording, version, locale, page, time, form, state of the box.
   */
  evidence: EvidenceId;
  /**
   * What the permission is for.
   */
  purpose: Purpose;
}
/**
 * A coupon on a cart.
 */
export interface CouponApplied {
  /**
   * The cart.
   */
  cart: CartId;
  /**
   * The decision that issued it, when it is one of ours.
   */
  decision?: Digest | null;
}
/**
 * What a host tells of an order.
 */
export interface OrderFact {
  /**
   * The cart that became it.
   */
  cart?: CartId | null;
  /**
   * Currency of the amounts.
   */
  currency: Currency;
  /**
   * Discounts.
   */
  discount_minor?: Minor;
  /**
   * What was bought.
   */
  lines?: CartLine[];
  /**
   * The order.
   */
  order: OrderId;
  /**
   * For an order placed: where its payment stands. Pending means that nothing was paid or promised yet.
   */
  payment?: Payment & string;
  /**
   * When it was placed.
   */
  placed_at: Timestamp;
  /**
   * What was given back.
   */
  refunded_minor?: Minor;
  /**
   * What was to be paid, discounts taken off.
   */
  total_minor: Minor;
  /**
   * Rises with each change of this order.
   */
  version: number;
}
/**
 * A link in a text was opened.
 */
export interface LinkOpened {
  /**
   * The decision that sent the text.
   */
  decision: Digest;
}
/**
 * What became of a decision.
 */
export interface OutcomeReport {
  /**
   * Which decision.
   */
  decision: Digest;
  /**
   * What became of it.
   */
  result: Outcome;
}
/**
 * What came of a thing done.
 */
export interface Done {
  /**
   * The code of the coupon issued.
   */
  code?: Name | null;
  /**
   * When the coupon ends.
   */
  expires_at?: Timestamp | null;
  /**
   * Parts the provider counted.
   */
  parts?: number | null;
}
/**
 * Why a thing was not done.
 */
export interface Refused {
  /**
   * For a refusal that passes: when to decide again. Without it, after an hour.
   */
  retry_at?: Timestamp | null;
  /**
   * The cause.
   */
  why: Refusal;
}
/**
 * An answer of the recipient.
 */
export interface Reply {
  /**
   * How it was given.
   */
  by?: ReplyBy & string;
  /**
   * The channel it came by.
   */
  channel: Channel;
  /**
   * What the answer means.
   */
  kind: ReplyKind;
}
/**
 * What the provider reports later on a text that it took, or that nobody knows of.
 */
export interface Receipt {
  /**
   * The decision that sent it.
   */
  decision: Digest;
  /**
   * How far it came.
   */
  state: ReceiptState;
  /**
   * Why it came no further, where the provider tells: an opt-out is recorded, a bad number remembered.
   */
  why?: Refusal | null;
}
/**
 * A topic that fired.
 */
export interface TopicFired {
  /**
   * Its name, such as `product:123:restock`.
   */
  name: Name;
}
/**
 * A loaded program.
 */
export interface UnloadRequest {
  /**
   * The handle that `load` answered.
   */
  program: number;
}
/**
 * The same call, with what the host computed for `challenge`; part 1 is its body.
 */
export interface WebhookRequest {
  /**
   * The call.
   */
  hook: Hook;
  /**
   * Now, by the host's clock.
   */
  moment: Timestamp;
  /**
   * The result of each proof, in the order of the challenge, as lower-case hex.
   */
  proofs: string[];
  /**
   * The provider's name.
   */
  provider: string;
  /**
   * The account's settings by name; used for this call and kept nowhere.
   */
  settings: Settings;
}
