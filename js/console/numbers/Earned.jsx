// Owns what texts really earn: people who could be texted beside those held out, with how sure that is.
import { __, sprintf } from "@wordpress/i18n";
import { Chart } from "../parts/Chart.jsx";
import { money, number, share } from "../parts/shown.mjs";
import { ANYWAY } from "./words.mjs";

const HEIGHT = 74;
const AXIS = 34;
/** The store says this of all that takes longer. Source: Numbers\Comparison. */
const LONGEST_MONTHS = 60;

/** @param {{ compared: any, total: any, currency: string }} props */
export function Earned({ compared, total, currency }) {
  const { texted, held, interval } = compared;
  return (
    <section className="cartsignal-earned" aria-labelledby="cartsignal-earned">
      <h3 id="cartsignal-earned">{__("What texts really earn", "cartsignal")}</h3>
      <p>
        {sprintf(
          /* translators: 1: an amount, 2: "includes people who would have bought anyway". */
          __("Bought after a click: %1$s (%2$s).", "cartsignal"),
          money(total.revenue_minor, { in: currency }),
          ANYWAY(),
        )}{" "}
        {__("Only a group that gets no texts shows what they add.", "cartsignal")}
      </p>
      {compared.holdout_percent === 0 && held.people === 0 ? (
        <p>
          {__(
            "Nobody is held out at the moment, so nobody can say. A share to hold out is set under Settings.",
            "cartsignal",
          )}{" "}
          <a href="#/settings">{__("Open Settings", "cartsignal")}</a>
        </p>
      ) : (
        <>
          <ul>
            <Group label={__("Could be texted", "cartsignal")} group={texted} currency={currency} />
            <Group label={__("Held out by lot", "cartsignal")} group={held} currency={currency} />
          </ul>
          {interval ? (
            <Difference interval={interval} people={texted.people} currency={currency} />
          ) : (
            <NotYet compared={compared} />
          )}
        </>
      )}
    </section>
  );
}

function Group({ label, group, currency }) {
  const { people, buyers, sum } = group;
  return (
    <li>
      {people === 0
        ? /* translators: %s: a group of people. */ sprintf(__("%s: nobody yet.", "cartsignal"), label)
        : sprintf(
            /* translators: 1: a group, 2: a number of people, 3: a share such as 8 %, 4: an amount. */
            __("%1$s: %2$s people, %3$s bought within the time, %4$s each on average.", "cartsignal"),
            label,
            number(people),
            share(buyers, people),
            money(sum / people, { in: currency }),
          )}
    </li>
  );
}

function Difference({ interval, people, currency }) {
  const { difference, low, high } = interval;
  const shown = (minor) => money(minor, { in: currency });
  const isClear = low > 0 || high < 0;
  const sentence = isClear
    ? /* translators: 1: an amount, 2: and 3: the ends of its interval. */ sprintf(
        __("One person brings %1$s more with texts; most likely between %2$s and %3$s.", "cartsignal"),
        shown(difference),
        shown(low),
        shown(high),
      )
    : /* translators: 1: and 2: the ends of an interval. */ sprintf(
        __("It is not clear yet: with texts one person brings between %1$s and %2$s.", "cartsignal"),
        shown(low),
        shown(high),
      );
  const reach = Math.max(Math.abs(low), Math.abs(high), 1) * 1.15;
  return (
    <>
      <p>
        <strong>{sentence}</strong>{" "}
        {isClear &&
          sprintf(
            /* translators: 1: an amount, 2: a number of people. */
            __("For %2$s people that is %1$s, before what the texts cost.", "cartsignal"),
            shown(difference * people),
            number(people),
          )}
      </p>
      <Chart
        title={__("The difference that texts make, for one person", "cartsignal")}
        says={sentence}
        height={HEIGHT}
        table={{
          heads: [
            { key: "what", label: __("What", "cartsignal") },
            { key: "amount", label: __("Amount", "cartsignal"), number: true },
          ],
          rows: [
            { what: __("Most likely at least", "cartsignal"), amount: shown(low) },
            { what: __("Best guess", "cartsignal"), amount: shown(difference) },
            { what: __("Most likely at most", "cartsignal"), amount: shown(high) },
          ],
        }}
      >
        {({ width, x }) => {
          const at = (minor) => x(((minor + reach) / (2 * reach)) * width);
          const left = Math.min(at(low), at(high));
          return (
            <>
              <line className="line" x1={0} x2={width} y1={AXIS} y2={AXIS} />
              <line className="line" x1={at(0)} x2={at(0)} y1={AXIS - 22} y2={AXIS + 22} />
              <rect className="bar" x={left} y={AXIS - 5} width={Math.abs(at(high) - at(low))} height={10} rx={5} />
              <circle className="bar-other" cx={at(difference)} cy={AXIS} r={7} />
              <text className="is-quiet" x={at(0)} y={HEIGHT - 2} textAnchor="middle">
                {__("no difference", "cartsignal")}
              </text>
              <text x={at(difference)} y={AXIS - 14} textAnchor="middle">
                {shown(difference)}
              </text>
            </>
          );
        }}
      </Chart>
      <p className="cartsignal-hint">
        {__(
          "In 95 of 100 stores like this the true value lies in the bar. Asking people to confirm belongs to it: compared are all whom the lot decided about.",
          "cartsignal",
        )}
      </p>
    </>
  );
}

function NotYet({ compared }) {
  const { months, months_at_half: half, holdout_percent: percent } = compared;
  return (
    <div className="cartsignal-notyet">
      <p>
        <strong>{__("Not enough data yet.", "cartsignal")}</strong>{" "}
        {months === null
          ? __("How long it takes shows as soon as carts are left by people who can be texted.", "cartsignal")
          : sprintf(
              months >= LONGEST_MONTHS
                ? /* translators: 1: a number of months, 2: a share in percent. */
                  __("An answer takes more than %1$s months at this volume, with %2$s %% held out.", "cartsignal")
                : /* translators: 1: a number of months, 2: a share in percent. */
                  __("An answer takes about %1$s months at this volume, with %2$s %% held out.", "cartsignal"),
              number(months),
              number(percent),
            )}{" "}
        {half !== null &&
          half < months &&
          sprintf(
            /* translators: %s: a number of months. */
            __("With half of all people held out for a limited time it takes about %s months.", "cartsignal"),
            number(half),
          )}
      </p>
      {half !== null && half < months && (
        <p>
          <a href="#/settings">{__("Hold out 50 % for a while, under Settings", "cartsignal")}</a>
        </p>
      )}
    </div>
  );
}
