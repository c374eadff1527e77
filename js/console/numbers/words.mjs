// Owns the words for what the numbers count.
import { __ } from "@wordpress/i18n";

/** The way from a cart to an order, in order. */
export const STEPS = {
  carts: () => __("Carts left", "cartsignal"),
  phone: () => __("With a phone number", "cartsignal"),
  consent: () => __("Agreed to texts", "cartsignal"),
  confirmed: () => __("Number confirmed", "cartsignal"),
  window: () => __("Text allowed", "cartsignal"),
  sent: () => __("Sent", "cartsignal"),
  delivered: () => __("Delivered", "cartsignal"),
  clicked: () => __("Link opened", "cartsignal"),
  bought: () => __("Bought", "cartsignal"),
};

/** Never shown without this. */
export const ANYWAY = () => __("includes people who would have bought anyway", "cartsignal");
