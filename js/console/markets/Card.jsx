// Owns one country's card: how it stands in one sentence, the way to mend what is missing, and all that was chosen there.
import { Button } from "@wordpress/components";
import { useRef, useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { country as nameOf } from "../parts/shown.mjs";
import { Choices } from "./Choices.jsx";
import { Hours } from "./Hours.jsx";
import { Live } from "./Live.jsx";
import { Price } from "./Price.jsx";
import { Registration } from "./Registration.jsx";
import { Rule } from "./Rule.jsx";
import { Sender } from "./Sender.jsx";
import { wayOutOf } from "./words.mjs";

export function Card({ market, compact, store, keep, reload }) {
  const [open, setOpen] = useState(null);
  const name = nameOf(market.country);
  const head = `cartsignal-market-${market.country}`;
  const place = useRef(null);
  const toggle = (part) => setOpen((before) => (before === part ? null : part));
  // What is closed leaves the focus where it was opened.
  const done = () => {
    place.current.querySelector(`[data-part="${open}"]`)?.focus();
    setOpen(null);
  };
  const common = { market, keep, done };
  return (
    <section ref={place} className="cartsignal-market" aria-labelledby={head}>
      <header>
        <h3 id={head}>{name}</h3>
        <State market={market} />
      </header>
      <p className="cartsignal-market-says">{says(market)}</p>
      <dl className="cartsignal-market-facts">
        <Fact label={__("Sender", "cartsignal")}>
          {market.sender ? `${market.sender.id} · ${wayOutOf(market.sender.way_out)}` : "–"}
        </Fact>
      </dl>
      <Missing market={market} toggle={toggle} />
      <div className="cartsignal-actions">
        {market.reviewed && <Live market={market} keep={keep} reload={reload} />}
        <Part name="sender" open={open} toggle={toggle} country={name}>
          {market.sender ? __("Change the sender", "cartsignal") : __("Enter the sender", "cartsignal")}
        </Part>
        {market.country === "US" && (
          <Part name="registration" open={open} toggle={toggle} country={name}>
            {__("Registration", "cartsignal")}
          </Part>
        )}
      </div>
      {open === "sender" && <Sender {...common} store={store} />}
      {open === "registration" && <Registration {...common} />}
      {!compact && <More common={common} />}
    </section>
  );
}

/** Everything that has a good default, folded away till it is wanted. */
function More({ common }) {
  const { market } = common;
  return (
    <>
      <Fold title={__("Price of a text", "cartsignal")}>
        <Price {...common} />
      </Fold>
      <Fold title={__("How customers are addressed and asked", "cartsignal")}>
        <Choices {...common} />
      </Fold>
      <Fold title={__("Hours", "cartsignal")}>
        <Hours {...common} />
      </Fold>
      <Fold title={__("The rule in words", "cartsignal")}>
        <Rule rule={market.rule} />
      </Fold>
    </>
  );
}

function Fold({ title, children }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="cartsignal-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && <div>{children}</div>}
    </details>
  );
}

function Fact({ label, children }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Never by colour alone: each state has its own shape and word. */
function State({ market }) {
  const [sign, word, tone] = market.live
    ? ["●", __("Live", "cartsignal"), "good"]
    : market.reviewed
      ? ["◐", __("Watching", "cartsignal"), "watch"]
      : ["■", __("Off", "cartsignal"), "off"];
  return (
    <span className={`cartsignal-state is-${tone}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}

function says(market) {
  if (!market.reviewed) return __("There is no reviewed rule: nothing is sent.", "cartsignal");
  if (market.live && market.ready) return __("Texts go out.", "cartsignal");
  if (market.needs) return market.needs;
  return __("Ready. Everything is decided and listed, nothing is sent until you go live.", "cartsignal");
}

/** One control for each thing that is missing, where it can be mended. */
function Missing({ market, toggle }) {
  const { adminUrl } = window.cartsignal;
  const leads = {
    provider: ["#/settings", __("Set up the provider", "cartsignal")],
    link_origin: ["#/settings", __("Enter where short links live", "cartsignal")],
    terms: [`${adminUrl}admin.php?page=wc-settings&tab=advanced`, __("Choose the page with your terms", "cartsignal")],
    privacy: [`${adminUrl}options-privacy.php`, __("Choose your privacy policy", "cartsignal")],
    phone_field: [`${adminUrl}post.php`, __("Show the phone field at the checkout", "cartsignal")],
  };
  leads.phone_field[0] = `${adminUrl}customize.php?autofocus[section]=woocommerce_checkout`;
  const shown = market.missing.filter(({ what }) => what in leads || what === "registration");
  if (shown.length === 0) return null;
  return (
    <ul className="cartsignal-missing">
      {shown.map(({ what }) => (
        <li key={what}>
          {what === "registration" ? (
            <Button variant="link" onClick={() => toggle("registration")}>
              {__("Register the sender: texts ready to paste", "cartsignal")}
            </Button>
          ) : (
            <a href={leads[what][0]}>{leads[what][1]}</a>
          )}
        </li>
      ))}
    </ul>
  );
}

function Part({ name, open, toggle, country, children }) {
  /* translators: 1: what a button does, 2: a country. */
  const label = sprintf(__("%1$s: %2$s", "cartsignal"), children, country);
  return (
    <Button
      variant="secondary"
      data-part={name}
      aria-expanded={open === name}
      aria-label={label}
      onClick={() => toggle(name)}
    >
      {children}
    </Button>
  );
}
