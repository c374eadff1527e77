// Generated from the core's types by `npm run generate`. Do not edit.

/**
 * Whether a text may be handed over now.
 */
export type Admission =
  | "go"
  | {
      later: {
        /**
         * The slot kept for it.
         */
        at: Timestamp;
        /**
         * Why.
         */
        why: Refusal;
      };
    }
  | {
      no: {
        /**
         * Why.
         */
        why: Refusal;
      };
    };
/**
 * A point in time: milliseconds since the Unix epoch, UTC.
 */
export type Timestamp = number;
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
  | "coupon_refused";
export type Digest = string;
/**
 * What one run of `program.changed` over existing shoppers is needed for.
 */
export type Sweep = "none" | "facts" | "settle";
/**
 * Everything that can be wrong, as dotted words; a word once published keeps its meaning.
 */
export type Code =
  | "request.frame"
  | "request.unknown_call"
  | "request.malformed"
  | "request.unknown_field"
  | "request.missing_field"
  | "request.bad_value"
  | "request.too_large"
  | "request.no_program"
  | "request.unknown_handle"
  | "request.unsupported"
  | "request.operation_elsewhere"
  | "state.malformed"
  | "state.too_new"
  | "state.of_another"
  | "state.too_large"
  | "program.malformed"
  | "program.too_new"
  | "program.part_missing"
  | "subject.missing"
  | "recipient.mismatch"
  | "config.malformed"
  | "config.too_large"
  | "config.format"
  | "config.unknown_field"
  | "config.missing_field"
  | "config.bad_value"
  | "config.shop.name"
  | "config.shop.link_origin"
  | "config.shop.help_contact"
  | "config.market.none"
  | "config.market.country"
  | "config.market.no_rule"
  | "config.market.language"
  | "config.market.texts_per_abandonment"
  | "config.market.confirm_locked"
  | "config.market.soft_opt_in"
  | "config.market.window"
  | "config.market.price"
  | "config.market.no_sender"
  | "config.market.no_price"
  | "config.sender.name"
  | "config.sender.number"
  | "config.sender.two_way"
  | "config.sender.way_out"
  | "config.sender.stop_number"
  | "config.sender.unregistered"
  | "config.cap"
  | "config.holdout"
  | "config.after_purchase"
  | "config.budget"
  | "config.attribution"
  | "config.coupon_days"
  | "config.region"
  | "config.program"
  | "config.journey.shape"
  | "config.journey.name"
  | "config.journey.duplicate"
  | "config.journey.too_many"
  | "config.journey.nodes"
  | "config.journey.duplicate_node"
  | "config.journey.unknown_node"
  | "config.journey.backward_jump"
  | "config.journey.unknown_segment"
  | "config.journey.condition"
  | "config.journey.delay"
  | "config.journey.experiment"
  | "config.journey.coupon"
  | "config.journey.entry"
  | "config.journey.unknown_text"
  | "config.journey.coupon_tag"
  | "config.segment.shape"
  | "config.segment.name"
  | "config.segment.duplicate"
  | "config.segment.short_name"
  | "config.segment.too_many"
  | "config.segment.condition"
  | "config.segment.unknown_segment"
  | "config.text.shape"
  | "config.text.unknown"
  | "config.text.language"
  | "config.text.template"
  | "config.text.owes"
  | "config.text.render"
  | "config.text.parts"
  | "config.text.too_long"
  | "lint.segment_unused"
  | "lint.segment_demographic"
  | "lint.journey_nobody"
  | "lint.journey_silent";
/**
 * Why a decision is what it is. Closed: hosts translate these words.
 */
export type Reason =
  | "due"
  | "quiet_hours"
  | "quiet_hours_too_long"
  | "awaiting_confirmation"
  | "not_confirmed"
  | "asked_before"
  | "unread_reply"
  | "clock_jumped"
  | "try_again"
  | "no_rule"
  | "no_number"
  | "not_mobile"
  | "no_sender"
  | "sender_unregistered"
  | "opted_out"
  | "no_consent"
  | "bought"
  | "bought_recently"
  | "too_late"
  | "already_texted"
  | "cap_reached"
  | "holdout"
  | "watching"
  | "cart_emptied"
  | "cart_gone"
  | "exit_condition"
  | "completed"
  | "journey_changed"
  | "went_live"
  | "no_text"
  | "refused"
  | "outcome_unknown"
  | "contact_cleared"
  | "ask"
  | "help_asked"
  | "opt_out_confirmed"
  | "confirmed"
  | "condition_met"
  | "condition_unmet"
  | "coupon_due"
  | "link_opened";
export type Name = string;
/**
 * Kinds of abandonment, first match first.
 */
export type AbandonmentKind =
  | "payment_failed"
  | "pending_payment"
  | "repeat"
  | "full_cart_back"
  | "stopped_at_payment"
  | "checkout_starter"
  | "fast_exit"
  | "other";
