// Owns a part of the settings page: its head, its form, its button, what came of saving, and the way back.
import { Button } from "@wordpress/components";
import { useId } from "@wordpress/element";
import { __ } from "@wordpress/i18n";

/** @param {{ title: string, lead?: import("react").ReactNode, form?: any, label?: string, id?: string, children: any }} props */
export function Section({ title, lead, form, label, id, children }) {
  const own = useId();
  const head = `cartsignal-section-${id ?? own}`;
  const inside = form ? (
    <form
      ref={form.place}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      {children}
      <Save form={form} label={label} />
    </form>
  ) : (
    children
  );
  return (
    <section className="cartsignal-section" aria-labelledby={head}>
      <header>
        <h3 id={head}>{title}</h3>
        {lead && <p className="cartsignal-hint">{lead}</p>}
      </header>
      <div>{inside}</div>
    </section>
  );
}

/** The button of a form, and what came of it. */
export function Save({ form, label = __("Save", "cartsignal") }) {
  return (
    <div className="cartsignal-save">
      <Button variant="primary" type="submit" isBusy={form.busy} disabled={form.busy}>
        {label}
      </Button>
      <span role="status">
        {form.done}{" "}
        {form.done && form.undo && (
          <Button variant="link" onClick={form.undo}>
            {__("Undo", "cartsignal")}
          </Button>
        )}
        {!form.done && form.isChanged && !form.busy && !form.failure && (
          <span className="cartsignal-hint">{__("Not saved yet.", "cartsignal")}</span>
        )}
      </span>
      {form.failure && (
        <p className="cartsignal-error" role="alert">
          {form.failure} <Loose errors={form.errors} form={form} />
        </p>
      )}
    </div>
  );
}

/** Errors of fields that are elsewhere. */
function Loose({ errors, form }) {
  const shown = Object.entries(errors).filter(([at]) => form.value(at) === undefined);
  return shown.map(([, sentence]) => sentence).join(" ");
}
