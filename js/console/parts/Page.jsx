// Owns what every page is made of: its head, and what stands there while it loads, failed, or has nothing to show.
import { Button, Notice, Spinner } from "@wordpress/components";
import { __ } from "@wordpress/i18n";

/** @param {{ title: string, lead?: string, actions?: import("react").ReactNode, children: import("react").ReactNode }} props */
export function Page({ title, lead, actions, children }) {
  return (
    <div>
      <header className="cartsignal-head">
        <div>
          <h2>{title}</h2>
          {lead && <p className="cartsignal-lead">{lead}</p>}
        </div>
        {actions && <div className="cartsignal-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Shows a resource of `useResource`: its children get the value. What is there stays while it is asked for again. */
export function Loaded({ of: resource, children }) {
  const { value, error, loading, reload } = resource;
  return (
    <>
      {error && <Failed error={error} retry={reload} />}
      {value !== undefined && children(value)}
      {value === undefined && loading && (
        <p role="status" className="cartsignal-loading">
          <Spinner /> {__("Loading…", "cartsignal")}
        </p>
      )}
    </>
  );
}

/** @param {{ error: import("../api.mjs").Failure, retry?: () => void }} props */
export function Failed({ error, retry }) {
  return (
    <div role="alert">
      <Notice status="error" isDismissible={false}>
        {error.message}{" "}
        {retry && (
          <Button variant="link" onClick={retry}>
            {__("Try again", "cartsignal")}
          </Button>
        )}
      </Notice>
    </div>
  );
}

/** What stands in the place of a list that is empty: what will be here, and what to do so that it comes. */
export function Empty({ title, children, action }) {
  return (
    <div className="cartsignal-empty">
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  );
}
