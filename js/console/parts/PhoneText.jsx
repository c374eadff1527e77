// Owns how a text looks on a customer's phone.
import { __ } from "@wordpress/i18n";
import "./phone_text.css";

/** @param {{ from?: string | null, text: string, label?: string }} props */
export function PhoneText({ from, text, label = __("How the text looks on a phone", "cartsignal") }) {
  return (
    <figure className="cartsignal-phone" aria-label={label}>
      <figcaption>{from || __("Your sender", "cartsignal")}</figcaption>
      <p dir="auto">{linked(text)}</p>
    </figure>
  );
}

/** Links are underlined, as phones do; they lead nowhere here. */
function linked(text) {
  return text.split(/(https:\/\/\S+)/).map((part, place) => (place % 2 === 1 ? <u key={place}>{part}</u> : part));
}
