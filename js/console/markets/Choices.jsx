// Owns how customers of a country are addressed and asked: form of address, texts for a cart, confirmation, soft opt-in.
import { __, _n, sprintf } from "@wordpress/i18n";
import { Choice, Tick } from "../parts/Field.jsx";
import { useForm } from "../parts/form.mjs";
import { Save } from "../settings/Section.jsx";
import { languageOf } from "./words.mjs";

export function Choices({ market, keep }) {
  const { country, language, texts, confirm, soft_opt_in: soft } = market;
  const at = `/markets/${country}`;
  const start = {
    language: language.chosen,
    texts_per_abandonment: String(texts.chosen),
    confirm: confirm.on,
    soft_opt_in: soft.on,
  };
  const form = useForm(
    { markets: { [country]: start } },
    {
      path: at,
      changesOf: ({ markets }) => {
        const { texts_per_abandonment: most, confirm: asks, soft_opt_in: isSoft, ...rest } = markets[country];
        return {
          ...rest,
          texts_per_abandonment: Number(most),
          ...(!confirm.locked && { confirm: asks }),
          ...(soft.possible && { soft_opt_in: isSoft }),
        };
      },
      saved: ({ market: answer }) => keep(answer),
    },
  );
  return (
    <form
      ref={form.place}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      {language.choices.length > 1 && (
        <Choice
          form={form}
          at={`${at}/language`}
          label={__("Form of address", "cartsignal")}
          choices={language.choices.map((code) => [code, languageOf(code)])}
        />
      )}
      {texts.most > 1 ? (
        <Choice
          form={form}
          at={`${at}/texts_per_abandonment`}
          label={__("Texts for a cart, at most", "cartsignal")}
          hint={__("The second one is switched on under Journeys.", "cartsignal")}
          choices={[1, 2].map((count) => [
            String(count),
            /* translators: %d: a number of texts. */
            sprintf(_n("%d text", "%d texts", count, "cartsignal"), count),
          ])}
        />
      ) : (
        <Locked label={__("Texts for a cart: one", "cartsignal")} why={texts.why} />
      )}
      {confirm.locked ? (
        <Locked label={__("Customers confirm their number by text", "cartsignal")} why={confirm.why} />
      ) : (
        <Tick
          form={form}
          at={`${at}/confirm`}
          label={__("Customers confirm their number by text", "cartsignal")}
          hint={__("Proves that the number is theirs. Costs one more text, once for each number.", "cartsignal")}
        />
      )}
      {soft.possible ? (
        <Tick
          form={form}
          at={`${at}/soft_opt_in`}
          label={__("Also text on soft opt-in", "cartsignal")}
          hint={soft.why}
        />
      ) : (
        <Locked label={__("Consent by a tick of the box", "cartsignal")} why={soft.why} />
      )}
      <Save form={form} />
    </form>
  );
}

function Locked({ label, why }) {
  return (
    <div className="cartsignal-field cartsignal-locked">
      <p>
        <span className="dashicons dashicons-lock" aria-hidden="true" /> <strong>{label}</strong>{" "}
        <span className="screen-reader-text">{__("(locked)", "cartsignal")}</span>
      </p>
      {why && <p className="cartsignal-hint">{why}</p>}
    </div>
  );
}
