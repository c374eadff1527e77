// Owns one step of the picture: a kind of cart that was left, when its text is due, and the text in each language.
import { Button } from "@wordpress/components";
import { useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { Delay } from "./Delay.jsx";
import { Editor } from "./Editor.jsx";

export function Kind({ kind, place, journey, put }) {
  const head = `cartsignal-kind-${kind.kind}`;
  return (
    <li className="cartsignal-kind" aria-labelledby={head}>
      <div className="cartsignal-kind-what">
        <h4 id={head}>
          <span className="cartsignal-kind-place" aria-hidden="true">
            {place}
          </span>{" "}
          {kind.title}
        </h4>
        <p className="cartsignal-hint">{kind.about}</p>
      </div>
      <Delay kind={kind} most={journey.most_minutes} put={put} />
      <Texts name={kind.kind} title={kind.title} journey={journey} put={put} />
    </li>
  );
}

/** The text in each language in use; a press opens its editor. */
export function Texts({ name, title, journey, put }) {
  const [language, setLanguage] = useState(null);
  const texts = journey.texts[name];
  return (
    <ul
      className="cartsignal-kind-texts"
      aria-label={sprintf(/* translators: %s: a text. */ __("Text: %s", "cartsignal"), title)}
    >
      {journey.languages.map((each) => (
        <li key={each.language}>
          <Button className="cartsignal-text" onClick={() => setLanguage(each)}>
            <span className="screen-reader-text">
              {/* translators: %s: a text. */}
              {sprintf(__("Edit: %s,", "cartsignal"), title)}{" "}
            </span>
            <strong>
              {each.name}
              {texts[each.language].own && ` · ${__("yours", "cartsignal")}`}
            </strong>{" "}
            <span lang={each.language.slice(0, 2)}>{shown(texts[each.language].body, journey.coupon.percent)}</span>
          </Button>
        </li>
      ))}
      {language && (
        <Editor
          name={name}
          title={title}
          language={language.language}
          languageName={language.name}
          text={texts[language.language]}
          put={put}
          close={() => setLanguage(null)}
        />
      )}
    </ul>
  );
}

/** Tags as words, so that a text can be read at a glance. */
const shown = (body, percent) =>
  body
    .replace(/\[ ?\{Name\}\]/g, ` ${__("Anna", "cartsignal")}`)
    .replace("{code}", "SAVE7K2M4Q")
    .replace("{percent}", percent)
    .replace("{hours}", "48")
    .replace(/\{(cart|checkout)_link\}/g, `[${__("link", "cartsignal")}]`)
    .replace(/^\{Shop\}: /, "");

/** Returns minutes in words: "15 minutes", "2 hours". */
export function lengthOf(minutes) {
  if (minutes >= 60 && minutes % 60 === 0) {
    const hours = minutes / 60;
    /* translators: %d: a number of hours. */
    return sprintf(_n("%d hour", "%d hours", hours, "cartsignal"), hours);
  }
  /* translators: %d: a number of minutes. */
  return sprintf(_n("%d minute", "%d minutes", minutes, "cartsignal"), minutes);
}
