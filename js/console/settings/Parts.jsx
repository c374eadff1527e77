// Owns the plain parts of the settings page: the shop's name, where customers are asked, statuses, mails, leaving.
import { Button } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send } from "../api.mjs";
import { Choice, Text, Tick } from "../parts/Field.jsx";
import { useForm } from "../parts/form.mjs";
import { Section } from "./Section.jsx";

const orNull = (text) => (text.trim() === "" ? null : text);

export function Shop({ settings, saved }) {
  const { shop, shop_defaults: defaults } = settings;
  const start = {
    shop: { name: shop.name ?? "", help_contact: shop.help_contact ?? "", link_origin: shop.link_origin ?? "" },
  };
  const changesOf = (draft) => ({
    shop: Object.fromEntries(Object.entries(draft.shop).map(([name, text]) => [name, orNull(text)])),
  });
  const form = useForm(start, { changesOf, saved });
  return (
    <Section title={__("Your shop in texts", "cartsignal")} form={form}>
      <Text
        form={form}
        at="/shop/name"
        label={__("Name", "cartsignal")}
        hint={__("Every text begins with it. Up to 20 characters are shown.", "cartsignal")}
        placeholder={defaults.name}
        maxLength={30}
      />
      <Text
        form={form}
        at="/shop/help_contact"
        label={__("Help contact", "cartsignal")}
        hint={__(
          "A mail address, phone number or page without blanks; told to whoever answers HELP. Needed for the United States.",
          "cartsignal",
        )}
      />
      <Text
        form={form}
        at="/shop/link_origin"
        label={__("Where short links live", "cartsignal")}
        hint={sprintf(
          /* translators: %s: an address. */
          __("Empty: %s. The shorter, the cheaper. It must lead to this site.", "cartsignal"),
          defaults.link_origin,
        )}
        placeholder={defaults.link_origin}
        type="url"
      />
    </Section>
  );
}

export function Asks({ settings, saved }) {
  const form = useForm({ boxes: settings.boxes, asks: settings.asks }, { saved });
  return (
    <Section
      title={__("Where customers are asked", "cartsignal")}
      lead={__(
        "Boxes are never ticked beforehand. Their words follow the law of the customer's country.",
        "cartsignal",
      )}
      form={form}
    >
      <Tick
        form={form}
        at="/boxes/cart"
        label={__("At the checkout: reminders of the cart", "cartsignal")}
        hint={__("Without this box nobody can be texted.", "cartsignal")}
      />
      <Tick
        form={form}
        at="/boxes/offers"
        label={__("At the checkout: offers", "cartsignal")}
        hint={__("A box of its own. Nothing sends offers yet.", "cartsignal")}
      />
      <Tick
        form={form}
        at="/asks/account"
        label={__("In the account", "cartsignal")}
        hint={__("Customers see there what they agreed to, and change it.", "cartsignal")}
      />
      <Tick
        form={form}
        at="/asks/thank_you"
        label={__("On the thank-you page", "cartsignal")}
        hint={__("For the next cart, with the number of the order.", "cartsignal")}
      />
      <Tick
        form={form}
        at="/asks/add_to_cart"
        label={__("After something was put into the cart", "cartsignal")}
        hint={__("A small panel, once a visit, that can be sent away. Off unless you want it.", "cartsignal")}
      />
    </Section>
  );
}

