// Owns the fields of forms: label, control, hint and error, each tied to the others for screen readers.
import { CheckboxControl } from "@wordpress/components";
import { useId } from "@wordpress/element";
import "./field.css";

/**
 * @param {{ label: string, hint?: import("react").ReactNode, error?: string, hideLabel?: boolean,
 *   children: (common: Record<string, any>) => import("react").ReactNode }} props `children` gets what its control needs.
 */
export function Field({ label, hint, error, hideLabel = false, children }) {
  const id = `cartsignal-${useId()}`;
  const notes = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    <div className={`cartsignal-field${error ? " has-error" : ""}`}>
      <label htmlFor={id} className={hideLabel ? "screen-reader-text" : undefined}>
        {label}
      </label>
      {children({ id, "aria-describedby": notes, "aria-invalid": error ? true : undefined })}
      {error && (
        <p className="cartsignal-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="cartsignal-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** A line of text of a form (`useForm`), by the JSON pointer of its setting. More props go to the input. */
export function Text({ form, at, label, hint, narrow = false, ...rest }) {
  return (
    <Field label={label} hint={hint} error={form.errors[at]}>
      {(common) => (
        <input
          type="text"
          autoComplete="off"
          className={`components-text-control__input${narrow ? " is-narrow" : ""}`}
          value={form.value(at) ?? ""}
          onChange={(event) => form.set(at, event.target.value)}
          {...common}
          {...rest}
        />
      )}
    </Field>
  );
}

/** @param {{ choices: [string, string][] }} props value and words of each */
export function Choice({ form, at, label, hint, choices, hideLabel, onChange }) {
  return (
    <Field label={label} hint={hint} error={form.errors[at]} hideLabel={hideLabel}>
      {(common) => (
        <select
          value={form.value(at) ?? ""}
          onChange={(event) => (onChange ?? ((value) => form.set(at, value)))(event.target.value)}
          {...common}
        >
          {choices.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Tick({ form, at, label, hint }) {
  return (
    <div className="cartsignal-field">
      <CheckboxControl
        __nextHasNoMarginBottom
        label={label}
        help={hint}
        checked={Boolean(form.value(at))}
        onChange={(checked) => form.set(at, checked)}
      />
      {form.errors[at] && <p className="cartsignal-error">{form.errors[at]}</p>}
    </div>
  );
}
