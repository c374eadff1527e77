// Owns the owner's own hours: shorter than the country's, never longer; what the rule locks is shown as locked.
import { RadioControl } from "@wordpress/components";
import { __, sprintf } from "@wordpress/i18n";
import { useForm } from "../parts/form.mjs";
import { Save } from "../settings/Section.jsx";
import { weekday, weekOf } from "./words.mjs";

export function Hours({ market, keep }) {
  const { own, allowed, law, why } = market.windows;
  const at = `/markets/${market.country}`;
  const form = useForm(
    { markets: { [market.country]: { chosen: own ? "own" : "usual", windows: own ?? allowed } } },
    {
      path: at,
      changesOf: ({ markets }) => {
        const { chosen, windows } = markets[market.country];
        return { windows: chosen === "own" ? windows : null };
      },
      saved: ({ market: answer }) => keep(answer),
    },
  );
  const chosen = form.value(`${at}/chosen`);
  const days = form.value(`${at}/windows`);
  const put = (place, hours) =>
    form.set(
      `${at}/windows`,
      days.map((each, other) => (other === place ? hours : each)),
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
      <p className="cartsignal-hint">
        {why}{" "}
        {market.reviewed &&
          weekOf(law) !== weekOf(allowed) &&
          /* translators: %s: weekdays with hours. */
          sprintf(
            __("The law itself says %s; the usual hours are shorter, so that texts are welcome.", "cartsignal"),
            weekOf(law),
          )}
      </p>
      <RadioControl
        label={__("Hours for texts", "cartsignal")}
        hideLabelFromVision
        selected={chosen}
        options={[
          /* translators: %s: weekdays with hours. */
          { value: "usual", label: sprintf(__("As usual there: %s", "cartsignal"), weekOf(allowed)) },
          { value: "own", label: __("My own, shorter hours", "cartsignal") },
        ]}
        onChange={(value) => form.set(`${at}/chosen`, value)}
      />
      {chosen === "own" && (
        <div className="cartsignal-week" role="group" aria-label={__("My own hours", "cartsignal")}>
          {days.map((hours, place) => (
            <Day key={place} place={place} hours={hours} bounds={allowed[place]} put={(next) => put(place, next)} />
          ))}
        </div>
      )}
      {form.errors[`${at}/windows`] && <p className="cartsignal-error">{form.errors[`${at}/windows`]}</p>}
      <Save form={form} label={__("Save the hours", "cartsignal")} />
    </form>
  );
}

function Day({ place, hours, bounds, put }) {
  const name = weekday(place);
  if (!bounds)
    return (
      <div className="cartsignal-day is-locked">
        <span>{name}</span>
        <span>
          <span className="dashicons dashicons-lock" aria-hidden="true" /> {__("closed by the rule", "cartsignal")}
        </span>
      </div>
    );
  return (
    <div className="cartsignal-day">
      <label>
        <input
          type="checkbox"
          checked={Boolean(hours)}
          onChange={(event) => put(event.target.checked ? bounds : null)}
        />{" "}
        {name}
      </label>
      {hours ? (
        <span>
          {/* translators: %s: a weekday. */}
          <Time
            label={sprintf(__("%s, from", "cartsignal"), name)}
            value={hours.from}
            bounds={bounds}
            put={(from) => put({ ...hours, from })}
          />
          {" – "}
          {/* translators: %s: a weekday. */}
          <Time
            label={sprintf(__("%s, to", "cartsignal"), name)}
            value={hours.to}
            bounds={bounds}
            put={(to) => put({ ...hours, to })}
          />
        </span>
      ) : (
        <span className="cartsignal-hint">{__("no texts", "cartsignal")}</span>
      )}
    </div>
  );
}

/** Half hours inside the rule's: what is locked is not on the list. */
function Time({ label, value, bounds, put }) {
  const times = [];
  for (let minute = 0; minute <= 1_440; minute += 30) {
    const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    if (time >= bounds.from && time <= bounds.to) times.push(time);
  }
  if (!times.includes(value)) times.push(value);
  return (
    <select aria-label={label} value={value} onChange={(event) => put(event.target.value)}>
      {times.sort().map((time) => (
        <option key={time}>{time}</option>
      ))}
    </select>
  );
}
