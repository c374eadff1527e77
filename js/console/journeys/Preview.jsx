// Owns the preview of a shop: the box and the usual text in each of its languages, with parts and cost.
import { __, sprintf } from "@wordpress/i18n";
import { useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { PhoneText } from "../parts/PhoneText.jsx";
import { country as nameOf } from "../parts/shown.mjs";
import { Cost } from "./Cost.jsx";
import "./journeys.css";

/** Loads by itself. */
export function ShopPreview() {
  const preview = useResource("/preview");
  return (
    <Loaded of={preview}>
      {({ languages, shop }) => (
        <>
          <ul className="cartsignal-previews" aria-label={__("Box and text in each language", "cartsignal")}>
            {languages.map((language) => (
              <Language key={language.language} language={language} />
            ))}
          </ul>
          {shop && (
            <p>
              <a href={shop} target="_blank" rel="noreferrer">
                {__("Put something in a cart and see the box on your own checkout", "cartsignal")}
              </a>
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

function Language({ language: { language, name, boxes, text } }) {
  const [market] = text.markets;
  const head = `cartsignal-preview-${language}`;
  return (
    <li aria-labelledby={head}>
      <h4 id={head}>{name}</h4>
      <p className="cartsignal-hint">{text.markets.map(({ country }) => nameOf(country)).join(", ")}</p>
      {boxes.length === 0 ? (
        <p>{__("No box is shown in this language yet: see what its country needs.", "cartsignal")}</p>
      ) : (
        boxes.map(({ purpose, text: words }) => (
          <p key={purpose} className="cartsignal-box" lang={language.slice(0, 2)}>
            <span className="cartsignal-unticked" aria-hidden="true" /> {words}
          </p>
        ))
      )}
      {market && (
        <PhoneText
          from={market.sender}
          text={market.text}
          /* translators: %s: a language. */
          label={sprintf(__("The usual text in %s", "cartsignal"), name)}
        />
      )}
      <Cost preview={text} />
    </li>
  );
}
