// Owns a list of things that come to be true one after the other, while somebody watches.
import { speak } from "@wordpress/a11y";
import { useEffect, useRef } from "@wordpress/element";
import { __ } from "@wordpress/i18n";

/** @param {{ ticks: { name: string, is: boolean, hint?: import("react").ReactNode }[] }} props */
export function Ticks({ ticks }) {
  const before = useRef(new Set(ticks.filter(({ is }) => is).map(({ name }) => name)));
  useEffect(() => {
    for (const { name, is } of ticks)
      if (is && !before.current.has(name)) {
        before.current.add(name);
        speak(name, "polite");
      }
  });
  return (
    <ol className="cartsignal-ticks">
      {ticks.map(({ name, is, hint }) => (
        <li key={name} className={is ? "is-true" : undefined}>
          <span aria-hidden="true">{is ? "✓" : "○"}</span>
          <div>
            {name}{" "}
            <span className="screen-reader-text">{is ? __("(yes)", "cartsignal") : __("(not yet)", "cartsignal")}</span>
            {hint && !is && <p className="cartsignal-hint">{hint}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
