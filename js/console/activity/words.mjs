// Owns the words and signs for what became of a cart. A sign never stands without its word.
import { __ } from "@wordpress/i18n";

/** @type {Record<string, { label: () => string, tone: "good" | "quiet" | "wait" | "bad" }>} */
export const RESULTS = {
  bought: { label: () => __("Bought", "cartsignal"), tone: "good" },
  clicked: { label: () => __("Link opened", "cartsignal"), tone: "good" },
  delivered: { label: () => __("Delivered", "cartsignal"), tone: "good" },
  sent: { label: () => __("Sent", "cartsignal"), tone: "good" },
  going: { label: () => __("On its way", "cartsignal"), tone: "wait" },
  held: { label: () => __("Waits", "cartsignal"), tone: "wait" },
  asked: { label: () => __("Asked to confirm", "cartsignal"), tone: "wait" },
  watching: { label: () => __("Would have been sent", "cartsignal"), tone: "quiet" },
  dropped: { label: () => __("Not sent", "cartsignal"), tone: "quiet" },
  undelivered: { label: () => __("Did not arrive", "cartsignal"), tone: "bad" },
  unknown: { label: () => __("Unknown", "cartsignal"), tone: "bad" },
  answered: { label: () => __("Answered", "cartsignal"), tone: "quiet" },
  test: { label: () => __("Test", "cartsignal"), tone: "quiet" },
  other: { label: () => __("Noted", "cartsignal"), tone: "quiet" },
};

/** What the filter offers: names as the store knows them. */
export const FILTERS = {
  "": () => __("Everything", "cartsignal"),
  sent: () => __("Sent", "cartsignal"),
  clicked: () => __("Link opened", "cartsignal"),
  bought: () => __("Bought", "cartsignal"),
  held: () => __("Waiting", "cartsignal"),
  dropped: () => __("Not sent", "cartsignal"),
  watching: () => __("Would have been sent (watch mode)", "cartsignal"),
  trouble: () => __("Unknown or not delivered", "cartsignal"),
  answered: () => __("Answers to help and STOP", "cartsignal"),
};

/** Reasons worth filtering by, in the words of a choice. */
export const REASONS = {
  "": () => __("Any reason", "cartsignal"),
  quiet_hours: () => __("Outside the hours", "cartsignal"),
  awaiting_confirmation: () => __("Waits for confirmation", "cartsignal"),
  not_confirmed: () => __("Not confirmed", "cartsignal"),
  no_consent: () => __("Did not agree", "cartsignal"),
  opted_out: () => __("Opted out", "cartsignal"),
  bought: () => __("Bought before", "cartsignal"),
  bought_recently: () => __("Bought recently", "cartsignal"),
  cap_reached: () => __("Had enough texts", "cartsignal"),
  already_texted: () => __("Texted already", "cartsignal"),
  holdout: () => __("Held out by lot", "cartsignal"),
  too_late: () => __("Too late", "cartsignal"),
  quiet_hours_too_long: () => __("Hours open too late", "cartsignal"),
  no_sender: () => __("No sender", "cartsignal"),
  no_rule: () => __("No rules for the country", "cartsignal"),
  journey_paused: () => __("Journey paused", "cartsignal"),
  refused: () => __("Refused", "cartsignal"),
  unreachable: () => __("Number not reachable", "cartsignal"),
};
