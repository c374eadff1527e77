// Owns the numbers page: what texts brought and cost in each country, and where most is lost.
import { SelectControl } from "@wordpress/components";
import { useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { useResource } from "../api.mjs";
import { Days } from "../numbers/Days.jsx";
import { Earned } from "../numbers/Earned.jsx";
import { Funnel } from "../numbers/Funnel.jsx";
import { Morning } from "../numbers/Morning.jsx";
import { Reasons } from "../numbers/Reasons.jsx";
import { Spend } from "../numbers/Spend.jsx";
import { Empty, Loaded, Page } from "../parts/Page.jsx";
import { country, number } from "../parts/shown.mjs";
import "../numbers/numbers.css";

const TIMES = [7, 30, 90, 365];

export default function Numbers() {
  const [days, setDays] = useState(30);
  const numbers = useResource(`/numbers?days=${days}`);
  return (
    <Page
      title={__("Numbers", "cartsignal")}
      lead={__("What your texts brought and cost, country by country, and where most carts are lost.", "cartsignal")}
      actions={
        <SelectControl
          __nextHasNoMarginBottom
          label={__("Time", "cartsignal")}
          labelPosition="side"
          value={String(days)}
          options={TIMES.map((time) => ({
            value: String(time),
            /* translators: %s: a number of days. */
            label: sprintf(_n("Last %s day", "Last %s days", time, "cartsignal"), number(time)),
          }))}
          onChange={(value) => setDays(Number(value))}
        />
      }
    >
      <Loaded of={numbers}>{(value) => (isEmpty(value) ? <Nothing /> : <Shown value={value} />)}</Loaded>
    </Page>
  );
}

function Shown({ value }) {
  const [chosen, setChosen] = useState("");
  const codes = Object.keys(value.countries);
  const row = value.countries[chosen] ?? value.total;
  const loss = row.loss;
  return (
    <div className="cartsignal-numbers">
      {loss && (
        <section className="cartsignal-loss" aria-label={__("The largest loss", "cartsignal")}>
          <p className="cartsignal-loss-sentence">{loss.sentence}</p>
          {loss.advice && <p>{loss.advice}</p>}
        </section>
      )}
      <Purchases total={value.total} />
      <Morning value={value} />
      <div className="cartsignal-charts">
        <div>
          <SelectControl
            __nextHasNoMarginBottom
            label={__("From carts to orders in", "cartsignal")}
            value={chosen}
            options={[
              { value: "", label: __("All countries", "cartsignal") },
              ...codes.map((code) => ({ value: code, label: country(code) })),
            ]}
            onChange={setChosen}
          />
          <Funnel row={row} title={chosen ? country(chosen) : __("All countries", "cartsignal")} />
        </div>
        <div className="cartsignal-charts-side">
          <Days days={value.days} />
          <Spend spend={value.spend} />
        </div>
      </div>
      <Earned compared={value.compared} total={value.total} currency={value.currency} />
      <Reasons row={row} reasons={value.reasons} />
      <Lateness lateness={value.lateness} />
    </div>
  );
}

function Purchases({ total }) {
  const times = total.texted_after_purchase;
  return times === 0 ? (
    <p className="cartsignal-good">
      <span aria-hidden="true">✓ </span>
      {__("Nobody was texted within 10 minutes after buying.", "cartsignal")}
    </p>
  ) : (
    <p className="cartsignal-bad" role="alert">
      <span aria-hidden="true">✕ </span>
      {sprintf(
        /* translators: %s: a number of people. */
        _n(
          "%s text went out within 10 minutes after its shopper had bought. This must not happen: see which order statuses count as bought, under Settings.",
          "%s texts went out within 10 minutes after their shoppers had bought. This must not happen: see which order statuses count as bought, under Settings.",
          times,
          "cartsignal",
        ),
        number(times),
      )}
    </p>
  );
}

function Lateness({ lateness }) {
  const { p95_ms: late } = lateness;
  if (late === null) return null;
  const minutes = Math.max(1, Math.ceil(late / 60_000));
  return (
    <p className="cartsignal-hint">
      {sprintf(
        /* translators: %s: a number of minutes. */
        _n(
          "95 of 100 of the latest texts were handed to the provider within %s minute after they were due.",
          "95 of 100 of the latest texts were handed to the provider within %s minutes after they were due.",
          minutes,
          "cartsignal",
        ),
        number(minutes),
      )}
    </p>
  );
}

function Nothing() {
  return (
    <Empty
      title={__("No numbers yet", "cartsignal")}
      action={
        <a className="components-button is-primary" href="#/setup">
          {__("Go on with the set-up", "cartsignal")}
        </a>
      }
    >
      {__(
        "As soon as the first cart is left, this page shows how many carts were left, how many of their owners can be texted, what was sent, and what it brought. In watch mode it shows what would have been sent.",
        "cartsignal",
      )}
    </Empty>
  );
}

const isEmpty = ({ total }) =>
  total.steps.carts === 0 && total.sent === 0 && total.dropped === 0 && total.held === 0 && total.opt_outs === 0;
