// Owns how a person is written: a first name and the last digits, as long as they are kept.
import { __, sprintf } from "@wordpress/i18n";

/** @param {{ who: { key?: string | null, name: string | null, digits: string | null, erased: boolean, test: boolean }, links?: boolean }} props */
export function Who({ who, links = true }) {
  const shown = words(who);
  if (!links || !who.key) return <span>{shown}</span>;
  return <a href={`#/activity/shopper/${encodeURIComponent(who.key)}`}>{shown}</a>;
}

export function words({ name, digits, erased, test }) {
  if (test) return __("Test to your own phone", "cartsignal");
  if (erased) return __("erased", "cartsignal");
  /* translators: %s: the last two digits of a phone number. */
  const number = digits === null ? null : sprintf(__("number ending in %s", "cartsignal"), digits);
  return [name, number].filter(Boolean).join(", ") || __("no name or number", "cartsignal");
}