/**
 * What the gate would say.
 */
export type Answer =
  | "send"
  | "ask"
  | {
      hold: Reason;
    }
  | {
      drop: Reason;
    };
/**
 * A value in a clause.
 */
export type Saw =
  | "nothing"
  | {
      count: number;
    }
  | {
      at: Timestamp;
    }
  | {
      word: string;
    };
/**
 * The rules of the gate, in the order in which the first failing one decides.
 */
export type Rule =
  | "number"
  | "market"
  | "opt_out"
  | "unread_reply"
  | "purchase"
  | "age"
  | "sender"
  | "consent"
  | "per_abandonment"
  | "cap"
  | "holdout"
  | "confirmation"
  | "clock"
  | "quiet_hours"
  | "watch";
/**
 * How far learning came; while it goes on, part 1 is the progress to hand in again.
 */
export type LearnedAnswer =
  | {
      progress: Done;
    }
  | {
      model: Model;
    };
/**
 * The alphabet a text travels in.
 */
export type Encoding = "gsm7" | "ucs2";
export type ShopperKey = string;
/**
 * What a decision says.
 */
export type Act =
  | {
      send: Send;
    }
  | {
      issue_coupon: IssueCoupon;
    }
  | {
      show_on_site: ShowOnSite;
    }
  | {
      credit_order: CreditOrder;
    }
  | {
      enter_segment: SegmentChange;
    }
  | {
      leave_segment: SegmentChange;
    }
  | {
      hold_until: Hold;
    }
  | {
      drop: Place;
    }
  | {
      cancel: Cancel;
    };
export type CartId = string;
/**
 * How a shopper is reached.
 */
export type Channel = "sms" | "email";
/**
 * Kinds of text.
 */
export type Class = "marketing" | "ask" | "confirmation" | "help" | "test";
/**
 * Where a link in a text leads.
 */
export type LinkKind = "cart" | "checkout" | "opt_out" | "confirm";
/**
 * What a permission is for.
 */
export type Purpose = "cart" | "offers";
/**
 * An amount in the minor unit of its currency; sums stay at the ends of the range instead of wrapping.
 */
export type Minor = number;
export type Currency = string;
export type OrderId = string;
/**
 * What is counted.
 */
export type Counted = "abandoned" | "texts" | "held_out" | "orders" | "revenue_minor" | "opt_outs";
/**
 * What became of an input.
 */
export type Folded = "new" | "fact_only" | "trust_too_low";
export type RecipientKey = string;
/**
 * Why a wake is asked for.
 */
export type WakeReason =
  | "cart_idle"
  | "delay_ends"
  | "wait_ends"
  | "hold_ends"
  | "confirmation_ends"
  | "outcome_overdue"
  | "segment_may_change"
  | "repointed";

/**
 * What stands under `ok` in part 0 of each operation's answer; `error` and `errors` are the same for all.
 */
export interface Answers {
  admit?: Admitted;
  combine?: Done;
  compile?: CompiledAnswer;
  erase?: Done;
  error?: Failure;
  errors?: ContractError[];
  explain?: Explanation;
  flush?: Done;
  hold?: Held;
  learn?: LearnedAnswer;
  lint?: LintAnswer;
  load?: Loaded;
  measure?: Measure;
  merge?: MergedAnswer;
  observe?: Done;
  release?: Done;
  step?: SteppedAnswer;
  touches?: Touched;
  unload?: Done;
  versions?: Versions;
}
/**
 * Whether a decision may be executed; part 1 is the counters after.
 */
export interface Admitted {
  /**
   * Now, later or not.
   */
  admission: Admission;
}
/**
 * An answer that says nothing but that it was done.
 */
export interface Done {}
/**
 * A configuration that compiles; part 1 is the program.
 */
export interface CompiledAnswer {
  /**
   * Names of segments, journeys and texts that were left out.
   */
  disabled: string[];
  /**
   * Rises with each program that settles shoppers differently from the one before.
   */
  epoch: number;
  /**
   * Hash of the program.
   */
  hash: Digest;
  /**
   * What existing shoppers have to be swept for with `program.changed`.
   */
  sweep: Sweep;
  /**
   * What the owner should know.
   */
  warnings: ContractError[];
}
/**
 * An error or a warning: what is wrong, where in the JSON handed in, and the way out.
 */
export interface ContractError {
  /**
   * What is wrong; closed, for machines.
   */
  code: Code;
  /**
   * One sentence for people: lower case, no full stop, never a phone number or the words of a text.
   */
  message: string;
  /**
   * JSON pointer (RFC 6901) to the offender; empty for the whole, or where there is no JSON.
   */
  pointer: string;
}
/**
 * Why a call cannot be answered.
 */
