// Owns the activity page: each text and each text not sent with its reason, one shopper's timeline, and what waits.
import { useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import { Detail } from "../activity/Detail.jsx";
import { Filters, Search } from "../activity/Filters.jsx";
import { List } from "../activity/List.jsx";
import { Shopper } from "../activity/Shopper.jsx";
import { Waiting } from "../activity/Waiting.jsx";
import { Page } from "../parts/Page.jsx";
import "../activity/activity.css";

const MARKETS = ["DE", "FR", "GB", "US"];

/** @param {{ rest: string[] }} props `#/activity`, `#/activity/<decision>`, `#/activity/shopper/<key>` */
export default function Activity({ rest }) {
  const [filter, setFilter] = useState({});
  const [first, second] = rest;
  if (first === "shopper" && second)
    return (
      <Below title={__("One shopper", "cartsignal")}>
        <Shopper key={second} shopper={second} />
      </Below>
    );
  if (first)
    return (
      <Below title={__("Why", "cartsignal")}>
        <Detail key={first} decision={first} />
      </Below>
    );
  const { markets = MARKETS } = window.cartsignal;
  return (
    <Page
      title={__("Activity", "cartsignal")}
      lead={__("What was sent, and what was not: one line for each cart, with the reason.", "cartsignal")}
    >
      <div className="cartsignal-activity">
        <Waiting />
        <Search />
        <Filters
          filter={filter}
          change={setFilter}
          countries={Array.isArray(markets) ? markets : Object.keys(markets)}
        />
        <List filter={filter} />
      </div>
    </Page>
  );
}

function Below({ title, children }) {
  return (
    <Page title={title}>
      <p>
        <a href="#/activity">{__("Back to all activity", "cartsignal")}</a>
      </p>
      <div className="cartsignal-activity">{children}</div>
    </Page>
  );
}
