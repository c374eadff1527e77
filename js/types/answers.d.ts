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
  | "coupon_refused"
  | "filtered"
  | "stale"
  | "paused";
/**
 * A price in millionths of the currency's major unit: one text costs a fraction of a cent's multiple.
 */
export type Micros = number;
/**
 * What to compute before a call is believed; part 1 and on are what each proof is computed over.
 */
export type ChallengeAnswer =
  | {
      prove: Proof[];
    }
  | {
      refused: HookRefusal;
    };
/**
 * What a proof is computed with.
 */
export type ProofAlgorithm = "hmac_sha1" | "hmac_sha256" | "sha256";
/**
 * How text becomes the bytes of a key.
 */
export type KeyEncoding = "utf8" | "base64";
/**
 * Why a hook is not believed.
 */
export type HookRefusal = "unsigned" | "forged" | "stale" | "malformed" | "unsupported";
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
  | "config.paused_journey"
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
  | "lint.journey_silent"
  | "config.sender.not_allowed"
  | "config.sender.kind"
  | "config.sender.unknown"
  | "config.sender.record"
  | "config.market.price_estimate"
  | "registration.market"
  | "registration.pages"
  | "registration.text"
  | "gateway.provider"
  | "gateway.setting"
  | "gateway.errand";
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
  | "link_opened"
  | "unreachable"
  | "journey_paused";
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
  | "pause"
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
export type Counted =
  "abandoned" | "texts" | "held_out" | "orders" | "revenue_minor" | "opt_outs" | "delivered" | "undelivered";
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
 * What became of a text.
 */
export type Parsed =
  | {
      phone: Phone;
    }
  | {
      refused: PhoneFault;
    };
/**
 * Kinds of line.
 */
export type NumberKind = "mobile" | "fixed" | "unknown";
/**
 * Why a text is no number to send texts to.
 */
export type PhoneFault =
  "empty" | "not_a_number" | "no_country" | "unknown_country" | "too_short" | "too_long" | "invalid" | "special";
/**
 * What a setting's value must look like.
 */
export type Shape =
  | "line"
  | {
      sid: string;
    }
  | "base"
  | "endpoint"
  | "signing_secret";
/**
 * What a meaning was read from.
 */
export type By = "keyword" | "phrase" | "sign" | "nothing";
/**
 * Meanings of an answer.
 */
export type ReplyKind = "stop" | "start" | "yes" | "help" | "ambiguous" | "cleared" | "other";
/**
 * What to paste.
 */
export type Filled = string | string[] | boolean;
/**
 * What a text can come from.
 */
export type SenderKind = "toll_free" | "long_code_10dlc" | "short_code" | "long_number" | "alphanumeric";
export type Day = string;
/**
 * What to do for an errand.
 */
export type Requested =
  | {
      http: Http;
    }
  | {
      settled: Sending;
    }
  | {
      checked: Checked;
    };
/**
 * Methods in use.
 */
export type Method = "GET" | "POST";
/**
 * How a seal is computed.
 */
export type SealAlgorithm = "hmac_sha256";
/**
 * How a seal is written.
 */
export type SealEncoding = "base64" | "hex";
/**
 * What became of an attempt to send.
 */
export type Sending =
  | {
      accepted: AcceptedSending;
    }
  | {
      refused: RefusedSending;
    }
  | {
      unknown: UnknownSending;
    };
/**
 * What the owner has to see to.
 */
export type Alarm = "login_refused" | "balance_low" | "sender_refused";
/**
 * Whether the carriers know a sender.
 */
export type Registered = "yes" | "no" | "pending" | "unknown";
/**
 * What follows from what was heard.
 */
export type Responded =
  | {
      outcome: Sending;
    }
  | {
      checked: Checked;
    };
/**
 * Whether networks take a kind of sender.
 */
export type Allowed = "yes" | "no" | "with_registration" | "unknown";
/**
 * How far a row is to be relied on.
 */
export type Confidence = "H" | "M" | "L";
/**
 * How the reader of a text can stop more of them, as the sender's ability allows.
 */
export type WayOut = "stop_word" | "opt_out_link" | "stop_number";
/**
 * What a hook said.
 */
export type Hooked =
  | {
      heard: HeardHook;
    }
  | {
      refused: HookRefusal;
    };
/**
 * One thing that a provider says.
 */
export type Notice =
  | {
      receipt: ReceiptNotice;
    }
  | {
      inbound: InboundNotice;
    };
/**
 * How far a text came. Receipts come in any order and more than once; of two that contradict, `delivered` counts.
 */
