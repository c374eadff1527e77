// Owns what a part of a text to a country is counted with: the owner's price, the provider's list, or a guess.
import { __, sprintf } from "@wordpress/i18n";
import { textOfMicros } from "../parts/amount.mjs";
import { Text } from "../parts/Field.jsx";
import { useForm } from "../parts/form.mjs";
import { cost } from "../parts/shown.mjs";
import { Save } from "../settings/Section.jsx";

const { currency } = window.cartsignal;

export function Price({ market, keep }) {
  const { of, micros, source, date } = market.price;
  const at = `/markets/${market.country}`;
  const form = useForm(
    { markets: { [market.country]: { price: of === "own" ? textOfMicros(micros) : "" } } },
    {
      path: at,
      changesOf: ({ markets }) => ({ price: markets[market.country].price.trim() || null }),
      saved: ({ market: answer }) => keep(answer),
    },
  );
  const amount = cost(micros, { exact: true });
  const words = {
    /* translators: 1: an amount, 2: a day. */
    own: sprintf(__("Counted with your price of %1$s for a part, entered on %2$s.", "cartsignal"), amount, date),
    /* translators: 1: an amount, 2: a day. */
    list: sprintf(
      __("Counted with the provider's list price of %1$s for a part, read on %2$s.", "cartsignal"),
      amount,
      date,
    ),
    /* translators: %s: an amount. */
    guess: sprintf(
      __("No price is known: a part is counted with %s, dearer than most, so that the budget holds.", "cartsignal"),
      amount,
    ),
  };
  return (
    <form
      ref={form.place}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      <p>
        {words[of]}{" "}
        {of === "list" && (
          <a href={source} target="_blank" rel="noreferrer">
            {__("Source", "cartsignal")}
          </a>
        )}
      </p>
      <Text
        form={form}
        at={`${at}/price`}
        /* translators: %s: code of a currency. */
        label={sprintf(__("Your price of a part, %s", "cartsignal"), currency)}
        hint={__(
          "As your provider charges it. What a text really cost replaces it once the receipt tells. Empty: the list.",
          "cartsignal",
        )}
        narrow
        inputMode="decimal"
      />
      <Save form={form} label={__("Save the price", "cartsignal")} />
    </form>
  );
}
