// Owns the start of the owner's screens: one page at a time, by the address's hash, below a header that says how it stands.
import domReady from "@wordpress/dom-ready";
import { createRoot, useEffect, useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import "./console.css";
import Activity from "./pages/activity.jsx";
import Journeys from "./pages/journeys.jsx";
import Markets from "./pages/markets.jsx";
import Numbers from "./pages/numbers.jsx";
import Settings from "./pages/settings.jsx";
import Setup from "./pages/setup.jsx";
import { Standing } from "./parts/Standing.jsx";

/** The pages in the order of their tabs. A page gets what follows its name in the hash as `rest`. */
const PAGES = {
  setup: { title: () => __("Set-up", "cartsignal"), Page: Setup },
  numbers: { title: () => __("Numbers", "cartsignal"), Page: Numbers },
  activity: { title: () => __("Activity", "cartsignal"), Page: Activity },
  journeys: { title: () => __("Journeys", "cartsignal"), Page: Journeys },
  markets: { title: () => __("Countries", "cartsignal"), Page: Markets },
  settings: { title: () => __("Settings", "cartsignal"), Page: Settings },
};

domReady(() => {
  const place = document.getElementById("cartsignal-console");
  if (place) createRoot(place).render(<Console />);
});

function Console() {
  const { name, rest } = useRoute();
  const { Page, title } = PAGES[name];
  useEffect(() => {
    document.title = `${title()} · Cartsignal`;
  }, [name]);
  return (
    <div className="cartsignal-console">
      <Standing />
      <nav className="cartsignal-tabs" aria-label={__("Cartsignal", "cartsignal")}>
        {Object.entries(PAGES).map(([each, { title: titleOf }]) => (
          <a key={each} href={`#/${each}`} aria-current={each === name ? "page" : undefined}>
            {titleOf()}
          </a>
        ))}
      </nav>
      <div className="cartsignal-page" key={name}>
        <Page rest={rest} />
      </div>
    </div>
  );
}

/** Returns the page that the hash names, and what follows it: `#/activity/3f2a` is `activity` and `["3f2a"]`. */
function useRoute() {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const changed = () => setHash(window.location.hash);
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  const [name, ...rest] = hash.replace(/^#\/?/, "").split("?")[0].split("/").map(decodeURIComponent);
  return Object.hasOwn(PAGES, name) ? { name, rest } : { name: "numbers", rest: [] };
}