export function Statuses({ settings, saved }) {
  const { statuses } = settings;
  const start = { statuses: Object.fromEntries(statuses.map(({ status, meaning }) => [status, meaning])) };
  const form = useForm(start, { saved });
  const meanings = [
    ["pending", __("Not paid yet: a reminder may follow", "cartsignal")],
    ["on_hold", __("Bought, payment to come", "cartsignal")],
    ["paid", __("Bought and paid", "cartsignal")],
    ["failed", __("Payment refused: a reminder may follow", "cartsignal")],
    ["cancelled", __("Cancelled", "cartsignal")],
    ["refunded", __("Refunded", "cartsignal")],
    ["ignored", __("No order yet", "cartsignal")],
  ];
  return (
    <Section
      title={__("What an order status means", "cartsignal")}
      lead={__(
        "Who bought is not reminded. A status that another plugin brings counts as bought until you say otherwise.",
        "cartsignal",
      )}
      form={form}
    >
      <div className="cartsignal-statuses">
        {statuses.map(({ status, name }) => (
          <Choice key={status} form={form} at={`/statuses/${status}`} label={name} choices={meanings} />
        ))}
      </div>
    </Section>
  );
}

export function Mails({ settings, saved }) {
  const { alarm_mail: address, alarm_mail_default: fallback, digest } = settings;
  const changesOf = (draft) => ({ ...draft, alarm_mail: orNull(draft.alarm_mail) });
  const form = useForm({ alarm_mail: address, digest }, { changesOf, saved });
  const [told, setTold] = useState(null);
  async function test() {
    try {
      const { sentence } = await send("POST", "/settings/test-mail");
      setTold(sentence);
      speak(sentence);
    } catch (error) {
      setTold(error.message);
    }
  }
  return (
    <Section
      title={__("Mails to you", "cartsignal")}
      lead={__("An alarm comes within 15 minutes, through the site's own mailer.", "cartsignal")}
      form={form}
    >
      <Text
        form={form}
        at="/alarm_mail"
        type="email"
        label={__("Alarms and the digest go to", "cartsignal")}
        placeholder={fallback}
        hint={sprintf(
          /* translators: %s: a mail address. */
          __("Empty: %s, the address of the site's administrator.", "cartsignal"),
          fallback,
        )}
      />
      <Tick
        form={form}
        at="/digest"
        label={__("A digest on Monday morning", "cartsignal")}
        hint={__(
          "One line per country: sent, delivered, bought after a click, spent, and what waits for you.",
          "cartsignal",
        )}
      />
      <p>
        <Button variant="secondary" onClick={test}>
          {__("Send a test mail", "cartsignal")}
        </Button>{" "}
        <span role="status">{told}</span>
      </p>
    </Section>
  );
}

export function Leaving({ settings, saved }) {
  const form = useForm({ remove_on_uninstall: settings.remove_on_uninstall }, { saved });
  const kept = [
    [__("Carts", "cartsignal"), __("60 days", "cartsignal")],
    [__("Texts, decisions and what became of them", "cartsignal"), __("13 months", "cartsignal")],
    [__("A number that nobody confirmed", "cartsignal"), __("30 days", "cartsignal")],
    [__("A number of which nothing was heard", "cartsignal"), __("3 years", "cartsignal")],
    [__("Proof of consent, without the number", "cartsignal"), __("5 years after its last use", "cartsignal")],
    [__("Opt-outs, as a code made of the number", "cartsignal"), __("10 years", "cartsignal")],
  ];
  return (
    <Section title={__("What is kept, and leaving", "cartsignal")} form={form}>
      <h4>{__("How long everything is kept", "cartsignal")}</h4>
      <dl className="cartsignal-kept">
        {kept.map(([what, howLong]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{howLong}</dd>
          </div>
        ))}
      </dl>
      <h4>{__("Proof of consent", "cartsignal")}</h4>
      <p>
        <a href={settings.proof_url} download>
          {__("Download the proof of consent (CSV)", "cartsignal")}
        </a>
      </p>
      <h4>{__("When the plugin is deleted", "cartsignal")}</h4>
      <Tick
        form={form}
        at="/remove_on_uninstall"
        label={__("Remove everything, the proof of consent and the opt-outs too", "cartsignal")}
        hint={__(
          "Without the tick, proof and opt-outs stay in the database: you may be asked for them years later.",
          "cartsignal",
        )}
      />
    </Section>
  );
}
