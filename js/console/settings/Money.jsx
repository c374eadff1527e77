// Owns what may be spent, who is held out, and the discount: fields that the settings page and the set-up share.
import { __, sprintf } from "@wordpress/i18n";
import { microsOf, minorOf, textOfMicros, textOfMinor } from "../parts/amount.mjs";
import { Text, Tick } from "../parts/Field.jsx";
import { refuse, useForm } from "../parts/form.mjs";
import { cost } from "../parts/shown.mjs";

const { currency } = window.cartsignal;

const wrong = () => __("Enter an amount such as 12.50, without a currency sign.", "cartsignal");
const notWhole = () => __("Enter a whole number.", "cartsignal");

/** @param {any} settings the answer of `/settings` */
export function useMoney(settings, saved) {
  const { budget, holdout_percent: held, coupon, coupon_guard: guard, attribution_days: days } = settings;
  const start = {
    budget: { month_micros: textOfMicros(budget.month_micros), day_micros: textOfMicros(budget.day_micros) },
    holdout_percent: String(held),
    coupon: {
      on: coupon !== null,
      percent: String(coupon?.percent ?? 10),
      minimum_minor: textOfMinor(coupon?.minimum_minor ?? 0),
    },
    coupon_guard: { per_month: guard.per_month === null ? "" : String(guard.per_month) },
    attribution_days: String(days),
  };
  return useForm(start, { changesOf, saved });
}

function changesOf({ budget, holdout_percent: held, coupon, coupon_guard: guard, attribution_days: days }) {
  const month = microsOf(budget.month_micros);
  const day = microsOf(budget.day_micros);
  const least = minorOf(coupon.minimum_minor);
  const whole = (text) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined);
  refuse({
    "/budget/month_micros": month === undefined && wrong(),
    "/budget/day_micros": day === undefined && wrong(),
    "/holdout_percent": whole(held) === undefined && notWhole(),
    "/coupon/percent": coupon.on && whole(coupon.percent) === undefined && notWhole(),
    "/coupon/minimum_minor": coupon.on && (least ?? undefined) === undefined && wrong(),
    "/coupon_guard/per_month": guard.per_month.trim() !== "" && whole(guard.per_month) === undefined && notWhole(),
    "/attribution_days": whole(days) === undefined && notWhole(),
  });
  return {
    budget: { month_micros: month, day_micros: day },
    holdout_percent: whole(held),
    coupon: coupon.on ? { percent: whole(coupon.percent), minimum_minor: least } : null,
    coupon_guard: guard.per_month.trim() === "" ? null : { per_month: whole(guard.per_month) },
    attribution_days: whole(days),
  };
}

/** @param {{ form: ReturnType<typeof useMoney>, settings: any, brief?: boolean }} props `brief` leaves out what can wait */
export function MoneyFields({ form, settings, brief = false }) {
  const numbers = { narrow: true, inputMode: "decimal" };
  const isOn = form.value("/coupon/on");
  return (
    <>
      <Text
        form={form}
        at="/budget/month_micros"
        label={sprintf(/* translators: %s: code of a currency. */ __("Budget a month, %s", "cartsignal"), currency)}
        hint={sprintf(
          /* translators: %s: an amount of money. */
          __("Nothing is sent beyond it; you get a mail at 80 %%. Empty: %s.", "cartsignal"),
          cost(settings.budget_default_micros),
        )}
        {...numbers}
      />
      <Text
        form={form}
        at="/budget/day_micros"
        label={sprintf(/* translators: %s: code of a currency. */ __("Budget a day, %s", "cartsignal"), currency)}
        hint={__("Empty: a tenth of the month's.", "cartsignal")}
        {...numbers}
      />
      <Text
        form={form}
        at="/holdout_percent"
        label={__("Held out, percent", "cartsignal")}
        hint={__(
          "So many customers get no text, so that you can see what texts bring beyond what would have been bought anyway. 0 to 50.",
          "cartsignal",
        )}
        narrow
        inputMode="numeric"
      />
      <Tick
        form={form}
        at="/coupon/on"
        label={__("A discount for those who leave carts often", "cartsignal")}
        hint={__("For the third cart left in 30 days, good for 48 hours. Never in a first text.", "cartsignal")}
      />
      {isOn && (
        <>
          <Text
            form={form}
            at="/coupon/percent"
            label={__("Discount, percent", "cartsignal")}
            narrow
            inputMode="numeric"
          />
          <Text
            form={form}
            at="/coupon/minimum_minor"
            label={sprintf(
              /* translators: %s: code of a currency. */
              __("For carts from, %s", "cartsignal"),
              currency,
            )}
            {...numbers}
          />
        </>
      )}
      {!brief && (
        <>
          <Text
            form={form}
            at="/coupon_guard/per_month"
            label={__("Coupons a month at most", "cartsignal")}
            hint={__(
              "Empty: a tenth of the month's texts, at least 30. Beyond it texts go without a coupon.",
              "cartsignal",
            )}
            narrow
            inputMode="numeric"
          />
          <Text
            form={form}
            at="/attribution_days"
            label={__("Days in which an order counts for a click", "cartsignal")}
            hint={__("The last click counts. 1 to 30.", "cartsignal")}
            narrow
            inputMode="numeric"
          />
        </>
      )}
    </>
  );
}