export type ReceiptState = "sent" | "delivered" | "undelivered" | "failed";
/**
 * What a provider takes a text as.
 */
export type InboundWord = "stop" | "start" | "help";

/**
 * What stands under `ok` in part 0 of each operation's answer; `error` and `errors` are the same for all.
 */
export interface Answers {
  admit?: Admitted;
  challenge?: ChallengeAnswer;
  charge?: Done;
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
  parse_phone?: Parsed;
  providers?: ProvidersAnswer;
  read_reply?: Reading;
  registration?: Registration;
  release?: Done;
  request?: Requested;
  response?: Responded;
  senders?: SendersAnswer;
  spending?: Spending;
  step?: SteppedAnswer;
  touches?: Touched;
  unload?: Done;
  versions?: Versions;
  webhook?: Hooked;
}
/**
 * Whether a decision may be executed; part 1 is the counters after.
 */
export interface Admitted {
  /**
   * Now, later or not.
   */
  admission: Admission;
  /**
   * For `go`: what the text was counted with, in millionths of the store's currency, all parts together.
   */
  cost_micros?: Micros | null;
}
/**
 * Something for the host to compute with its native primitive over given bytes; the result is lower-case hex.
 */
export interface Proof {
  /**
   * What to compute.
   */
  algorithm: ProofAlgorithm;
  /**
   * With which key.
   */
  key?: Key | null;
}
/**
 * The key of a seal or proof: a setting's value after `skip` leading characters, decoded.
 */