export interface Failure {
  /**
   * What is wrong; closed, for machines.
   */
  code: Code;
  /**
   * One sentence for people.
   */
  message: string;
  /**
   * For `state.too_new`: the oldest format that can read it.
   */
  needs?: number | null;
  /**
   * JSON pointer (RFC 6901) into the request; for a state, to the key whose state it is.
   */
  pointer: string;
  /**
   * For `program.part_missing`: the range to hand in before calling again.
   */
  range?: Range | null;
}
/**
 * Bytes of a program.
 */
export interface Range {
  /**
   * How many.
   */
  length: number;
  /**
   * Where they begin.
   */
  offset: number;
}
/**
 * All that can be said of a shopper at a moment. Nothing is changed by asking.
 */
export interface Explanation {
  /**
   * Journeys under way and over, as remembered.
   */
  journeys: Standing[];
  /**
   * Segments, each with its answer.
   */
  segments: Membership[];
}
/**
 * A place in a journey, and what the gate would say of its next text.
 */
export interface Standing {
  /**
   * The next moment that would change the answer by time alone.
   */
  changes_at: Timestamp | null;
  /**
   * Why it is over, if it is.
   */
  ended: Reason | null;
  /**
   * When it started.
   */
  entered_at: Timestamp;
  /**
   * What started it.
   */
  entry: Name;
  /**
   * The journey.
   */
  journey: Name;
  /**
   * The kind of abandonment, once the cart counted as left.
   */
  kind: AbandonmentKind | null;
  /**
   * The node.
   */
  node: Name;
  /**
   * What the gate would say of a text now.
   */
  now: Answer;
  /**
   * Clause by clause.
   */
  trace: Clause[];
}
/**
 * One rule, what it saw and what it allows.
 */
export interface Clause {
  /**
   * What it allows, where that is a number, a time or a word.
   */
  allows: Saw;
  /**
   * When its answer next changes by time alone.
   */
  changes_at: Timestamp | null;
  /**
   * Whether it lets the text through.
   */
  holds: boolean;
  /**
   * The row of the rule table it rests on.
   */
  row: string | null;
  /**
   * The rule.
   */
  rule: Rule;
  /**
   * What it saw.
   */
  saw: Saw;
}
/**
 * A segment and its answer.
 */
export interface Membership {
  /**
   * When the answer may change by time alone.
   */
  changes_at: Timestamp | null;
  /**
   * Whether the shopper meets its condition now.
   */
  inside: boolean;
  /**
   * The segment.
   */
  segment: Name;
  /**
   * Whether the shopper was in it when last settled.
   */
  settled: boolean;
}
/**
 * States that are held.
 */
export interface Held {
  /**
   * Their handle, until `release`.
   */
  resident: number;
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
  held_out: Arm;
  /**
   * The arm that gets texts.
   */
  texted: Arm;
}
/**
 * One arm.
 */
