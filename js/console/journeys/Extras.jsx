// Owns what can be added to the journey: a coupon for those who leave carts often, a second text, the timing experiment.
import { __, sprintf } from "@wordpress/i18n";
import { Field, Text, Tick } from "../parts/Field.jsx";
import { refuse, useForm } from "../parts/form.mjs";
import { Section } from "../settings/Section.jsx";
import { Texts } from "./Kind.jsx";

const wholeOf = (text, least, most) => {
  const value = /^\d{1,6}$/.test(String(text).trim()) ? Number(text) : NaN;
  return value >= least && value <= most ? value : undefined;
};

/* translators: 1: smallest number, 2: largest number. */
const bounds = (least, most) => sprintf(__("Enter a whole number from %1$d to %2$d.", "cartsignal"), least, most);

export function Coupon({ journey, put }) {
  const { on, percent, minimum, currency } = journey.coupon;
  const form = useForm(
    { coupon: { on, percent: String(percent), minimum } },
    {
      path: "/journeys",
      changesOf: ({ coupon }) => {
        const share = wholeOf(coupon.percent, 1, 100);
        refuse({ "/coupon/percent": coupon.on && share === undefined && bounds(1, 100) });
        return { coupon: coupon.on ? { percent: share, minimum: coupon.minimum.trim() || "0" } : null };
      },
      saved: (answer) => put(answer.journey),
    },
  );
  return (
    <Section
      title={__("Coupon", "cartsignal")}
      lead={__(
        "For customers who leave carts often, never in anybody's first text, never for your best customers, and not on sale items. Good for 48 hours.",
        "cartsignal",
      )}
      form={form}
    >
      <Tick form={form} at="/coupon/on" label={__("Give a coupon to those who leave carts often", "cartsignal")} />
      {form.value("/coupon/on") && (
        <>
          <Text form={form} at="/coupon/percent" label={__("Percent off", "cartsignal")} narrow inputMode="numeric" />
          <Text
            form={form}
            at="/coupon/minimum"
            /* translators: %s: code of a currency. */
            label={sprintf(__("From a cart of, %s", "cartsignal"), currency)}
            narrow
            inputMode="decimal"
          />
          <Texts
            name="repeat_coupon"
            title={__("Leaves carts often, with a coupon", "cartsignal")}
            journey={journey}
            put={put}
          />
        </>
      )}
    </Section>
  );
}

export function Second({ journey, put }) {
  const { on, minutes, least, most, countries } = journey.second_text;
  const form = useForm(
    { second_text: on, hours: String(minutes / 60) },
    {
      path: "/journeys",
      changesOf: ({ second_text: second, hours }) => {
        const length = wholeOf(hours, least / 60, most / 60);
        refuse({ "/hours": second && length === undefined && bounds(least / 60, most / 60) });
        return { second_text: second, ...(second && { second_text_minutes: length * 60 }) };
      },
      saved: (answer) => put(answer.journey),
    },
  );
  return (
    <Section
      title={__("Second text", "cartsignal")}
      lead={
        countries.length > 0
          ? /* translators: %s: a list of countries. */
            sprintf(
              __("For carts that are still there. Goes only in countries that allow two: %s.", "cartsignal"),
              countries.join(", "),
            )
          : __(
              "For carts that are still there. No country allows two texts yet: choose it under Countries.",
              "cartsignal",
            )
      }
      form={form}
    >
      <Tick form={form} at="/second_text" label={__("Send a second text", "cartsignal")} />
      {form.value("/second_text") && (
        <Field label={__("Hours after the first one", "cartsignal")} error={form.errors["/hours"]}>
          {(common) => (
            <input
              type="text"
              inputMode="numeric"
              className="is-narrow"
              value={form.value("/hours")}
              onChange={(event) => form.set("/hours", event.target.value)}
              {...common}
            />
          )}
        </Field>
      )}
    </Section>
  );
}

export function Experiment({ journey, put }) {
  const { on, from } = journey.timing_experiment;
  const form = useForm({ timing_experiment: on }, { path: "/journeys", saved: (answer) => put(answer.journey) });
  const isOwn = journey.kinds.some(({ minutes, usual }) => minutes !== usual);
  return (
    <Section
      title={__("Timing experiment", "cartsignal")}
      lead={sprintf(
        /* translators: %d: a number of texts. */
        __(
          "15 minutes against 2 hours, customer by customer, once your store sends %d texts a month: only then can it tell anything.",
          "cartsignal",
        ),
        from,
      )}
      form={form}
    >
      <Tick
        form={form}
        at="/timing_experiment"
        label={__("Find out which delay brings more", "cartsignal")}
        hint={
          isOwn
            ? __(
                "You chose delays of your own: while the experiment runs only carts at the payment follow them. Untick it to have them followed always.",
                "cartsignal",
              )
            : undefined
        }
      />
    </Section>
  );
}
