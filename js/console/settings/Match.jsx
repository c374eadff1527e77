// Owns matching a list's columns: which holds what, and what the list does not say of itself.
import { Button, CheckboxControl } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import { send } from "../api.mjs";
import { Field } from "../parts/Field.jsx";
import { country as nameOf } from "../parts/shown.mjs";

const roles = (kind) => {
  const common = [
    ["number", __("Phone number", "cartsignal")],
    ["country", __("Country", "cartsignal")],
    ["status", __("Status: only rows that say so are taken", "cartsignal")],
    ["date", __("Date", "cartsignal")],
  ];
  const ofConsents = [
    ["source", __("Where they agreed", "cartsignal")],
    ["wording", __("The words they agreed to", "cartsignal")],
    ["confirmed", __("When they confirmed by text", "cartsignal")],
    ["name", __("First name", "cartsignal")],
    ["email", __("Mail address", "cartsignal")],
    ["locale", __("Language", "cartsignal")],
  ];
  return kind === "consents" ? [...common, ...ofConsents] : common;
};

/** @param {{ value: any, put: (value: any) => void }} props an import whose columns are read */
export function Match({ value, put }) {
  const { id, kind, name, columns } = value;
  // A list with one column is a list of numbers.
  const [mapping, setMapping] = useState({
    ...(columns.length === 1 && { number: columns[0].place }),
    ...value.mapping,
  });
  const [choices, setChoices] = useState(value.choices);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const errors = error?.errors ?? {};
  const choose = (what, chosen) => setChoices((before) => ({ ...before, [what]: chosen }));
  async function go() {
    setBusy(true);
    try {
      put(await send("POST", `/imports/${id}/check`, { mapping, choices: cleaned(choices) }));
    } catch (failure) {
      setError(failure);
      speak([failure.message, ...Object.values(failure.errors)].join(" "), "assertive");
    }
    setBusy(false);
  }
  const pick = (role, place) =>
    setMapping(({ [role]: _, ...rest }) => (place === "" ? rest : { ...rest, [role]: Number(place) }));
  const titleOf = ({ place, title }) => title || `${__("Column", "cartsignal")} ${place + 1}`;
  return (
    <div className="cartsignal-told">
      <p>
        <strong>{name}</strong> {__("Which column holds what? What could be guessed is filled in.", "cartsignal")}
      </p>
      <div className="cartsignal-statuses">
        {roles(kind).map(([role, label]) => (
          <Field key={role} label={label} error={errors[`/mapping/${role}`]}>
            {(common) => (
              <select value={mapping[role] ?? ""} onChange={(event) => pick(role, event.target.value)} {...common}>
                <option value="">{__("None", "cartsignal")}</option>
                {columns.map((column) => (
                  <option key={column.place} value={column.place}>
                    {titleOf(column)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
        <Country
          value={choices.country}
          error={errors["/choices/country"]}
          change={(code) => choose("country", code)}
        />
        <Order value={choices.date_order} change={(order) => choose("date_order", order)} />
      </div>
      {kind === "consents" && <Proof choices={choices} choose={choose} errors={errors} />}
      {error && (
        <p className="cartsignal-error" role="alert">
          {error.message} {errors["/mapping"] ?? errors[""]}
        </p>
      )}
      <div className="cartsignal-actions">
        <Button variant="primary" onClick={go} isBusy={busy} disabled={busy}>
          {__("Try it out", "cartsignal")}
        </Button>
        <Button variant="tertiary" onClick={() => send("POST", `/imports/${id}/cancel`, {}).then(put, setError)}>
          {__("Cancel", "cartsignal")}
        </Button>
      </div>
    </div>
  );
}

const cleaned = (choices) =>
  Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== "" && value !== null));

function Country({ value, error, change }) {
  const { markets } = window.cartsignal;
  const codes = [...new Set([...(value ? [value] : []), ...markets])];
  return (
    <Field label={__("Numbers without a country code are from", "cartsignal")} error={error}>
      {(common) => (
        <select value={value ?? ""} onChange={(event) => change(event.target.value)} {...common}>
          <option value="">{__("None: such rows are left out", "cartsignal")}</option>
          {codes.map((code) => (
            <option key={code} value={code}>
              {nameOf(code)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Order({ value, change }) {
  const orders = [
    ["", __("As it reads", "cartsignal")],
    ["ymd", __("Year, month, day", "cartsignal")],
    ["dmy", __("Day, month, year", "cartsignal")],
    ["mdy", __("Month, day, year", "cartsignal")],
  ];
  return (
    <Field label={__("How dates are written", "cartsignal")}>
      {(common) => (
        <select value={value ?? ""} onChange={(event) => change(event.target.value)} {...common}>
          {orders.map(([order, words]) => (
            <option key={order} value={order}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** What proves a consent, where no column says it. */
function Proof({ choices, choose, errors }) {
  const purposes = choices.purposes ?? [];
  const toggle = (purpose, isOn) =>
    choose("purposes", isOn ? [...purposes, purpose] : purposes.filter((each) => each !== purpose));
  const text = (name, label, hint) => (
    <Field label={label} hint={hint} error={errors[`/choices/${name}`]}>
      {(common) => (
        <input
          type="text"
          className="components-text-control__input"
          value={choices[name] ?? ""}
          onChange={(event) => choose(name, event.target.value)}
          {...common}
        />
      )}
    </Field>
  );
  return (
    <>
      <fieldset className="cartsignal-field">
        <legend>{__("What they agreed to", "cartsignal")}</legend>
        <CheckboxControl
          __nextHasNoMarginBottom
          label={__("Reminders of the cart", "cartsignal")}
          checked={purposes.includes("cart")}
          onChange={(isOn) => toggle("cart", isOn)}
        />
        <CheckboxControl
          __nextHasNoMarginBottom
          label={__("Offers", "cartsignal")}
          checked={purposes.includes("offers")}
          onChange={(isOn) => toggle("offers", isOn)}
        />
        {errors["/choices/purposes"] && <p className="cartsignal-error">{errors["/choices/purposes"]}</p>}
      </fieldset>
      {text(
        "wording",
        __("The words, where no column has them", "cartsignal"),
        __("Exactly as they stood beside the box.", "cartsignal"),
      )}
      {text(
        "source",
        __("Where they agreed, where no column says it", "cartsignal"),
        __("As: checkout of the old shop.", "cartsignal"),
      )}
    </>
  );
}