export interface Arm {
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
 * What is wrong or weak in a configuration.
 */
export interface LintAnswer {
  /**
   * All of it, what refuses the configuration and what is merely weak.
   */
  found: ContractError[];
}
/**
 * A program that is loaded.
 */
export interface Loaded {
  /**
   * Its hash.
   */
  hash: Digest;
  /**
   * All up to the first text: the piece that a load in pieces begins with, and that ordinary steps can do with.
   */
  head: Range;
  /**
   * Its handle, until `unload`.
   */
  program: number;
}
/**
 * What a text costs on the air.
 */
export interface Measure {
  /**
   * The alphabet the text travels in.
   */
  encoding: Encoding;
  /**
   * The first distinct characters that are not in GSM-7, in order of appearance, at most 8; empty in GSM-7.
   */
  first_non_gsm: string[];
  /**
   * Units still free in the last part.
   */
  left: number;
  /**
   * Parts that are billed; zero for an empty text.
   */
  parts: number;
  /**
   * Length in septets (an extension character is two) or in UTF-16 code units.
   */
  units: number;
}
/**
 * Two shoppers made one; part 1 is the survivor's state, part 2 the recipient's.
 */
export interface MergedAnswer {
  /**
   * The key that leads to the survivor from here on.
   */
  alias: ShopperKey;
  /**
   * What follows, as from a step.
   */
  stepped: SteppedAnswer;
  /**
   * Whose state stays.
   */
  survivor: ShopperKey;
}
/**
 * What follows from one input; part 1 is the shopper's state after, part 2 the recipient's.
 */
export interface SteppedAnswer {
  /**
   * What to do now.
   */
  decisions: Decision[];
  /**
   * What the store learned: for `observe`.
   */
  facts: Fact[];
  /**
   * What became of the input.
   */
  folded: Folded;
  /**
   * The recipient that the shopper points at after.
   */
  points_at: RecipientKey | null;
  /**
   * The complete set of topics this shopper listens to.
   */
  topics: Topic[];
  /**
   * Whether every shopper who points at this recipient is to be stepped with a wake.
   */
  wake_pointing: boolean;
  /**
   * When to call again.
   */
  wakes: Wakes;
}
/**
 * One thing to do, or to know.
 */
export interface Decision {
  /**
   * The next moment that would change the answer by time alone.
   */
  changes_at: Timestamp | null;
  /**
   * What to do.
   */
  does: Act;
  /**
   * Minted once: of the recipient, else the shopper; journey, entry, node, attempt and kind. Sends are keyed by it.
   */
  id: Digest;
  /**
   * Why.
   */
  reason: Reason;
  /**
   * Clause by clause; empty where no gate was asked.
   */
  trace: Clause[];
}
/**
 * A text to send now.
 */
export interface Send {
  /**
   * The cart it links to.
   */
  cart: CartId | null;
  /**
   * By which channel.
   */
  channel: Channel;
  /**
   * What kind of text the law sees in it.
   */
  class: Class;
  /**
   * The country whose price counts.
   */
  country: string;
  /**
   * Alphabet.
   */
  encoding: Encoding;
  /**
   * The kind of abandonment it answers.
   */
  kind: AbandonmentKind | null;
  /**
   * Language of the text.
   */
  language: string;
  /**
   * Where the links go.
   */
  links: LinkSlot[];
  /**
   * Not to be handed to the provider after.
   */
  not_after: Timestamp;
  /**
   * Parts it is billed as.
   */
  parts: number;
  /**
   * The place it comes from; nothing for answers to a reply.
   */
  place: Place | null;
  /**
   * The permission it rests on.
   */
  purpose: Purpose | null;
  /**
   * The sender's name or number.
   */
  sender: string;
  /**
   * The text, with a stand-in of the right width for each link.
   */
  text: string;
}
/**
 * The place of one link in a text.
 */
export interface LinkSlot {
  /**
   * Unicode scalar values before it.
   */
  at: number;
  /**
   * Where the link leads.
   */
  kind: LinkKind;
  /**
   * Its length in Unicode scalar values: the origin, a slash and 7 more.
   */
  width: number;
}
/**
 * Where in which journey.
 */
export interface Place {
  /**
   * What started it.
   */
  entry: Name;
  /**
   * The journey.
   */
  journey: Name;
  /**
   * The node.
   */
  node: Name;
}
/**
 * A coupon to issue.
 */
export interface IssueCoupon {
  /**
   * Smallest cart it works on.
   */
  minimum_minor: Minor;
  /**
   * Not to be issued after.
   */
  not_after: Timestamp;
  /**
   * Percent off.
   */
  percent: number;
  /**
   * The place it comes from.
   */
  place: Place;
  /**
   * Hours it lasts.
   */
  valid_hours: number;
}
/**
 * Something to show on the site.
 */
export interface ShowOnSite {
  /**
   * What to show.
   */
  content: Name;
  /**
   * The place it comes from.
   */
  place: Place;
}
/**
 * An order earned by a text.
 */
export interface CreditOrder {
  /**
   * What was paid, discounts taken off.
   */
  amount_minor: Minor;
  /**
   * Its currency.
   */
  currency: Currency;
  /**
   * The decision that sent the text whose link was opened.
   */
  decision: Digest;
  /**
   * The order.
   */
  order: OrderId;
}
/**
 * A segment entered or left.
 */
export interface SegmentChange {
  /**
   * The segment.
   */
  segment: Name;
}
/**
 * A text that waits.
 */
export interface Hold {
  /**
   * The place it comes from.
   */
  place: Place;
  /**
   * Till then.
   */
  until: Timestamp;
}
/**
 * A decision to undo if there is still time.
 */
export interface Cancel {
  /**
   * Which.
   */
  decision: Digest;
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
 * A topic a shopper listens to.
 */
export interface Topic {
  /**
   * Its name, such as `product:123:restock`.
   */
  name: Name;
  /**
   * Lower is served first.
   */
  rank: number;
}
/**
 * When to call again, at most once for each state.
 */
export interface Wakes {
  /**
   * With the recipient alone.
   */
  recipient: Wake | null;
  /**
   * With the shopper.
   */
  shopper: Wake | null;
}
/**
 * When to call again, and why.
 */
export interface Wake {
  /**
   * When.
   */
  at: Timestamp;
  /**
   * Why.
   */
  reason: WakeReason;
}
/**
 * What a step needs of the program's bytes.
 */
export interface Touched {
  /**
   * Ranges in order of offset; never too few, now and then too many.
   */
  ranges: Range[];
}
/**
 * What this core is.
 */
export interface Versions {
  /**
   * Version of the operations, their parts and their JSON.
   */
  contract: number;
  /**
   * Release of the core.
   */
  core: string;
  /**
   * Version of the table of time zones.
   */
  zones: string;
}