export interface Key {
  /**
   * How the rest of its value becomes bytes.
   */
  encoding: KeyEncoding;
  /**
   * The name of the setting.
   */
  setting: string;
  /**
   * Leading characters that are no part of the key.
   */
  skip: number;
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
   * The recipient's opt-outs that stand after: the host keeps them in clear, and looks at them before each text.
   */
  opt_outs?: OptOut[];
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
   * The time at which a refusal told the text to come back, for `admit`: the slot that is kept for it.
   */
  slot?: Timestamp | null;
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
 * An opt-out that stands.
 */
export interface OptOut {
  /**
   * Since when.
   */
  at: Timestamp;
  /**
   * Of which channel.
   */
  channel: Channel;
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
 * A phone number.
 */
export interface Phone {
  /**
   * The digits of `e164` without the last three: the range of a thousand numbers it lies in.
   */
  block: string;
  /**
   * E.164: a plus, the calling code and the national number, digits only.
   */
  e164: string;
  /**
   * Kind of line, country and area. The country is the number's own, also where several share a calling code (+1, +7,
   * +44); the area is the three-digit area code in +1, elsewhere the first three digits of the national number, and
   * absent where that has fewer than seven.
   */
  number: Number;
}
/**
 * What is known of a phone number.
 */
export interface Number {
  /**
   * Leading digits that tell the area or network, without the country's own (`212`).
   */
  area: string | null;
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
 * Every provider.
 */
export interface ProvidersAnswer {
  /**
   * In the order in which screens show them.
   */
  providers: Provider[];
}
/**
 * A provider: what an owner has to know of it, and its code.
 */
export interface Provider {
  /**
   * The version of its API that this speaks.
   */
  api: string;
  /**
   * Whether it calls back: receipts and texts of recipients.
   */
  hooks: boolean;
  /**
   * Whether an attempt without an answer can be looked up.
   */
  looks_up: boolean;
  /**
   * The name by which hosts call it.
   */
  name: string;
  /**
   * When its documentation was last read for this, as `2026-11-21`.
   */
  read: string;
  /**
   * What it needs to know.
   */
  settings: Setting[];
  /**
   * The name that owners know.
   */
  title: string;
}
/**
 * A setting that a provider needs.
 */
export interface Setting {
  /**
   * What one looks like; never one that works.
   */
  example: string;
  /**
   * Its name.
   */
  name: string;
  /**
   * Whether nothing works without it.
   */
  required: boolean;
  /**
   * Whether screens hide it and hosts encrypt it.
   */
  secret: boolean;
  /**
   * What its value must look like.
   */
  shape: Shape;
  /**
   * What it is, and where the owner finds it.
   */
  what: string;
}
/**
 * What a message means.
 */
export interface Reading {
  /**
   * What the meaning was read from.
   */
  by: By;
  /**
   * Its meaning; never `cleared`, which only the owner can say.
   */
  kind: ReplyKind;
  /**
   * The language it was understood in: the recipient's own where that has the word, else the only one that has it.
   */
  language?: string | null;
}
/**
 * What to paste where.
 */
export interface Registration {
  /**
   * The box that asks for permission, as the checkout shows it.
   */
  consent_box?: BoxShown | null;
  /**
   * Where texts are to go.
   */
  country: string;
  /**
   * The forms, one of each kind of sender that may be registered; empty where there is nothing to paste.
   */
  forms: Form[];
  /**
   * Why there is nothing to paste.
   */
  nothing?: string | null;
  /**
   * What the store's own pages have to say.
   */
  paragraphs?: Paragraphs | null;
}
/**
 * A box, as it is shown and kept as evidence.
 */
export interface BoxShown {
  /**
   * Its version.
   */
  version: string;
  /**
   * Its wording.
   */
  wording: string;
}
/**
 * One form.
 */
export interface Form {
  /**
   * What to paste, field by field; what only the owner knows (tax number, address) is not here.
   */
  fields: Field[];
  /**
   * The kind of sender it registers.
   */
  kind: SenderKind;
  /**
   * What it is called.
   */
  name: string;
  /**
   * The day that was read.
   */
  read: Day;
  /**
   * Where it is described.
   */
  source: string;
  /**
   * How long it takes, where known.
   */
  takes?: string | null;
}
/**
 * One field of a form.
 */
export interface Field {
  /**
   * How long it may be, where the form says so.
   */
  characters?: Characters | null;
  /**
   * What it asks, for people.
   */
  label: string;
  /**
   * The form's own name for it.
   */
  name: string;
  /**
   * What to paste.
   */
  value: Filled;
}
/**
 * How long a text may be, in Unicode scalar values; of several, each.
 */
export interface Characters {
  /**
   * Most.
   */
  max: number;
  /**
   * Fewest.
   */
  min: number;
  /**
   * Who says so: the form's documentation, or `chosen`.
   */
  says: string;
}
/**
 * Paragraphs for the store's pages.
 */
export interface Paragraphs {
  /**
   * For the privacy policy.
   */
  privacy: string;
  /**
   * For the terms.
   */
  terms: string;
}
/**
 * One HTTP request. Redirects are not followed.
 */
export interface Http {
  /**
   * The body.
   */
  body: string | null;
  /**
   * Names and values; neither has a control character.
   */
  headers: [string, string][];
  /**
   * The method.
   */
  method: Method;
  /**
   * A signature to compute and add.
   */
  seal?: Seal | null;
  /**
   * How long to wait for the whole answer.
   */
  timeout_ms: number;
  /**
   * The address, query included.
   */
  url: string;
}
/**
 * A header that the host computes: `prefix` followed by the encoded signature of the message's UTF-8 bytes.
 */
export interface Seal {
  /**
   * How it is computed.
   */
  algorithm: SealAlgorithm;
  /**
   * How the signature is written.
   */
  encoding: SealEncoding;
  /**
   * The name of the header.
   */
  header: string;
  /**
   * With which key.
   */
  key: Key;
  /**
   * Over what.
   */
  message: string;
  /**
   * What stands before the signature.
   */
  prefix: string;
}
/**
 * A text that the provider has.
 */
export interface AcceptedSending {
  /**
   * Parts the provider counted.
   */
  parts?: number | null;
  /**
   * What it costs, all parts together.
   */
  price?: Amount | null;
  /**
   * The provider's id of it.
   */
  provider_id?: string | null;
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
 * A text that was not sent.
 */
export interface RefusedSending {
  /**
   * What the owner has to see to, since nothing gets better by itself.
   */
  alarm?: Alarm | null;
  /**
   * The provider's own code.
   */
  code?: string | null;
  /**
   * For a refusal that passes: when to decide again.
   */
  retry_at?: Timestamp | null;
  /**
   * The cause.
   */
  why: Refusal;
}
/**
 * A text of which nobody knows.
 */
export interface UnknownSending {
  /**
   * The provider's own code, or `http_<status>`.
   */
  code?: string | null;
  /**
   * When to look it up; absent where the API can't.
   */
  look_up_at?: Timestamp | null;
}
/**
 * The answer to a check.
 */
export interface Checked {
  /**
   * What is left, where it was asked.
   */
  balance?: Amount | null;
  /**
   * Why not: the provider's own code, `http_<status>`, `silent`, or a word of the provider's for a status.
   */
  code?: string | null;
  /**
   * Whether the settings log in. False where nothing was heard, too: see `code`.
   */
  login: boolean;
  /**
   * Whether the carriers know the sender, where it was asked.
   */
  registered?: Registered | null;
}
/**
 * Rows of the table of senders.
 */
export interface SendersAnswer {
  /**
   * What is known; a kind without a row is unknown.
   */
  senders: SenderRow[];
}
/**
 * One kind of sender in one country.
 */
export interface SenderRow {
  /**
   * Whether networks take it.
   */
  allowed: Allowed;
  /**
   * How far it is to be relied on.
   */
  confidence: Confidence;
  /**
   * Where the text goes: ISO 3166-1 alpha-2.
   */
  country: string;
  /**
   * Whether carriers ask for an answer to HELP that names a contact.
   */
  help: boolean;
  /**
   * How its numbers begin, where those of other countries are blocked.
   */
  home: string | null;
  /**
   * What it comes from.
   */
  kind: SenderKind;
  /**
   * What a name has to be like.
   */
  name: NameRule;
  /**
   * Texts per minute to begin with: chosen, no more than the sources allow; absent where unknown.
   */
  per_minute: number | null;
  /**
   * The day it was read.
   */
  read: Day;
  /**
   * Where it is registered, where a public register exists.
   */
  registry: Registry | null;
  /**
   * What else is worth knowing.
   */
  rules: string[];
  /**
   * Where it was read.
   */
  sources: string[];
  /**
   * How long it takes to get one.
   */
  takes: string | null;
  /**
   * Whether it can receive answers; absent where unknown.
   */
  two_way: boolean | null;
  /**
   * Ways out that can work with it.
   */
  ways_out: WayOut[];
}
/**
 * What networks ask of a name.
 */
export interface NameRule {
  /**
   * Fewest characters.
   */
  min_chars: number;
  /**
   * Whether names that could be anybody's are blocked.
   */
  no_generic: boolean;
  /**
   * Whether only letters and digits are taken.
   */
  plain: boolean;
}
/**
 * A public register of senders.
 */
export interface Registry {
  /**
   * Its name.
   */
  name: string;
  /**
   * Since when senders outside it are marked or blocked.
   */
  since: Day;
  /**
   * Where it is, or where it is described.
   */
  url: string;
}
/**
 * What was spent, and what may be.
 */
export interface Spending {
  /**
   * The store's currency.
   */
  currency: Currency;
  /**
   * The moment's day, UTC.
   */
  day: Spent;
  /**
   * Its calendar month, UTC.
   */
  month: Spent;
}
/**
 * What was spent in a time, and what may be.
 */
export interface Spent {
  /**
   * The hard stop.
   */
  limit_micros: Micros;
  /**
   * Estimates, and prices in the place of those whose receipts have come.
   */
  spent_micros: Micros;
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
/**
 * A hook that is the provider's.
 */
export interface HeardHook {
  /**
   * What it says; empty where it says nothing that matters here.
   */
  notices: Notice[];
  /**
   * What makes it the same as another.
   */
  replay: Replay;
  /**
   * What to answer, the first time and every other.
   */
  reply: HookReply;
}
/**
 * What became of a text that was accepted.
 */
export interface ReceiptNotice {
  /**
   * The provider's own code.
   */
  code?: string | null;
  /**
   * Parts the provider counted.
   */
  parts?: number | null;
  /**
   * What it costs, all parts together.
   */
  price?: Amount | null;
  /**
   * The provider's id of the text.
   */
  provider_id: string;
  /**
   * The host's token of the attempt, from the callback's address.
   */
  reference?: string | null;
  /**
   * How far it got.
   */
  state: ReceiptState;
  /**
   * Why it got no further, where that is known.
   */
  why?: Refusal | null;
}
/**
 * A text that somebody sent.
 */
export interface InboundNotice {
  /**
   * Who sent it, in E.164 where the provider says so.
   */
  from: string;
  /**
   * The provider's id of it.
   */
  provider_id: string;
  /**
   * The words.
   */
  text: string;
  /**
   * Which of the store's numbers it came to.
   */
  to: string;
  /**
   * What the provider itself took it as, and acted upon.
   */
  word?: InboundWord | null;
}
/**
 * What makes a hook the same as another: heard twice within the days, it counts once.
 */
export interface Replay {
  /**
   * How long.
   */
  keep_days: number;
  /**
   * What the host keeps, unique per provider.
   */
  key: string;
}
/**
 * What to answer to a hook.
 */
export interface HookReply {
  /**
   * The body.
   */
  body: string;
  /**
   * Names and values.
   */
  headers: [string, string][];
  /**
   * The HTTP status.
   */
  status: number;
}
