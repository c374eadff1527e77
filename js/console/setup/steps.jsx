// Owns the steps of the set-up: what each is called, what it is for, and what is done in it.
import { Button, Notice } from "@wordpress/components";
import { useEffect } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { ShopPreview } from "../journeys/Preview.jsx";
import { MarketCards } from "../markets/Cards.jsx";
import { Loaded } from "../parts/Page.jsx";
import { Import } from "../settings/Import.jsx";
import { MoneyFields, useMoney } from "../settings/Money.jsx";
import { Provider } from "../settings/Provider.jsx";
import { Save } from "../settings/Section.jsx";
import { TestCart } from "./TestCart.jsx";
import { TestText } from "./TestText.jsx";

/** `isRead`: there is nothing to do but to read it. */
export const STEPS = {
  watch: {
    title: () => __("Watch mode", "cartsignal"),
    what: () =>
      __(
        "Cartsignal watches carts from now on and decides about each one that is left. It writes down what it would do, and sends nothing.",
        "cartsignal",
      ),
    Content: Watch,
    isRead: true,
  },
  countries: {
    title: () => __("Your countries", "cartsignal"),
    what: () =>
      __(
        "Each country has its own law and its own sender. A card says “ready”, or what it needs. Only countries with a reviewed rule are texted at all.",
        "cartsignal",
      ),
    Content: Countries,
  },
  provider: {
    title: () => __("Who carries the texts", "cartsignal"),
    what: () =>
      __(
        "Texts go through an account of yours at an SMS provider, which also bills them. It is asked live whether the key is right.",
        "cartsignal",
      ),
    Content: Account,
  },
  test_text: {
    title: () => __("A test text to your phone", "cartsignal"),
    what: () =>
      __(
        "One text on the very way that customers' texts take. Open its link, then use its way out: both have to arrive here.",
        "cartsignal",
      ),
    Content: TestText,
  },
  preview: {
    title: () => __("What customers see", "cartsignal"),
    what: () =>
      __(
        "The box at your checkout and the text, in each language, with the parts it takes and what it costs.",
        "cartsignal",
      ),
    Content: ShopPreview,
    isRead: true,
  },
  money: {
    title: () => __("Budget, discount, holdout", "cartsignal"),
    what: () =>
      __(
        "A limit that is never passed; a discount if you want one; and some customers without a text, so that you learn what texts really bring.",
        "cartsignal",
      ),
    Content: Money,
  },
  opt_outs: {
    title: () => __("Opt-outs you already have", "cartsignal"),
    what: () =>
      __("Whoever told you or another service that they want no texts must get none from here either.", "cartsignal"),
    Content: OptOuts,
  },
  go_live: {
    title: () => __("Watch, or go live", "cartsignal"),
    what: () =>
      __(
        "We recommend to watch for some days: the activity page lists what would have been sent. Each country goes live by itself, and back.",
        "cartsignal",
      ),
    Content: GoLive,
    isRead: true,
  },
  test_cart: {
    title: () => __("Place a test cart", "cartsignal"),
    what: () =>
      __("Shop as a customer would, and see here what is made of it: why a text is due, and when.", "cartsignal"),
    Content: TestCart,
  },
};

function Watch() {
  const settings = useResource("/settings");
  const points = [
    __("Customers see a box beside their phone number at your checkout, never ticked beforehand.", "cartsignal"),
    __(
      "Who ticks it and leaves the cart would get a text, at an hour that the law of their country allows.",
      "cartsignal",
    ),
    __("Who orders is left alone. Who opts out is left alone for good.", "cartsignal"),
    __("Nothing is kept of anybody who ticks nothing.", "cartsignal"),
  ];
  return (
    <>
      <ul className="cartsignal-points">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Loaded of={settings}>
        {({ shop, shop_defaults: defaults, carries_links: carriesLinks }) => (
          <>
            <p>
              {sprintf(
                /* translators: %s: the shop's name. */ __("Texts begin with “%s:”.", "cartsignal"),
                shop.name ?? defaults.name,
              )}{" "}
              <a href="#/settings">{__("Change the name", "cartsignal")}</a>
            </p>
            {!carriesLinks && (
              <Notice status="warning" isDismissible={false}>
                {__(
                  "Short links can't work at this site's address: they need an https address of at most 40 characters.",
                  "cartsignal",
                )}{" "}
                <a href="#/settings">{__("Enter one in the settings", "cartsignal")}</a>
              </Notice>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Countries({ ready }) {
  return <MarketCards compact onChange={ready} />;
}

function Account({ setup, ready }) {
  const settings = useResource("/settings");
  useEffect(() => {
    if (setup.facts.provider) ready();
  }, []);
  return (
    <Loaded of={settings}>
      {(value) => (
        <Provider
          settings={value}
          saved={(next) => {
            settings.put(next);
            ready();
          }}
        />
      )}
    </Loaded>
  );
}

function Money({ ready }) {
  const settings = useResource("/settings");
  return <Loaded of={settings}>{(value) => <MoneyForm settings={value} ready={ready} />}</Loaded>;
}

function MoneyForm({ settings, ready }) {
  const form = useMoney(settings, ready);
  return (
    <form
      noValidate
      ref={form.place}
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      <MoneyFields form={form} settings={settings} brief />
      <Save form={form} />
    </form>
  );
}

function OptOuts({ setup, ready }) {
  const settings = useResource("/settings");
  const none = async () => {
    settings.put(await send("PUT", "/settings", { opt_outs_entered: true }));
    ready();
  };
  useEffect(() => {
    if (setup.facts.opt_outs) ready();
  }, []);
  return (
    <>
      <Import
        kind="opt_outs"
        done={() => {
          settings.reload();
          ready();
        }}
      />
      <Loaded of={settings}>
        {({ opt_outs_entered: entered }) => (
          <p role="status">
            {entered ? (
              <strong>
                <span aria-hidden="true">✓</span> {__("Noted: your opt-outs are here, or you have none.", "cartsignal")}
              </strong>
            ) : (
              <Button variant="secondary" onClick={none}>
                {__("I have none", "cartsignal")}
              </Button>
            )}
          </p>
        )}
      </Loaded>
      <Rivals />
    </>
  );
}

/** Other plugins that write to people about the carts they left. */
export function Rivals() {
  const rivals = useResource("/rivals");
  return (
    <Loaded of={rivals}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="cartsignal-hint">
            {__("No other plugin that writes about left carts is active.", "cartsignal")}
          </p>
        ) : (
          items.map(({ name, advice }) => (
            <Notice key={name} status="warning" isDismissible={false}>
              {advice}
            </Notice>
          ))
        )
      }
    </Loaded>
  );
}

function GoLive() {
  return (
    <>
      <Rivals />
      <MarketCards compact onChange={() => window.dispatchEvent(new Event("cartsignal:changed"))} />
    </>
  );
}
